import Core
import Households
import ReferralFile
import Schema
import Teams

extension ReferenceData {
  static func caseworkLists(_ vocabulary: Vocabulary) throws -> CaseworkLists {
    CaseworkLists(
      loadWeights: LoadWeights(
        caseload: try datedList("caseload-weights.csv", number: "weight"), vocabulary),
      missedReasons: try datedList("missed-visit-reasons.csv"))
  }

  static func teamLists() throws -> TeamLists {
    TeamLists(
      absenceKinds: try datedList("absence-kinds.csv"),
      postAlerts: try datedList("post-alerts.csv", number: "weeks"))
  }

  static func datedList(_ name: String, number: String? = nil) throws -> DatedList {
    guard let text = ReferenceTexts.files[name] else {
      throw Fault("the list \(name) is not shipped")
    }
    func day(_ text: String?) throws -> Day? {
      guard let text, !text.isEmpty else { return nil }
      guard let day = Day(iso: text) else { throw Fault("\(name) holds \(text) as a day") }
      return day
    }
    return DatedList(
      try ListFiles.rows(text).map { row in
        let amount = number.flatMap { row[$0] }.flatMap { Int($0) }
        if number != nil, amount == nil { throw Fault("\(name) has a row without a number") }
        return DatedList.Entry(
          key: row["key"] ?? "", label: row["label"] ?? "", number: amount,
          from: try day(row["valid_from"]), until: try day(row["valid_to"]))
      })
  }
}
