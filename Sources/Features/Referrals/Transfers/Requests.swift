import Core
import Database
import Households

/// Somebody who can't decide alone asks that a household or a referral moves.
package struct TransferRequest: Sendable {
  package enum State: String, Sendable { case waiting, accepted, refused }

  /// What is to move.
  package enum Subject: Sendable {
    /// With its reference and how many people it has. Names are not shown to those who do not see it yet.
    case household(HouseholdID, reference: String, people: Int)
    /// With the organisation that referred somebody, and when.
    case referral(ReferralID, organisation: String, on: Day)
  }

  package let id: TransferRequestID
  package let subject: Subject
  /// GSS codes.
  package let from: String
  package let to: String
  package let reason: String
  /// What the next advocate must know.
  package let handover: String?
  package let askedAt: Instant
  package let askedBy: String
  package let state: State
  package let decidedAt: Instant?
  package let decidedBy: String?
  /// Why it was refused.
  package let answer: String?
}

/// A referral that was sent away to another district, for those who no longer see it.
package struct SentAway: Sendable {
  package let organisation: String
  package let referredOn: Day
  package let sentAt: Instant
  package let sentBy: String
  package let from: String
  package let to: String
  package let reason: String
}

/// What waits for this user's answer, what they asked for, and what their districts sent away.
package struct Transfers: Sendable {
  package let waiting: [TransferRequest]
  package let hasMore: Bool
  package let asked: [TransferRequest]
  package let sentAway: [SentAway]

  package static let size = 20
}

/// A request to move a household, checked.
struct MoveRequest: Sendable {
  let district: String
  let reason: String
  let handover: String

  /// Characters of what the next advocate must know.
  static let limit = 10_000

  init(to district: String, because reason: String, handover: String, _ vocabulary: Vocabulary)
    throws(Rejection)
  {
    var problems: [Problem] = []
    if vocabulary.districts[district] == nil {
      problems.append(Problem("to", Reason("referral.district")))
    }
    let reason = ActNote.read(reason, "why", what: "The reason", into: &problems)
    if reason == nil { problems.append(Problem("why", Reason("transfer.why"))) }
    let handover = handover.trimmed
    let count = handover.unicodeScalars.count
    if handover.isEmpty { problems.append(Problem("handover", Reason("transfer.handover"))) }
    if count > Self.limit {
      problems.append(
        Problem(
          "handover",
          Reason(
            "too-long", ["what": "The hand-over", "limit": "10,000", "count": String(count)])))
    }
    guard let reason, problems.isEmpty else { throw .invalid(problems) }
    (self.district, self.reason, self.handover) = (district, reason, handover)
  }
}

extension Referrals {
  /// What waits for an answer of this user (a page of it, from 1), what they asked for, and what was sent away.
  package func transfers(page: Int, for user: User) async throws -> Transfers {
    try user.must(.requestTransfers)
    let (deciding, sending) = (user.grants[.decideTransfers], user.grants[.decideReferrals])
    return try await database.look(as: user, "transfers seen") { look in
      var waiting: [TransferRequest] = []
      if let deciding {
        waiting = try look.read.transferRequests(waitingIn: deciding, of: user, page: page)
      }
      var sentAway: [SentAway] = []
      if let sending { sentAway = try look.read.sentAway(in: sending, of: user) }
      let asked = try look.read.transferRequests(askedBy: user)
      let shown = Array(waiting.prefix(Transfers.size))
      for request in shown + asked {
        switch request.subject {
        case .household(let id, _, _): look.lists([id])
        case .referral(let id, _, _): look.lists([id])
        }
      }
      return Transfers(
        waiting: shown, hasMore: waiting.count > Transfers.size, asked: asked,
        sentAway: sentAway)
    }
  }

  /// What waits for this user's answer after a request, in the order in which it was asked: as many as are wanted, and
  /// whether there is more.
  package func waitingTransfers(
    after: TransferRequestID?, limit: Int, for user: User
  ) async throws -> (requests: [TransferRequest], hasMore: Bool) {
    let scope = try user.must(.decideTransfers)
    return try await database.look(as: user, "transfers seen") { look in
      let found = try look.read.transferRequests(
        waitingIn: scope, of: user, after: after, limit: limit)
      let shown = Array(found.prefix(limit))
      for request in shown {
        switch request.subject {
        case .household(let id, _, _): look.lists([id])
        case .referral(let id, _, _): look.lists([id])
        }
      }
      return (shown, found.count > limit)
    }
  }

  /// A household that this user may ask to move, and the request that waits for it.
  package func movable(
    _ id: HouseholdID, for user: User
  ) async throws -> (household: Household, waiting: TransferRequest?) {
    let scope = try user.must(.requestTransfers)
    return try await database.look(as: user, "household seen") { look in
      let household = try households.household(id, in: scope, of: user, reading: look.read)
      look.shows(id)
      return (household, try look.read.transferRequest(waitingFor: id))
    }
  }

  /// Asks that a household moves to another district, or within its own to another advocate. The leader of the district
  /// it would come to answers. Answers the request's id.
  @discardableResult
  package func askToMove(
    _ id: HouseholdID, to district: String, because reason: String, handover: String,
    once: Once<TransferRequestID>? = nil, by user: User
  ) async throws -> TransferRequestID {
    let scope = try user.must(.requestTransfers)
    return try await database.write(as: user, once: once) { transaction in
      let household = try households.household(
        id, in: scope, of: user, reading: transaction.read)
      let request = try MoveRequest(
        to: district, because: reason, handover: handover, vocabulary)
      guard try transaction.read.transferRequest(waitingFor: id) == nil else {
        throw Rejection.conflict(Reason("transfer.asked-already"))
      }
      let made = try transaction.insert(request, for: household)
      transaction.record(
        "household transfer asked for", id,
        [
          "household": household.reference, "from": household.districtCode,
          "to": request.district, "why": "sha256 " + digest(id.text + request.reason),
          "handover": "sha256 " + digest(id.text + request.handover),
        ])
      return made
    }
  }

  /// Asks other districts for the people who want to join with the person of this referral and wait there.
  package func askForCompanions(
    of id: ReferralID, because reason: String, by user: User
  ) async throws {
    let scope = try user.must(.requestTransfers)
    var problems: [Problem] = []
    let reason = ActNote.read(reason, "ask_reason", what: "The reason", into: &problems)
    if reason == nil { problems.append(Problem("ask_reason", Reason("transfer.why"))) }
    guard let reason, problems.isEmpty else { throw Rejection.invalid(problems) }
    try await database.write(as: user) { transaction in
      let referral = try transaction.read.waiting(id, in: scope, of: user)
      guard let place = referral.districtCode else {
        throw Rejection.conflict(Reason("transfer.no-district"))
      }
      let others = try transaction.read.companions(elsewhere: referral)
      guard !others.isEmpty else {
        throw Rejection.conflict(Reason("transfer.nobody-to-ask-for"))
      }
      for other in others {
        try transaction.insertRequest(
          for: other.id, from: other.district, to: place, because: reason)
        transaction.record(
          "referral asked for", other.id,
          [
            "from": other.district, "to": place, "to join": id.text,
            "why": "sha256 " + digest(other.id.text + reason),
          ])
      }
    }
  }

  /// Says yes to a request: what was asked for moves.
  package func acceptTransfer(
    _ id: TransferRequestID, once: Once<Void>? = nil, by user: User
  ) async throws {
    let scope = try user.must(.decideTransfers)
    try await database.write(as: user, once: once) { transaction in
      let request = try transaction.read.mustWait(id, in: scope, of: user)
      switch request.subject {
      case .household(let household, _, _):
        try households.move(
          household, from: request.from, to: request.to, because: request.reason,
          handover: request.handover ?? "", by: transaction)
        try transaction.close(request, as: .accepted, because: nil)
        transaction.record("household transfer accepted", household, ["to": request.to])
      case .referral(let id, _, _):
        let referral = try transaction.read.waiting(id, in: .all, of: user)
        guard referral.districtCode == request.from else {
          throw Rejection.conflict(Reason("transfer.moved-meanwhile"))
        }
        try transaction.close(request, as: .accepted, because: nil)
        try transaction.send(referral, to: request.to, because: request.reason)
      }
    }
  }

  /// Says no to a request, with a reason that whoever asked reads.
  package func refuseTransfer(
    _ id: TransferRequestID, because reason: String, once: Once<Void>? = nil, by user: User
  ) async throws {
    let scope = try user.must(.decideTransfers)
    try await database.write(as: user, once: once) { transaction in
      let request = try transaction.read.mustWait(id, in: scope, of: user)
      var problems: [Problem] = []
      let answer = ActNote.read(reason, "answer", what: "The reason", into: &problems)
      if answer == nil { problems.append(Problem("answer", Reason("transfer.answer"))) }
      guard let answer, problems.isEmpty else { throw Rejection.invalid(problems) }
      try transaction.close(request, as: .refused, because: answer)
      let why = "sha256 " + digest(id.text + answer)
      switch request.subject {
      case .household(let household, _, _):
        transaction.record("household transfer refused", household, ["why": why])
      case .referral(let referral, _, _):
        transaction.record("referral transfer refused", referral, ["why": why])
      }
    }
  }
}

extension Reader {
  /// A request that this user may answer, and that waits for it.
  func mustWait(
    _ id: TransferRequestID, in scope: Scope, of user: User
  ) throws -> TransferRequest {
    guard let request = try transferRequest(id, in: scope, of: user) else {
      throw Rejection.notFound("Request")
    }
    guard request.state == .waiting else {
      throw Rejection.conflict(Reason("transfer.answered"))
    }
    return request
  }
}
