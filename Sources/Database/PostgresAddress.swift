import CPostgres
import Core

/// Whether libpq reads an address as it was meant. What libpq says of one that it can't read quotes it, with the password in it;
/// and a sign in a password that was not written as %40, %2F or so makes a piece of it part of the host's name, which is then
/// looked up and told.
enum PostgresAddress {
  static let unreadable = Unusable(
    "PIERHEAD_DATABASE can't be read as postgresql://USER:PASSWORD@HOST/DATABASE. Letters and digits may stand in the password as they are; write other signs of it by their codes, such as %40 for @, %2F for / and %25 for %."
  )

  static func isReadable(_ address: String) -> Bool {
    guard let options = PQconninfoParse(address, nil) else { return false }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val,
        !isGood(String(cString: value), of: String(cString: keyword))
      {
        return false
      }
      option += 1
    }
    return true
  }

  private static func isGood(_ value: String, of keyword: String) -> Bool {
    switch keyword {
    // Names of hosts, or folders of sockets; an @ before one begins an abstract socket, which nobody needs here.
    case "host", "hostaddr", "dbname": !value.contains("@")
    case "port": value.allSatisfy { $0.isASCII && $0.isNumber || $0 == "," }
    default: true
    }
  }
}
