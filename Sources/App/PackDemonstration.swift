import Core
import Database
import Programme

extension Demonstration {
  /// A pack for a made-up meeting, with money that is not for the public and one clearance given.
  static func addPack(_ pierhead: Pierhead) async throws {
    let today = pierhead.database.wall.today
    let id = ProgrammeItemID(at: pierhead.database.wall.now())
    try await pierhead.packs.add(
      [
        "body": "Programme board", "meets_on": today.adding(days: 12).description,
        "papers_on": today.adding(days: 5).description,
      ], as: id, by: .system)
    let lines = try await pierhead.programme.portfolio(for: .system).lines
    if let centre = lines.first(where: { $0.project.value.name == "Skills centre" }) {
      try await pierhead.packs.exempt(
        ["project": centre.id.text, "part": "money", "ground": "business"], in: id, by: .system)
    }
    let packs = try await pierhead.packs.list(page: 1, for: .system).lines
    if let finance = packs.first?.clearances.first {
      try await pierhead.programme.change(
        finance.id, from: finance.number,
        [
          "asked_of": "Fern Example", "asked_on": today.adding(days: -2).description,
          "given_by": "Fern Example", "given_on": today.description,
          "words": "The sums agree with the ledger.",
        ], by: .system)
    }
  }
}
