import Core
import Database

/// What is agreed with a household for a day and a time.
package struct Appointment: Sendable, Identifiable {
  package enum Kind: String, CaseIterable, Sendable {
    case visit, meeting, phone, video

    package var words: String {
      switch self {
      case .visit: "Home visit"
      case .meeting: "Meeting"
      case .phone: "Phone call"
      case .video: "Video call"
      }
    }
  }

  /// `changed` is one that another one has replaced.
  package enum State: String, Sendable { case planned, happened, missed, cancelled, changed }

  package let id: AppointmentID
  package let household: HouseholdID
  package let kind: Kind
  package let startsAt: Instant
  /// In London.
  package let day: Day
  package let place: String?
  package let person: PersonID?
  package let state: State
  package let wasLate: Bool?
  package let reason: String?
  /// Who goes in place of the household's advocate.
  package let goes: String?
  package let plannedBy: String
}

/// A planned visit in a list of several households'.
package struct AppointmentLine: Sendable {
  package let id: AppointmentID
  package let household: HouseholdID
  package let leadName: String
  package let reference: String
  package let kind: Appointment.Kind
  package let startsAt: Instant
  package let day: Day
  package let place: String?
  /// The household's advocate.
  package let advocate: String?
  /// Who goes in place of the advocate.
  package let goes: String?
  /// Who covers, where whoever would go is away that day.
  package let cover: String?
}

/// How a planned visit ended.
package enum AppointmentOutcome: Sendable {
  case happened(late: Bool)
  /// With a key of the dated list of reasons.
  case missed(String)
  case cancelled(String)
}

extension Households {
  /// Plans a visit. The same form sent again is the same visit.
  package func plan(
    _ draft: AppointmentDraft, with id: HouseholdID, by user: User
  ) async throws {
    let scope = try user.must(.planVisits)
    try await database.write(as: user) { transaction in
      guard let household = try transaction.read.household(id, in: scope, of: user) else {
        throw Rejection.notFound("Household")
      }
      if try transaction.read.isStanding(draft.id, of: id, by: user) { return }
      let new = try NewAppointment(
        draft, members: try transaction.read.memberIDs(of: id), today: transaction.today)
      try transaction.insertAppointment(new, of: id)
      transaction.record(
        "visit planned", id, Self.detail(new, household.reference))
    }
  }

  /// One visit, for the page that changes it.
  package func appointment(_ id: AppointmentID, for user: User) async throws -> (
    appointment: Appointment, household: Household, members: [Member]
  ) {
    let scope = try user.must(.planVisits)
    return try await database.look(as: user, "visit seen") { look in
      let (appointment, household) = try look.read.appointment(id, in: scope, of: user)
      look.shows(household.id)
      return (appointment, household, try look.read.members(of: household.id))
    }
  }

  /// Puts another day, time or place in the place of what was agreed. The earlier one stays in the history.
  package func change(
    _ id: AppointmentID, to draft: AppointmentDraft, by user: User
  ) async throws -> HouseholdID {
    let scope = try user.must(.planVisits)
    return try await database.write(as: user) { transaction in
      let (old, household) = try transaction.read.appointment(id, in: scope, of: user)
      if try transaction.read.isStanding(draft.id, of: household.id, by: user) {
        return household.id
      }
      let new = try NewAppointment(
        draft, members: try transaction.read.memberIDs(of: household.id), today: transaction.today)
      try transaction.settle(id, as: .changed)
      try transaction.insertAppointment(new, of: household.id, replacing: old.id)
      transaction.record("visit changed", household.id, Self.detail(new, household.reference))
      return household.id
    }
  }

  /// Writes down how a visit ended. One that happened is a contact of its day.
  package func settle(
    _ id: AppointmentID, _ outcome: AppointmentOutcome, by user: User
  ) async throws -> HouseholdID {
    let scope = try user.must(.planVisits)
    let reasons = lists.missedReasons
    return try await database.write(as: user) { transaction in
      let (old, household) = try transaction.read.appointment(id, in: scope, of: user)
      try outcome.check(old, reasons, today: transaction.today)
      switch outcome {
      case .happened(let isLate):
        try transaction.settle(id, as: .happened, wasLate: isLate)
        try transaction.updateQuiet(household, since: household.quietSince(after: old.day))
        transaction.record(
          "visit happened", household.id,
          ["visit": id.text, "on": old.day.description, "late": isLate ? "yes" : "no"])
      case .missed(let reason):
        try transaction.settle(id, as: .missed, reason: reason)
        transaction.record(
          "visit did not happen", household.id,
          ["visit": id.text, "on": old.day.description, "reason": reason])
      case .cancelled(let reason):
        try transaction.settle(id, as: .cancelled, reason: reason)
        transaction.record(
          "visit cancelled", household.id,
          ["visit": id.text, "on": old.day.description, "reason": reason])
      }
      return household.id
    }
  }

  /// Gives a visit to whoever covers for the colleague who would go but is away that day.
  package func give(_ id: AppointmentID, by user: User) async throws {
    let scope = try user.must(.keepTeam)
    try await database.write(as: user) { transaction in
      let (old, household) = try transaction.read.appointment(id, in: scope, of: user)
      guard let cover = try transaction.read.cover(of: old) else {
        throw Rejection.conflict(Reason("visit.no-cover"))
      }
      try transaction.settle(id, as: .changed)
      let new = NewAppointment(givenOn: transaction.newID(), old)
      try transaction.insertAppointment(
        new, of: household.id, to: cover.account, replacing: old.id)
      transaction.record(
        "visit given to cover", household.id,
        ["visit": new.id.text, "on": old.day.description, "to": cover.name])
    }
  }

  /// Where it is stays between the household and its staff, so the record has only proof of it.
  private static func detail(
    _ new: NewAppointment, _ reference: String
  ) -> KeyValuePairs<String, String> {
    [
      "household": reference, "visit": new.id.text, "kind": new.kind.rawValue,
      "on": new.day.description,
      "place": new.place.map { "sha256 " + digest(new.id.text + $0) } ?? "",
    ]
  }
}
