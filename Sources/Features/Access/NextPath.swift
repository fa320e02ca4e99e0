/// Where to go after signing in, as a link asked for it: a path of our own or nothing, so that no link to us
/// leads elsewhere.
enum NextPath {
  static func safe(_ asked: String) -> String? {
    let bytes = Array(asked.utf8)
    guard bytes.first == UInt8(ascii: "/"), bytes.count <= 1000 else { return nil }
    // Browsers read `//host` and `/\host` as another host, and skip tabs and line ends while they read.
    guard bytes.count == 1 || bytes[1] != UInt8(ascii: "/") else { return nil }
    guard bytes.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      return nil
    }
    let first = asked.dropFirst().prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return doors.contains(String(first)) ? nil : asked
  }

  /// Pages that only make sense before one is in.
  private static let doors = ["sign-in", "sign-out", "set-up", "demo"]
}
