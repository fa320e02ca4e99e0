import Core
import HTML
import People

/// How referrals are put in order, and why, in words.
package enum Triage {
  /// Safety first: somebody is not safe, or has nowhere to live.
  static func isUrgent(_ needs: [Need], hasNoFixedAddress: Bool, _ vocabulary: Vocabulary) -> Bool {
    hasNoFixedAddress || needs.contains { vocabulary.needs[$0.key]?.isSafety ?? false }
  }

  /// The same, by what everyone with the inbox may see.
  static func isOpenlyUrgent(
    _ needs: [Need], hasNoFixedAddress: Bool, _ vocabulary: Vocabulary
  ) -> Bool {
    isUrgent(
      needs.filter { !$0.isRestricted }, hasNoFixedAddress: hasNoFixedAddress, vocabulary)
  }

  /// The plain bands of the inbox. Within a band the longest waiting comes first.
  package enum Band: CaseIterable, Sendable {
    case safety, overFourWeeks, overTwoWeeks, recent

    package init(isUrgent: Bool, referredOn: Day, today: Day) {
      self =
        switch (isUrgent, referredOn.days(until: today)) {
        case (true, _): .safety
        case (false, 28...): .overFourWeeks
        case (false, 14...): .overTwoWeeks
        default: .recent
        }
    }

    package var words: String {
      switch self {
      case .safety: "Safety first"
      case .overFourWeeks: "Waiting four weeks or more"
      case .overTwoWeeks: "Waiting two to four weeks"
      case .recent: "Waiting less than two weeks"
      }
    }
  }

  /// Why a referral stands where it does.
  static func reasons(_ line: InboxLine, today: Day, _ vocabulary: Vocabulary) -> [String] {
    var reasons: [String] = []
    for need in line.needs where vocabulary.needs[need.key]?.isSafety ?? false {
      reasons.append("Needs help with: \(vocabulary.need(need.key).lowercased())")
    }
    if line.hasNoFixedAddress { reasons.append("No fixed address") }
    reasons.append(waiting(line.referredOn, today: today))
    if let answer = line.answerWords { reasons.append(answer) }
    if line.groupSize > 1 {
      let others = line.groupSize - 1
      reasons.append(others == 1 ? "1 other wants to join" : "\(others) others want to join")
    }
    if line.interpreterNeeded == true {
      reasons.append(
        "Interpreter: \(line.language.map(vocabulary.language) ?? "language not known")")
    }
    if let from = line.sentFrom?.from, let why = line.sentFrom?.note {
      let short = why.count > 120 ? why.prefix(119) + "…" : Substring(why)
      reasons.append("Sent here from \(vocabulary.district(from)): \(short)")
    }
    if line.isDistrictSuggested { reasons.append("District taken from the postcode: check it") }
    if line.needsLook { reasons.append("Something in the referral needs a look") }
    return reasons
  }

  static func waiting(_ since: Day, today: Day) -> String {
    switch since.days(until: today) {
    case ...0: "Came today"
    case 1: "Waiting 1 day"
    case let days: "Waiting \(days) days"
    }
  }
}

extension InboxLine {
  func band(on day: Day) -> Triage.Band {
    Triage.Band(isUrgent: isUrgent, referredOn: referredOn, today: day)
  }
}

extension Referral {
  /// Throws where the referral can no longer be decided.
  func mustWait() throws(Rejection) {
    switch state {
    case .waiting: return
    case .accepted: throw .conflict(Reason("referral.already-accepted"))
    case .declined: throw .conflict(Reason("referral.already-declined"))
    case .withdrawn: throw .conflict(Reason("referral.already-withdrawn"))
    }
  }
}

/// A decision not to accept, checked.
struct Decline: Sendable {
  let reason: String
  let note: String?

  /// Characters.
  static let limit = 1000

  init(reason: String, note: String, _ vocabulary: Vocabulary, on day: Day) throws(Rejection) {
    var problems: [Problem] = []
    let note = note.allSatisfy(\.isWhitespace) ? "" : note
    let isOffered = vocabulary.declineReasons.contains {
      $0.key == reason && $0.valid.holds(on: day)
    }
    if !isOffered {
      problems.append(Problem("reason", Reason("decline.reason")))
    }
    if reason == "other", note.isEmpty {
      problems.append(Problem("note", Reason("decline.note")))
    }
    if note.unicodeScalars.count > Self.limit {
      problems.append(
        Problem(
          "note",
          Reason(
            "too-long",
            ["what": "The note", "limit": "1,000", "count": String(note.unicodeScalars.count)])))
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    self.reason = reason
    self.note = note.isEmpty ? nil : note
  }
}
