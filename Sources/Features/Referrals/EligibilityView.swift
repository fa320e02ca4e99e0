import Core
import Database
import Eligibility
import People

/// What the rules say of a referral, and by when somebody should answer it.
package struct EligibilityView: Sendable {
  package let answer: EligibilityAnswer
  /// Those who wait and could join now, of whom the rules do not say yes.
  package let doubtful: [ReferralID]
  /// Nil where the data has no clock for the route.
  package let answerBy: Day?
  /// By when to answer or how late it is.
  package let answerWords: String?
  package let escalatedAt: Instant?
}

/// When a referral should be answered, and when somebody did.
package struct ReferralClock: Sendable {
  package var receivedAt: Instant?
  /// Nil where the regular work has not filled it in yet.
  package var answerBy: Day?
  package var acknowledgedAt: Instant?

  package init() {}
}

/// Why somebody is accepted of whom the rules do not say yes.
struct Despite: Sendable {
  let verdict: EligibilityAnswer.Verdict
  let reason: String

  /// Characters.
  static let limit = 1000

  init?(_ text: String?, _ verdict: EligibilityAnswer.Verdict) {
    guard let text, !text.allSatisfy(\.isWhitespace), text.unicodeScalars.count <= Self.limit
    else { return nil }
    self.verdict = verdict
    reason = text
  }
}

/// Somebody of a group, as far as rules look at them.
struct GroupMember: Sendable {
  let referral: ReferralID
  /// Nil where the viewer may not see them.
  let facts: Facts?
}

extension Facts {
  init(_ referral: Referral) {
    let person = referral.person
    self.init(
      name: person.knownAs ?? person.fullName, bornOn: person.dateOfBirth,
      district: referral.districtCode,
      isOutside: referral.remarks.contains { $0.code == "outside_region" },
      inWork: referral.inWork, outOfWorkSince: referral.outOfWorkSince, benefits: referral.benefits,
      address: person.address, postcode: person.postcode)
  }
}

extension Referrals {
  /// The last day for an answer: as it was set when the referral came, or by today's data where it was not yet.
  func answerBy(_ clock: ReferralClock, route: String) -> Day? {
    clock.answerBy
      ?? clock.receivedAt.flatMap {
        eligibility.answerClock(route: route, receivedOn: $0.day)?.answerBy
      }
  }

  /// Those of the same group as a referral, of whom it is one.
  private func companions(of referral: ReferralID, among members: [GroupMember]) -> Companions {
    let others = members.filter { $0.referral != referral }
    let known = others.compactMap(\.facts)
    return Companions(known: known, hidden: others.count - known.count)
  }

  /// Adds to lines of the inbox what the rules about a person alone say, and by when somebody should answer.
  func addAnswers(to lines: inout [InboxLine]) {
    let today = wall.today
    for index in lines.indices {
      let line = lines[index]
      lines[index].alone = eligibility.verdict(alone: line.facts, referredOn: line.referredOn)
      if line.clock.acknowledgedAt != nil {
        lines[index].answerWords = "Somebody has answered"
      } else {
        lines[index].answerWords = answerBy(line.clock, route: line.route)
          .map { eligibility.words(for: $0, today: today) }
      }
    }
  }

  func eligibilityView(
    of referral: Referral, escalatedAt: Instant?, _ reader: borrowing Reader, _ scope: Scope,
    _ user: User
  ) throws -> EligibilityView {
    let members = try reader.members(
      of: referral.group, in: scope, of: user)
    func answer(_ id: ReferralID, _ facts: Facts) -> EligibilityAnswer {
      eligibility.answer(
        for: facts, with: companions(of: id, among: members),
        referredOn: referral.referredOn)
    }
    let doubtful = members.filter { member in
      member.referral != referral.id
        && member.facts.map { answer(member.referral, $0).verdict != .eligible } ?? false
    }
    let answerBy = answerBy(referral.clock, route: referral.route)
    return EligibilityView(
      answer: answer(referral.id, Facts(referral)), doubtful: doubtful.map(\.referral),
      answerBy: answerBy,
      answerWords: answerBy.map { eligibility.words(for: $0, today: wall.today) },
      escalatedAt: escalatedAt)
  }

  /// Throws unless the rules say yes to everyone, or somebody says why they are accepted all the same. Answers the
  /// reason for each of whom the rules do not say yes.
  func mayAccept(
    _ accepted: [Referral], despite reason: String?, _ reader: borrowing Reader, _ scope: Scope,
    _ user: User
  ) throws -> [ReferralID: Despite] {
    let members = try reader.members(
      of: accepted[0].group, in: scope, of: user)
    var despite: [ReferralID: Despite] = [:]
    for referral in accepted {
      let verdict = eligibility.verdict(
        for: Facts(referral), with: companions(of: referral.id, among: members),
        referredOn: referral.referredOn)
      guard verdict != .eligible else { continue }
      if let reason, reason.unicodeScalars.count > Despite.limit {
        throw Rejection.invalid(
          "despite",
          Reason(
            "too-long",
            [
              "what": "The reason", "limit": "1,000",
              "count": String(reason.unicodeScalars.count),
            ]))
      }
      guard let found = Despite(reason, verdict) else {
        throw Rejection.invalid("despite", Reason("accept.despite"))
      }
      despite[referral.id] = found
    }
    return despite
  }
}
