import Core
import HTTPTypes
import Referrals
import Web

extension API {
  var decisionEndpoints: [Endpoint] {
    [
      decision(
        "accept", "Accept a referral", takes: "Accept", example: ["with": []],
        about:
          "Opens a household with this person as its lead, and with those others of the same group that `with` names.",
        handler: accept),
      decision(
        "decline", "Decline a referral", takes: "Decline", example: ["reason": "duplicate"],
        about: "Says no, with a reason.", handler: decline),
      decision(
        "reopen", "Put a declined referral back", takes: "Nothing", example: [:],
        about: "The referral waits again.", handler: reopen),
      decision(
        "withdraw", "Withdraw a referral", takes: "Withdraw", example: ["reason": "changed-mind"],
        about: "The person or the referrer no longer wants it.", handler: withdraw),
      decision(
        "acknowledge", "Say that a referral is answered", takes: "Nothing", example: [:],
        about:
          "Somebody has spoken with or written to the person or the referrer. It decides nothing, and twice is once.",
        handler: acknowledge),
      decision(
        "transfer", "Send a referral to another district", takes: "Transfer",
        example: ["district": "E08000015", "reason": "They live there now."],
        about:
          "It waits in that district's inbox. Whoever reaches their own district only does not see it any more.",
        handler: transfer),
    ]
  }

  private func decision(
    _ verb: String, _ summary: String, takes schema: String, example: JSON, about: String,
    handler: @escaping @Sendable (Call) async throws -> Reply
  ) -> Endpoint {
    Endpoint(
      method: .post, path: "/referrals/:id/\(verb)", name: "\(verb)Referral", summary: summary,
      about: about, takes: schema, example: example, mayHaveKey: true, needsVersion: true,
      answers: [
        .init(status: 200, schema: "Decided", words: "Where it stands now", hasVersion: true)
      ], handler: handler)
  }

  private func accept(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideReferrals)
    let body = try await JSONBody.read(call.visit)
    let (texts, lists) = try body.values(texts: ["district", "despite"], lists: ["with"])
    let id: ReferralID = try call.visit.id("Referral")
    let others = try (lists["with"] ?? []).map { text in
      guard let other = ReferralID(checking: text) else {
        throw Rejection.invalid("with", Reason("api.with"))
      }
      return other
    }
    guard others.count <= 50 else { throw Rejection.invalid("with", Reason("api.with")) }
    let version = try call.version()
    return try await once(call, body.bytes) { household in
      Reply.decided(id, .accepted, after: version, into: household)
    } _: { once in
      try await naming(["others": "with"]) {
        try await referrals.accept(
          id, with: others, district: texts["district"], despite: texts["despite"],
          version: version, once: once, by: user)
      }
    }
  }

  private func decline(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideReferrals)
    let body = try await JSONBody.read(call.visit)
    let (texts, _) = try body.values(texts: ["reason", "note"])
    let id: ReferralID = try call.visit.id("Referral")
    let version = try call.version()
    return try await once(call, body.bytes) {
      Reply.decided(id, .declined, after: version)
    } _: {
      once in
      try await referrals.decline(
        id, because: texts["reason"] ?? "", note: texts["note"] ?? "", version: version, once: once,
        by: user)
    }
  }

  private func reopen(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideReferrals)
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    let id: ReferralID = try call.visit.id("Referral")
    let version = try call.version()
    return try await once(call, body.bytes) {
      Reply.decided(id, .waiting, after: version)
    } _: {
      once in
      try await referrals.reopen(id, version: version, once: once, by: user)
    }
  }
}

extension API {
  private func withdraw(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideReferrals)
    let body = try await JSONBody.read(call.visit)
    let (texts, _) = try body.values(texts: ["reason", "note"])
    let id: ReferralID = try call.visit.id("Referral")
    let version = try call.version()
    return try await once(call, body.bytes) {
      Reply.decided(id, .withdrawn, after: version)
    } _: { once in
      try await naming(["withdraw_reason": "reason", "withdraw_note": "note"]) {
        try await referrals.withdraw(
          id, because: texts["reason"] ?? "", note: texts["note"] ?? "", version: version,
          once: once, by: user)
      }
    }
  }

  private func acknowledge(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideReferrals)
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    let id: ReferralID = try call.visit.id("Referral")
    let version = try call.version()
    return try await once(call, body.bytes) { version in
      Reply.stands(id, .waiting, version: version)
    } _: { once in
      try await referrals.acknowledge(id, version: version, once: once, by: user)
    }
  }

  private func transfer(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideReferrals)
    let body = try await JSONBody.read(call.visit)
    let (texts, _) = try body.values(texts: ["district", "reason"])
    let id: ReferralID = try call.visit.id("Referral")
    let version = try call.version()
    return try await once(call, body.bytes) { (_: Bool) in
      Reply.decided(id, .waiting, after: version)
    } _: { once in
      try await naming(["send_to": "district", "send_reason": "reason"]) {
        try await referrals.transfer(
          id, to: texts["district"] ?? "", because: texts["reason"] ?? "", version: version,
          once: once, by: user)
      }
    }
  }

  /// Does something whose problems name the fields of a page, and names those of the API instead.
  func naming<Done: Sendable>(
    _ names: [String: String], _ body: () async throws -> Done
  ) async throws -> Done {
    do {
      return try await body()
    } catch Rejection.invalid(let problems) {
      throw Rejection.invalid(
        problems.map { Problem($0.field.map { names[$0] ?? $0 }, $0.reason) })
    }
  }
}

extension Reply {
  /// A decision raises the version by one.
  fileprivate static func decided(
    _ id: ReferralID, _ state: Referral.State, after version: Int,
    into household: HouseholdID? = nil
  ) -> Reply {
    stands(id, state, version: version + 1, in: household)
  }

  fileprivate static func stands(
    _ id: ReferralID, _ state: Referral.State, version: Int, in household: HouseholdID? = nil
  ) -> Reply {
    Reply(
      body: [
        "id": .string(id.text), "state": .string(state.rawValue),
        "household": .text(household?.text), "version": .whole(version),
      ], version: version)
  }
}
