import Core
import Database

extension Transaction {
  /// A district of the region, valid from the first.
  package func insertDistrict(_ code: String, name: String) throws {
    let from = Day(1974, 4, 1)!
    try change(
      "INSERT INTO districts (code, name, valid_from) VALUES (\(code), \(name), \(from))")
  }
}
