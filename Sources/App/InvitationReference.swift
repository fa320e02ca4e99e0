import Core
import Invitations
import ReferralFile
import Schema

extension ReferenceData {
  /// The lawful bases under which somebody may be asked.
  static func lawfulBases() throws -> LawfulBases {
    guard let text = ReferenceTexts.files["lawful-bases.csv"] else {
      throw Fault("the list lawful-bases.csv is not shipped")
    }
    let rows = try ListFiles.rows(text)
    return LawfulBases(
      DatedList(
        try rows.map { row in
          let valid = try ListFiles.validity(of: row)
          return DatedList.Entry(
            key: row["key"] ?? "", label: row["label"] ?? "", from: valid.from, until: valid.to)
        }),
      meanings: Dictionary(
        uniqueKeysWithValues: rows.map { ($0["key"] ?? "", $0["meaning"] ?? "") }))
  }
}
