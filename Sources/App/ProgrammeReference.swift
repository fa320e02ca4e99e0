import Core
import Programme
import ReferralFile
import Schema

extension ReferenceData {
  static func programmeLists() throws -> ProgrammeLists {
    guard let text = ReferenceTexts.files["rating-scales.csv"] else {
      throw Fault("the list rating-scales.csv is not shipped")
    }
    func day(_ text: String?) throws -> Day? {
      guard let text, !text.isEmpty else { return nil }
      guard let day = Day(iso: text) else {
        throw Fault("rating-scales.csv holds \(text) as a day")
      }
      return day
    }
    return ProgrammeLists(
      workstreams: try datedList("workstreams.csv"), respects: try datedList("respects.csv"),
      steps: try ListFiles.rows(text).map { row in
        ProgrammeLists.Step(
          scale: row["scale"] ?? "", key: row["key"] ?? "", label: row["label"] ?? "",
          meaning: row["meaning"] ?? "", isStatus: row["use"] == "status",
          valid: Validity(from: try day(row["valid_from"]), to: try day(row["valid_to"])))
      })
  }
}
