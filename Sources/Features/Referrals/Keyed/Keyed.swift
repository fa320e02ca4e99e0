import Core
import Database
import Households
import ReferralFile

/// A referral that came by phone, on paper or face to face, as a member of staff typed it.
package struct KeyedDraft: Sendable {
  /// How somebody agreed to share, which also says how the referral came.
  package enum Agreement: String, CaseIterable, Sendable {
    case phone, paper, person
    case phoneInterpreter = "phone-interpreter"
    case personInterpreter = "person-interpreter"

    package var words: String {
      switch self {
      case .phone: "Yes, on the phone"
      case .paper: "Yes, on paper"
      case .person: "Yes, face to face"
      case .phoneInterpreter: "Yes, on the phone with an interpreter"
      case .personInterpreter: "Yes, face to face with an interpreter"
      }
    }

    /// As the schema has it.
    var cameBy: String {
      switch self {
      case .phone, .phoneInterpreter: "phone"
      case .paper: "paper"
      case .person, .personInterpreter: "in-person"
      }
    }

    /// As the schema has it.
    var agreedBy: String {
      switch self {
      case .phone, .person: "voice"
      case .paper: "paper"
      case .phoneInterpreter, .personInterpreter: "interpreter"
      }
    }
  }

  /// Routes by which referrals come to staff themselves, by their keys.
  static let routes = ["self", "household", "outreach"]

  /// Made with the form, so that a form that is sent twice is one referral.
  package let key: ReferralID
  /// By the name of their field, which is that of the column where there is one.
  package let values: [String: String]
  package let needs: [String]

  package init(key: ReferralID, values: [String: String], needs: [String]) {
    self.key = key
    self.values = values
    self.needs = needs
  }

  subscript(_ field: String) -> String { values[field]?.trimmed ?? "" }
}

/// What became of a keyed referral.
package struct Keyed: Sendable {
  /// Nil where the referral went to an inbox that the user does not see.
  package let referral: ReferralID?
  /// The GSS code of the district whose inbox it went to.
  package let district: String?
  /// The same form was sent before with other words: they wait as a proposed change.
  package let isChange: Bool
}

/// What was noted with a referral when it was keyed.
package struct KeyedNote: Sendable {
  package let cameBy: String
  package let agreedBy: String
  package let notice: String
  package let anotherAdult: String?
  package let keyedBy: String

  package var cameWords: String {
    switch cameBy {
    case "phone": "By phone"
    case "paper": "On paper"
    default: "Face to face"
    }
  }

  package var agreedWords: String {
    switch agreedBy {
    case "voice": "In spoken words"
    case "paper": "On paper"
    default: "Through an interpreter"
    }
  }
}

extension Referrals {
  /// Takes a referral that a member of staff typed. It waits in the inbox of the district where the person lives, also
  /// where that is not the user's own. `also` is what must happen with it or not at all.
  package func key(
    _ draft: KeyedDraft, by user: User,
    also: @escaping @Sendable (borrowing Transaction, ReferralID) throws -> Void = { _, _ in }
  ) async throws -> Keyed {
    try user.must(.keyReferrals)
    let today = wall.today
    guard let notice = vocabulary.notice(on: today) else {
      throw Fault("there is no notice under which somebody could agree today")
    }
    let (values, agreement) = try check(draft, by: user, on: today)
    let inbox = user.grants[.readInbox]
    do {
      return try await database.write(as: user) { transaction in
        let taken = try take(values, from: "keyed by staff", seenBy: .staff, transaction)
        guard let id = taken.id else { throw Rejection.invalid(problems(of: taken)) }
        if taken.kind == .new {
          try transaction.insertKeyed(id, agreement, notice: notice.entry.key, draft)
          transaction.record(
            "agreement to share noted", id,
            [
              "notice": notice.entry.key, "came by": agreement.cameBy,
              "agreed by": agreement.agreedBy,
            ])
        }
        try also(transaction, id)
        var found: Referral?
        if let inbox { found = try transaction.read.referral(id, in: inbox, of: user) }
        return Keyed(
          referral: found?.id, district: try transaction.read.district(of: id),
          isChange: taken.kind == .differs)
      }
    } catch is Clash {
      throw Rejection.conflict(Reason("referral.being-read"))
    }
  }

  /// The values by column, and what the file's rules do not know of: the route is one of ours, the agreement is said in
  /// our own words, and a district is there.
  private func check(
    _ draft: KeyedDraft, by user: User, on today: Day
  ) throws(Rejection) -> (values: [String: String], agreement: KeyedDraft.Agreement) {
    var problems: [Problem] = []
    for (field, column) in [("full_name", Column.fullName), ("date_of_birth", .bornOn)]
    where draft[field].isEmpty {
      problems.append(
        Problem(
          field,
          Reason("required", ["what": column == .fullName ? "the full name" : "the date of birth"]))
      )
    }
    if !KeyedDraft.routes.contains(draft["route"]) {
      problems.append(Problem("route", Reason("keyed.route")))
    }
    let agreement = KeyedDraft.Agreement(rawValue: draft["agreed"])
    if agreement == nil {
      problems.append(
        Problem(
          "agreed", draft["agreed"] == "no" ? Reason("keyed.not-agreed") : Reason("keyed.agreed")))
    }
    let adult = draft["another_adult"].unicodeScalars.count
    if adult > Column.fullName.limit {
      problems.append(
        Problem(
          "another_adult",
          Reason("too-long", ["what": "The name", "limit": "200", "count": String(adult)])))
    }
    let suggested = Postcode(draft["postcode"]).flatMap(lists.suggestedDistrict)
    if vocabulary.districts[draft["district"]] == nil, suggested == nil {
      problems.append(Problem("district", Reason("keyed.district")))
    }
    var values: [String: String] = [
      "referral_id": "KEYED-\(draft.key)", "referrer_organisation": organisation,
      "referrer_name": user.name, "referrer_email": user.email,
      "referred_on": today.description, "agreed_to_share": "yes",
      "needs": draft.needs.joined(separator: ";"),
    ]
    for field in [
      "route", "full_name", "date_of_birth", "phone", "postcode", "district", "safe_contact",
      "notes",
    ] { values[field] = draft[field] }
    // A postcode that lies in one district needs nobody's word for it.
    if vocabulary.districts[draft["district"]] == nil { values["district"] = suggested }
    let checked = RowRules(lists: lists, today: today).check(values)
    problems += self.problems(checked.problems.filter(mustBeRight)).filter { one in
      !problems.contains { $0.field == one.field }
    }
    guard let agreement, problems.isEmpty else { throw .invalid(problems) }
    return (values, agreement)
  }

  /// What would only be remarked on in a partner's file is put right at once where the person can still be asked.
  private func mustBeRight(_ problem: RowProblem) -> Bool {
    problem.isRejecting || [.badPhone, .badPostcode, .unknownCode].contains(problem.code)
  }

  private func problems(of taken: Taken) -> [Problem] {
    problems(taken.result.problems)
  }

  private func problems(_ problems: [RowProblem]) -> [Problem] {
    problems.map { problem in
      let day = ["what": "The date of birth"]
      let reason =
        switch problem.code {
        case .badDate: Reason("bad-day", day)
        case .futureDate: Reason("not-future", day)
        case .badPhone: Reason("keyed.phone")
        case .badPostcode: Reason("keyed.postcode")
        case .unknownCode: Reason("keyed.needs")
        case .tooLong: Reason("keyed.too-long")
        default: Reason("keyed.wrong")
        }
      return Problem(problem.field?.name, reason)
    }
  }
}
