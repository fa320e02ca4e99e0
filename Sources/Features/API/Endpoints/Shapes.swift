import Core
import Households
import People
import Referrals
import Web

/// Things as JSON. What a viewer may not see, the door has left out.
extension JSON {
  static func day(_ day: Day?) -> JSON { .text(day?.description) }
  static func moment(_ moment: Instant?) -> JSON { .text(moment?.description) }

  static func needs(_ needs: [Need]) -> JSON {
    .array(needs.map { ["key": .string($0.key), "restricted": .bool($0.isRestricted)] })
  }

  static func line(_ line: ListedReferral) -> JSON {
    [
      "id": .string(line.id.text), "version": .whole(line.version),
      "state": .string(line.state.rawValue), "referral_id": .string(line.externalID),
      "referrer_organisation": .string(line.organisation), "route": .string(line.route),
      "referred_on": .day(line.referredOn), "received_at": .moment(line.receivedAt),
      "district": .text(line.district), "urgent": .bool(line.isUrgent),
      "full_name": .string(line.name), "known_as": .text(line.knownAs),
      "date_of_birth": .day(line.dateOfBirth), "needs": .needs(line.needs),
      "household": .text(line.household?.text),
    ]
  }

  /// What a partner is told of its own referral.
  static func progress(_ line: ListedReferral) -> JSON {
    [
      "id": .string(line.id.text), "referral_id": .string(line.externalID),
      "referred_on": .day(line.referredOn), "received_at": .moment(line.receivedAt),
      "progress": .string(line.progress.rawValue),
    ]
  }

  static func referral(_ view: ReferralView) -> JSON {
    let referral = view.referral
    guard case .object(let about) = about(referral),
      case .object(let decision) = decision(referral)
    else { return .null }
    return .object(
      about + decision + [
        .init("person", .person(referral.person)), .init("needs", .needs(view.needs)),
        .init("companions", .array(view.companions.map { .string($0.id.text) })),
        .init(
          "lookalikes",
          .array(view.lookalikes.compactMap { $0.referral.map { .string($0.text) } })),
        .init("proposed_changes", .whole(view.amendments.count)),
      ])
  }

  private static func about(_ referral: Referral) -> JSON {
    [
      "id": .string(referral.id.text), "version": .whole(referral.version),
      "state": .string(referral.state.rawValue), "referral_id": .string(referral.externalID),
      "referrer_organisation": .string(referral.organisation), "route": .string(referral.route),
      "referred_on": .day(referral.referredOn), "received_at": .moment(referral.receivedAt),
      "relationship": .text(referral.relationship),
      "referrer_name": .text(referral.referrerName),
      "referrer_email": .text(referral.referrerEmail), "district": .text(referral.districtCode),
      "in_work": .flag(referral.inWork), "out_of_work_since": .day(referral.outOfWorkSince),
      "benefits": .array(referral.benefits.map { .string($0) }), "notes": .text(referral.notes),
      "remarks": .array(
        referral.remarks.map { ["field": .string($0.field), "code": .string($0.code)] }),
    ]
  }

  private static func decision(_ referral: Referral) -> JSON {
    [
      "household": .text(referral.household?.text), "decided_at": .moment(referral.decidedAt),
      "decided_by": .text(referral.decidedBy), "decline_reason": .text(referral.declineReason),
      "decline_note": .text(referral.declineNote),
    ]
  }

  private static func person(_ person: Person) -> JSON {
    [
      "id": .string(person.id.text), "full_name": .string(person.fullName),
      "known_as": .text(person.knownAs), "date_of_birth": .day(person.dateOfBirth),
      "phone": .text(person.phone), "email": .text(person.email),
      "safe_contact": .text(person.safeContact), "language": .text(person.language),
      "interpreter_needed": .flag(person.interpreterNeeded), "address": .text(person.address),
      "postcode": .text(person.postcode), "no_fixed_address": .bool(person.hasNoFixedAddress),
    ]
  }

  static func line(_ line: HouseholdLine) -> JSON {
    [
      "id": .string(line.id.text), "reference": .string(line.reference),
      "district": .string(line.district), "lead": .string(line.leadName),
      "members": .whole(line.memberCount), "advocate": .text(line.advocate),
      "opened_on": .day(line.openedOn), "quiet_since": .day(line.quietSince),
    ]
  }

  static func household(_ view: HouseholdView) -> JSON {
    let household = view.household
    return [
      "id": .string(household.id.text), "version": .whole(household.version),
      "reference": .string(household.reference), "district": .string(household.districtCode),
      "opened_on": .day(household.openedOn), "quiet_since": .day(household.quietSince),
      "lead": .string(household.leadPerson.text), "members": .array(view.members.map(member)),
      "assignments": .array(
        view.assignments.map {
          [
            "account": .string($0.account.text), "advocate": .string($0.advocate),
            "from": .day($0.from), "until": .day($0.until),
          ]
        }),
    ]
  }

  private static func member(_ member: Member) -> JSON {
    [
      "person": person(member.person), "relationship": .text(member.relationship),
      "referral": .text(member.referral?.text), "source": .string(member.source),
      "joined_on": .day(member.joinedOn), "needs": .needs(member.needs),
    ]
  }

  static func note(_ note: ContactNote) -> JSON {
    [
      "id": .string(note.id.text), "kind": .string(note.kind.rawValue),
      "happened_on": .day(note.happenedOn), "body": .string(note.body),
      "person": .text(note.person?.text), "author": .string(note.author),
      "written_at": .moment(note.createdAt),
    ]
  }
}
