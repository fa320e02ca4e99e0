import App
import Core
import Database
import Households
import Support
import Teams

/// Colleagues, their time away and their posts for the access table.
final class TeamWorld {
  private let pierhead: Pierhead
  private let manager: User
  /// May plan visits anywhere of the two districts.
  private let planner: User
  private var day = Day(2026, 12, 1)!

  init(_ pierhead: Pierhead, _ manager: User) async throws {
    self.pierhead = pierhead
    self.manager = manager
    planner = try await pierhead.user("team_leader", in: Place.liverpool, Place.wirral)
  }

  func id(
    of subject: AccessRow.Subject, _ target: AccessWorld.Target, in district: String,
    for user: User
  ) async throws -> String {
    let isOwn = target == .own && user.may(.planAbsences)
    let place = district == "Wirral" ? Place.wirral : Place.liverpool
    let owner = isOwn ? user : try await pierhead.user("advocate", in: place)
    switch subject {
    case .absence:
      // Each on a day of its own, because days do not overlap.
      day = day.adding(days: 1)
      let draft = AbsenceDraft(
        kind: "leave", from: day.description, until: day.description, cover: "")
      try await pierhead.teams.addAbsence(draft, of: owner.id, by: isOwn ? user : manager)
      return try await newest(
        "SELECT id FROM absences WHERE account_id = \(owner.id) ORDER BY from_on DESC")
    case .post:
      let draft = PostDraft(
        district: place, from: "2026-01-01", endsOn: "2026-12-31", isFixedTerm: true,
        funding: "Programme budget")
      try await pierhead.teams.addPost(draft, of: owner.id, by: manager)
      return try await newest(
        "SELECT id FROM posts WHERE account_id = \(owner.id) ORDER BY id DESC")
    default: return owner.id.text
    }
  }

  func appointment(with household: HouseholdID) async throws -> AppointmentID {
    let id = AppointmentID(at: pierhead.database.wall.now())
    try await pierhead.households.plan(
      AppointmentDraft(id: id, kind: "visit", day: "2026-12-01", time: "10:00"), with: household,
      by: planner)
    return id
  }

  private func newest(_ statement: SQL) async throws -> String {
    try await pierhead.database.read(fresh: true) { try $0.row("\(statement) LIMIT 1")?["id"] }
      ?? ""
  }
}
