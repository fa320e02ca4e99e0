import Core
import Database
import Households

/// A referral that waits is sent to another district: checked.
struct Transfer: Sendable {
  let district: String
  let reason: String

  init(
    to district: String, because reason: String, from current: String?, _ vocabulary: Vocabulary
  ) throws(Rejection) {
    var problems: [Problem] = []
    if vocabulary.districts[district] == nil || district == current {
      problems.append(Problem("send_to", Reason("transfer.district")))
    }
    let reason = ActNote.read(reason, "send_reason", what: "The reason", into: &problems)
    if reason == nil { problems.append(Problem("send_reason", Reason("transfer.reason"))) }
    guard let reason, problems.isEmpty else { throw .invalid(problems) }
    self.district = district
    self.reason = reason
  }
}

extension Referrals {
  /// Sends a waiting referral to another district's inbox, with a reason that its team leader reads. Whoever decides there
  /// may send it back the same way. Answers whether the user still sees it.
  package func transfer(
    _ id: ReferralID, to district: String, because reason: String, version: Int? = nil,
    once: Once<Bool>? = nil, by user: User
  ) async throws -> Bool {
    let scope = try user.must(.decideReferrals)
    return try await database.write(as: user, once: once) { transaction in
      let referral = try transaction.read.waiting(id, in: scope, of: user, version: version)
      guard referral.districtCode != nil else {
        throw Rejection.conflict(Reason("transfer.no-district"))
      }
      let transfer = try Transfer(
        to: district, because: reason, from: referral.districtCode, vocabulary)
      try transaction.send(referral, to: transfer.district, because: transfer.reason)
      return try transaction.read.referral(id, in: scope, of: user) != nil
    }
  }

  /// Says in which district somebody lives of whom nobody said it, or of whom only the postcode suggested it. Answers
  /// whether the user still sees the referral.
  package func place(_ id: ReferralID, in district: String, by user: User) async throws -> Bool {
    let scope = try user.must(.decideReferrals)
    guard vocabulary.districts[district] != nil else {
      throw Rejection.invalid("place", Reason("referral.district"))
    }
    return try await database.write(as: user) { transaction in
      let referral = try transaction.read.waiting(id, in: scope, of: user)
      guard referral.districtCode == nil || referral.isDistrictSuggested else {
        throw Rejection.conflict(Reason("transfer.placed-already"))
      }
      try transaction.move(referral, to: district)
      try transaction.addAct(.placed, id, from: referral.districtCode, to: district)
      transaction.record(
        "referral placed", id, ["from": referral.districtCode ?? "", "to": district])
      return try transaction.read.referral(id, in: scope, of: user) != nil
    }
  }
}

extension Transaction {
  /// Moves a referral that waits from its district to another, and keeps why.
  func send(_ referral: Referral, to district: String, because reason: String) throws {
    try move(referral, to: district)
    try addAct(
      .transferred, referral.id, note: reason, from: referral.districtCode, to: district)
    try closeRequests(for: referral.id, sentTo: district)
    record(
      "referral transferred", referral.id,
      [
        "from": referral.districtCode ?? "", "to": district,
        "why": "sha256 " + digest(referral.id.text + reason),
      ])
  }
}
