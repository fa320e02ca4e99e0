import Core
import Households

/// A list as somebody wants to make it.
package struct InvitationListDraft: Sendable {
  /// Made with the form, so that a form that is sent twice is one list.
  package let id: InvitationListID
  package let name: String
  package let source: String
  package let basis: String
  package let basisNote: String
  /// A code, or empty for the whole region.
  package let district: String
  package let askUntil: String

  package init(
    id: InvitationListID, name: String, source: String, basis: String, basisNote: String,
    district: String, askUntil: String
  ) {
    self.id = id
    self.name = name.trimmed
    self.source = source.trimmed
    self.basis = basis
    self.basisNote = basisNote.trimmed
    self.district = district
    self.askUntil = askUntil.trimmed
  }

  /// How long somebody may be asked at most: details that somebody handed on grow old.
  static let longestDays = 366

  /// The last day of asking, or what is wrong. `districts` are those that the user may make a list for, and nil is among
  /// them for who may make one for the whole region.
  func check(
    _ bases: LawfulBases, districts: [String?], today: Day
  ) throws(Rejection) -> Day {
    var problems: [Problem] = []
    func text(_ field: String, _ text: String, _ what: String, _ limit: Int, _ missing: String) {
      if text.isEmpty { problems.append(Problem(field, Reason(missing))) }
      tooLong(field, text, what, limit).map { problems.append($0) }
    }
    text("list_name", name, "The name", 200, "invitation.name")
    text("source", source, "This", 500, "invitation.source")
    if !bases.list.has(basis, on: today) {
      problems.append(Problem("basis", Reason("invitation.basis")))
    }
    text("basis_note", basisNote, "The note", 2000, "invitation.basis-note")
    if !districts.contains(district.isEmpty ? nil : district) {
      problems.append(Problem("list_district", Reason("invitation.district")))
    }
    let day = Day(written: askUntil)
    let last = today.adding(days: Self.longestDays)
    switch day {
    case nil: problems.append(Problem("ask_until", Reason("invitation.until")))
    case let day? where day < today:
      problems.append(Problem("ask_until", Reason("invitation.until-past")))
    case let day? where day > last:
      problems.append(Problem("ask_until", Reason("invitation.until-far", ["day": last.spoken])))
    default: break
    }
    guard let day, problems.isEmpty else { throw .invalid(problems) }
    return day
  }
}

/// A person as they were typed or stood in a row.
package struct InvitedDraft: Sendable, Equatable {
  package var fullName = ""
  package var dateOfBirth = ""
  package var email = ""
  package var mobile = ""
  package var address = ""
  /// A code or a name. Empty: that of the list.
  package var district = ""
  package var safeContact = ""

  package init() {}

  /// By the names of columns and fields.
  package init(_ value: (String) -> String) {
    fullName = value("full_name").trimmed
    dateOfBirth = value("date_of_birth").trimmed
    email = value("email").trimmed
    mobile = value("mobile").trimmed
    address = value("address").trimmed
    district = value("district").trimmed
    safeContact = value("safe_contact").trimmed
  }

  package static let columns = [
    "full_name", "date_of_birth", "email", "mobile", "address", "district", "safe_contact",
  ]
}

/// A person who can be put on a list, as far as the row alone tells.
package struct NewInvited: Sendable, Equatable {
  package let details: Invitation.Details
  package let district: String
}

/// What a row must hold.
package struct InvitedRules: Sendable {
  /// Nil for the whole region.
  let listDistrict: String?
  /// Code of a district by what people call it.
  let district: @Sendable (String) -> String?
  let today: Day

  package func check(_ draft: InvitedDraft) throws(Rejection) -> NewInvited {
    var problems: [Problem] = []
    func wrong(_ field: String, _ key: String) { problems.append(Problem(field, Reason(key))) }
    if draft.fullName.isEmpty { wrong("full_name", "invited.name") }
    tooLong("full_name", draft.fullName, "The name", 200).map { problems.append($0) }
    let born = Day(written: draft.dateOfBirth)
    if !draft.dateOfBirth.isEmpty {
      if born == nil { wrong("date_of_birth", "invited.born") }
      if let born, born > today { wrong("date_of_birth", "invited.born-later") }
    }
    let email = EmailAddress(draft.email)?.text
    if !draft.email.isEmpty, email == nil { wrong("email", "invited.email") }
    let mobile = Self.mobile(draft.mobile)
    if !draft.mobile.isEmpty, mobile == nil { wrong("mobile", "invited.mobile") }
    if draft.email.isEmpty, draft.mobile.isEmpty, draft.address.isEmpty {
      wrong("email", "invited.no-contact")
    }
    tooLong("address", draft.address, "The address", 500).map { problems.append($0) }
    tooLong("safe_contact", draft.safeContact, "This", 500).map { problems.append($0) }
    let place = draft.district.isEmpty ? listDistrict : district(draft.district)
    if place == nil {
      wrong("district", draft.district.isEmpty ? "invited.district" : "invited.no-district")
    } else if let listDistrict, place != listDistrict {
      wrong("district", "invited.other-district")
    }
    guard let place, problems.isEmpty else { throw .invalid(problems) }
    return NewInvited(
      details: Invitation.Details(
        fullName: draft.fullName, dateOfBirth: born, email: email, mobile: mobile,
        address: draft.address.isEmpty ? nil : draft.address,
        safeContact: draft.safeContact.isEmpty ? nil : draft.safeContact), district: place)
  }

  /// A number that can get a text: of the United Kingdom one that begins with 07, of elsewhere any.
  static func mobile(_ written: String) -> String? {
    guard let phone = Phone(written)?.text else { return nil }
    return phone.hasPrefix("+44") && !phone.hasPrefix("+447") ? nil : phone
  }
}

/// What somebody answers, and how they want to be reached.
package struct AnswerDraft: Sendable {
  package let answer: String
  package let reach: String
  package let reachTime: String
  /// Empty where it came by the link.
  package let cameBy: String

  package init(answer: String, reach: String, reachTime: String, cameBy: String = "") {
    self.answer = answer
    self.reach = reach.trimmed
    self.reachTime = reachTime.trimmed
    self.cameBy = cameBy
  }

  func check(isKeyed: Bool) throws(Rejection) -> (InvitationAnswer, CameBy) {
    var problems: [Problem] = []
    let found = InvitationAnswer(rawValue: answer)
    if found == nil { problems.append(Problem("answer", Reason("answer.choose"))) }
    if found == .yes {
      if reach.isEmpty { problems.append(Problem("reach", Reason("answer.reach"))) }
      tooLong("reach", reach, "This", 500).map { problems.append($0) }
      tooLong("reach_time", reachTime, "This", 500).map { problems.append($0) }
    }
    let came =
      isKeyed ? CameBy(rawValue: cameBy).flatMap { CameBy.keyed.contains($0) ? $0 : nil } : .link
    if came == nil { problems.append(Problem("came_by", Reason("answer.came-by"))) }
    guard let found, let came, problems.isEmpty else { throw .invalid(problems) }
    return (found, came)
  }
}

extension Invitation.State {
  /// The state after an answer, or nil where that can't be taken. Who said no is never asked again, and who said yes may
  /// change their mind. A link works once, and only for who was asked.
  package func after(_ answer: InvitationAnswer, _ cameBy: CameBy, hasReferral: Bool) -> Self? {
    let next: Self =
      switch answer {
      case .yes: .yes
      case .no: .no
      case .off: .off
      }
    switch (self, cameBy) {
    case (.asked, _): return next
    case (.ready, .phone), (.ready, .post), (.ready, .inPerson): return next
    case (.yes, .phone), (.yes, .post), (.yes, .inPerson):
      return answer == .yes || hasReferral ? nil : next
    default: return nil
    }
  }
}

extension InvitationList {
  /// Days after the last day of asking on which the last links still work: a letter takes its time.
  package static let answerDays = 28

  package var answerUntil: Day { askUntil.adding(days: Self.answerDays) }
}

private func tooLong(_ field: String, _ text: String, _ what: String, _ limit: Int) -> Problem? {
  let count = text.unicodeScalars.count
  guard count > limit else { return nil }
  let shown = limit < 1000 ? String(limit) : "\(limit / 1000),000"
  return Problem(
    field, Reason("too-long", ["what": what, "limit": shown, "count": String(count)]))
}
