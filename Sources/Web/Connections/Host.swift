import HTTPTypes

/// Whom a request is for. One name, once: two programs on its way that choose different ones of two can be played off
/// against each other (RFC 9112, 3.2).
enum Host {
  private static let field = HTTPField.Name("Host")!

  /// Whether exactly one `Host` came, and it is a name or an address with or without a port (RFC 3986, 3.2.2). The
  /// first one stands in `authority`; any other is left among the fields.
  static func isOne(in head: HTTPRequest) -> Bool {
    guard let host = head.authority, isWritten(host) else { return false }
    return !head.headerFields.contains(field)
  }

  static func isWritten(_ host: String) -> Bool {
    var bytes = host.utf8[...]
    guard !bytes.isEmpty, bytes.count <= 255 else { return false }
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = bytes[bytes.index(after: bytes.startIndex)..<end]
      guard !address.isEmpty, address.allSatisfy(isOfAddress) else { return false }
      bytes = bytes[bytes.index(after: end)...]
      return bytes.isEmpty || (bytes.first == UInt8(ascii: ":") && isPort(bytes.dropFirst()))
    }
    let name = bytes.prefix { $0 != UInt8(ascii: ":") }
    guard !name.isEmpty, name.allSatisfy(isOfName) else { return false }
    let rest = bytes[name.endIndex...]
    return rest.isEmpty || isPort(rest.dropFirst())
  }

  /// Whether it is one of this machine's own names for itself.
  static func isLoopback(_ host: String) -> Bool {
    let name =
      host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
    return isLoopback(address: String(name)) || name.lowercased() == "localhost"
  }

  /// Whether an IP address is this machine's own.
  static func isLoopback(address: String) -> Bool {
    let four = address.hasPrefix("::ffff:") ? address.dropFirst(7) : address[...]
    return address == "::1"
      || (four.hasPrefix("127.") && four.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 })
  }

  /// An empty port is allowed, and is the usual one.
  private static func isPort(_ bytes: Substring.UTF8View) -> Bool {
    bytes.count <= 5 && bytes.allSatisfy { (48...57).contains($0) }
  }

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...70, 97...102, UInt8(ascii: ":"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// What names of machines are made of. RFC 3986 allows more, and nobody uses it.
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }
}
