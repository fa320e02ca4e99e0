import Core

/// A visit as it was typed.
package struct AppointmentDraft: Sendable {
  /// Made with the form, so that a form that is sent twice is one visit.
  package let id: AppointmentID
  package let kind: String
  package let day: String
  package let time: String
  package let place: String
  package let person: String

  package init(
    id: AppointmentID, kind: String, day: String, time: String, place: String = "",
    person: String = ""
  ) {
    self.id = id
    self.kind = kind
    self.day = day
    self.time = time
    self.place = place
    self.person = person
  }
}

/// A visit that may be planned: checked, with its types.
struct NewAppointment: Sendable {
  let id: AppointmentID
  let kind: Appointment.Kind
  let day: Day
  let startsAt: Instant
  let place: String?
  let person: PersonID?

  /// Characters.
  static let placeLimit = 200
  /// Days ahead.
  static let farthest = 366

  init(_ draft: AppointmentDraft, members: [PersonID], today: Day) throws(Rejection) {
    var problems: [Problem] = []
    let kind = Appointment.Kind(rawValue: draft.kind)
    if kind == nil { problems.append(Problem("visit_kind", Reason("visit.kind"))) }
    let day = Day(written: draft.day.filter { !$0.isWhitespace })
    let last = today.adding(days: Self.farthest)
    switch day {
    case nil:
      let isEmpty = draft.day.allSatisfy(\.isWhitespace)
      problems.append(
        Problem("visit_day", isEmpty ? Reason("visit.day") : Reason("bad-day", ["what": "The day"]))
      )
    case let day? where day < today:
      problems.append(Problem("visit_day", Reason("visit.past")))
    case let day? where day > last:
      problems.append(Problem("visit_day", Reason("visit.far", ["day": last.spoken])))
    default: break
    }
    let time = TimeOfDay(written: draft.time)
    if time == nil { problems.append(Problem("visit_time", Reason("visit.time"))) }
    let place = draft.place.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if place.unicodeScalars.count > Self.placeLimit {
      problems.append(
        Problem(
          "visit_place",
          Reason(
            "too-long",
            [
              "what": "Where", "limit": String(Self.placeLimit),
              "count": String(place.unicodeScalars.count),
            ])))
    }
    let person = draft.person.isEmpty ? nil : PersonID(checking: draft.person)
    if !draft.person.isEmpty, person.map({ !members.contains($0) }) ?? true {
      problems.append(Problem("visit_person", Reason("note.person")))
    }
    guard let kind, let day, let time, problems.isEmpty else { throw .invalid(problems) }
    (id, self.kind, self.day, self.person) = (draft.id, kind, day, person)
    startsAt = Instant(day, time)
    self.place = place.isEmpty ? nil : place
  }

  /// The same visit, for somebody else to go.
  init(givenOn id: AppointmentID, _ old: Appointment) {
    self.id = id
    (kind, day, startsAt) = (old.kind, old.day, old.startsAt)
    (place, person) = (old.place, old.person)
  }
}

extension AppointmentOutcome {
  /// A visit can have happened, or not, from its day on; before that it can be cancelled.
  func check(_ appointment: Appointment, _ reasons: DatedList, today: Day) throws(Rejection) {
    switch self {
    case .happened:
      if appointment.day > today { throw .invalid("outcome", Reason("visit.not-yet")) }
    case .missed(let reason):
      if appointment.day > today { throw .invalid("outcome", Reason("visit.not-yet")) }
      if !reasons.has(reason, on: today) {
        throw .invalid("missed_reason", Reason("visit.reason"))
      }
    case .cancelled(let reason):
      if !reasons.has(reason, on: today) {
        throw .invalid("cancel_reason", Reason("visit.cancel-reason"))
      }
    }
  }
}
