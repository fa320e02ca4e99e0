import Core
import Database
import Households
import Teams

extension Demonstration {
  /// A visit tomorrow and one in days on which the advocate is away, with a trainee who covers; and a post that ends.
  static func planTeam(
    _ pierhead: Pierhead, _ leader: User, _ advocate: User, cover: User, with household: HouseholdID
  ) async throws {
    let today = pierhead.database.wall.today
    for (days, time, kind) in [
      (0, "23:30", "phone"), (1, "10:00", "meeting"), (4, "14:30", "visit"),
    ] {
      try await pierhead.households.plan(
        AppointmentDraft(
          id: AppointmentID(at: pierhead.database.wall.now()), kind: kind,
          day: today.adding(days: days).description, time: time,
          place: kind == "phone" ? "" : "The library, Example Street"),
        with: household, by: advocate)
    }
    try await pierhead.teams.addAbsence(
      AbsenceDraft(
        kind: "leave", from: today.adding(days: 3).description,
        until: today.adding(days: 9).description, cover: cover.id.text),
      of: advocate.id, by: advocate)
    try await pierhead.teams.addPost(
      PostDraft(
        district: advocate.districts[0], from: today.adding(days: -300).description,
        endsOn: today.adding(days: 40).description, isFixedTerm: true,
        funding: "Programme budget"),
      of: advocate.id, by: leader)
  }
}
