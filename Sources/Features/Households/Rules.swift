import Core
import Database

/// A note that may be written: checked, with its types.
struct NewNote: Sendable {
  let id: ContactNoteID
  let kind: ContactNote.Kind
  let happenedOn: Day
  let body: String
  let person: PersonID?

  /// Characters.
  static let limit = 10_000
  /// Somebody may have been spoken to before the household was opened, while the referral waited.
  static let daysBeforeOpening = 90

  init(_ draft: NoteDraft, for household: Household, members: [PersonID], today: Day)
    throws(Rejection)
  {
    var problems: [Problem] = []
    let kind = ContactNote.Kind(rawValue: draft.kind)
    if kind == nil { problems.append(Problem("kind", Reason("note.kind"))) }
    let day = Day(written: draft.happenedOn.trimmed)
    let earliest = household.openedOn.adding(days: -Self.daysBeforeOpening)
    switch day {
    case nil:
      problems.append(
        Problem(
          "happened_on",
          draft.happenedOn.isEmpty ? Reason("note.day") : Reason("bad-day", ["what": "The day"])))
    case let day? where day > today:
      problems.append(Problem("happened_on", Reason("not-future", ["what": "The day"])))
    case let day? where day < earliest:
      problems.append(
        Problem("happened_on", Reason("not-before", ["what": "The day", "day": earliest.spoken])))
    default: break
    }
    let body = draft.body.trimmed
    if body.isEmpty { problems.append(Problem("body", Reason("note.body"))) }
    if body.unicodeScalars.count > Self.limit {
      problems.append(
        Problem(
          "body",
          Reason(
            "too-long",
            ["what": "The note", "limit": "10,000", "count": String(body.unicodeScalars.count)])))
    }
    let person = draft.person.isEmpty ? nil : PersonID(checking: draft.person)
    if !draft.person.isEmpty, person.map({ !members.contains($0) }) ?? true {
      problems.append(Problem("person", Reason("note.person")))
    }
    guard let kind, let day, problems.isEmpty else { throw .invalid(problems) }
    (id, self.kind, happenedOn, self.body, self.person) = (draft.id, kind, day, body, person)
  }
}

/// A note as it was typed.
package struct NoteDraft: Sendable {
  /// Made with the form, so that a form that is sent twice is one note.
  package let id: ContactNoteID
  package let kind: String
  package let happenedOn: String
  package let body: String
  package let person: String

  package init(id: ContactNoteID, kind: String, happenedOn: String, body: String, person: String) {
    self.id = id
    self.kind = kind
    self.happenedOn = happenedOn
    self.body = body
    self.person = person
  }
}

extension Household {
  /// The first day of quiet after a contact on `day`: contacts written down late do not count back.
  func quietSince(after day: Day) -> Day { hasContact ? max(quietSince, day) : day }

  /// Rising numbers a year: `HH-2026-0042`.
  static func reference(year: Int, number: Int) -> String {
    let digits = String(number)
    return "HH-\(year)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
