import Core
import Programme
import ReferralFile
import Schema

extension ReferenceData {
  /// The sets of gates, with what is due at each.
  static func gateSets() throws -> GateSets {
    func rows(_ name: String) throws -> [[String: String]] {
      guard let text = ReferenceTexts.files[name] else {
        throw Fault("the list \(name) is not shipped")
      }
      return try ListFiles.rows(text)
    }
    return try GateSets(
      sets: rows("gate-sets.csv"), gates: rows("gates.csv"), products: rows("gate-products.csv"))
  }
}
