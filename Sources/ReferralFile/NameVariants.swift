/// Groups of spellings of one given name, as the shipped list has them: a group a line, commas between, any script; a
/// name may stand in several groups.
package struct NameVariants: Sendable {
  private var groups: [String: [Int32]] = [:]
  private var members: [Int32: [String]] = [:]

  package init(csv: String) {
    for (number, line) in csv.split(whereSeparator: \.isNewline).enumerated()
    where !line.hasPrefix("#") {
      for name in line.split(separator: ",") {
        // A name of several words is one part here: "Abd al-Rahman" is "abdalrahman".
        let word = NameFold.joined(String(name))
        guard !word.isEmpty, groups[word]?.last != Int32(number) else { continue }
        groups[word, default: []].append(Int32(number))
        members[Int32(number), default: []].append(word)
      }
    }
  }

  /// No variants at all.
  package static let none = NameVariants(csv: "")

  package var count: Int { groups.count }

  /// The other spellings of a part, as folded: of all groups that it stands in.
  package func spellings(of part: String) -> Set<String> {
    Set((groups[part] ?? []).flatMap { members[$0] ?? [] }).subtracting([part])
  }

  /// Whether both parts stand in one group.
  func join(_ one: UnsafeBufferPointer<UInt8>, _ two: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = groups[String(decoding: one, as: UTF8.self)],
      let second = groups[String(decoding: two, as: UTF8.self)]
    else { return false }
    return first.contains(where: second.contains)
  }
}

extension NameFold {
  /// The letters of a name in Latin small letters, in the order written, without anything between them.
  static func joined(_ name: String) -> String {
    var fold = NameFold()
    fold.take(name)
    return String(decoding: fold.letters, as: UTF8.self)
  }
}
