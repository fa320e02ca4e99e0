import Access
import Core
import HTML
import Web

extension Fuzzed {
  func attemptCookies(_ header: String) throws(Broken) {
    for isSecure in [true, false] {
      let name = Site.sessionCookie(isSecure: isSecure)
      guard let value = Cookie.value(of: name, in: header) else { continue }
      try must(!value.utf8.contains(UInt8(ascii: ";")), "more than one: \(shown(value))")
      try must(value.utf8.count + name.utf8.count < header.utf8.count, "too long: \(shown(value))")
      // What is set is what is sent back, whatever stands before and behind it.
      let set = Cookie(name, value, isSecure: isSecure, maxAge: 60)
      for sent in [set.text, "\(name)x=1; ; x\(name)=2; \(set.text)"] {
        let again = Cookie.value(of: name, in: sent)
        try must(again == value, "\(shown(sent)) is read as \(shown(again))")
      }
      if let token = Token(checking: value) {
        try must(token.text == value && token.hash.utf8.count == 64, "the token \(shown(value))")
      }
    }
  }

  /// What was read is no longer than what was sent, holds no U+0000 and no CR, and reads the same when it is sent again.
  func attemptForm(_ bytes: [UInt8]) throws(Broken) {
    guard let pairs = try? FormBody.parse(bytes) else { return }
    let length = pairs.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count }
    try must(length <= bytes.count, "\(length) bytes out of \(bytes.count)")
    for text in pairs.flatMap({ [$0.0, $0.1] }) {
      try must(!text.utf8.contains(0) && !text.utf8.contains(13), "a control in \(shown(text))")
    }
    let sent = pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    let again = try? FormBody.parse(Array(sent.utf8))
    let isSame =
      again.map { again in
        again.count == pairs.count && zip(again, pairs).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
      } ?? false
    try must(isSame, "\(shown(sent)) is not \(pairs)")
    let state = FormState(sent: pairs)
    try must(
      pairs.allSatisfy { state.texts($0.0).contains($0.1) }, "a value of \(pairs) was lost")
  }

  private func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 48...57, 65...90, 97...122: String(Unicode.Scalar(byte))
      case 32: "+"
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }

  /// What was read reads the same when it is written, and is not deeper than it may be; no U+0000 in what a door is handed.
  func attemptJSON(_ bytes: [UInt8]) throws(Broken) {
    guard let value = try? JSONReader.read(bytes) else {
      try must((try? JSONBody(bytes)) == nil, "a body that is no JSON was read")
      return
    }
    let again = try? JSONReader.read(Array(value.text.utf8))
    try must(again == value, "\(value) again is \(String(describing: again))")
    try must(depth(of: value) <= JSONReader.deepest, "too deep: \(value)")
    guard case .object(let members) = value else {
      try must((try? JSONBody(bytes)) == nil, "a body that is no object was read")
      return
    }
    guard let body = try? JSONBody(bytes) else {
      throw Broken(description: "no body: \(value)")
    }
    let keys = Set(members.map(\.key))
    let lists = Set(
      members.compactMap { member in
        if case .array = member.value { member.key } else { nil as String? }
      })
    guard let found = try? body.values(texts: keys.subtracting(lists), lists: lists) else { return }
    let texts = Array(found.texts.values) + found.lists.values.flatMap { $0 }
    try must(texts.allSatisfy { !$0.utf8.contains(0) }, "U+0000 in \(texts)")
    try must(found.texts.count + found.lists.count == members.count, "one was lost: \(value)")
  }

  private func depth(of value: JSON) -> Int {
    switch value {
    case .array(let values): 1 + (values.map(depth).max() ?? 0)
    case .object(let members): 1 + (members.map { depth(of: $0.value) }.max() ?? 0)
    default: 1
    }
  }
}
