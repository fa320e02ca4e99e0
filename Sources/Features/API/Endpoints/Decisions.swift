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

  /// What every decision is sent with. Whoever may not decide is told so before anything else.
  private struct Deciding {
    let id: ReferralID
    let texts: [String: String]
    let lists: [String: [String]]
    let version: Int
    let bytes: [UInt8]

    init(_ call: Call, texts: Set<String> = [], lists: Set<String> = []) async throws {
      try call.user.must(.decideReferrals)
      let body = try await JSONBody.read(call.visit)
      (self.texts, self.lists) = try body.values(texts: texts, lists: lists)
      id = try call.visit.id("Referral")
      version = try call.version()
      bytes = body.bytes
    }

    func text(_ name: String) -> String { texts[name] ?? "" }
  }

  private func accept(_ call: Call) async throws -> Reply {
    let asked = try await Deciding(call, texts: ["district", "despite"], lists: ["with"])
    let others = try (asked.lists["with"] ?? []).map { text in
      guard let other = ReferralID(checking: text) else {
        throw Rejection.invalid("with", Reason("api.with"))
      }
      return other
    }
    guard others.count <= 50 else { throw Rejection.invalid("with", Reason("api.with")) }
    return try await once(call, asked.bytes) { household in
      Reply.decided(asked.id, .accepted, after: asked.version, into: household)
    } _: { once in
      try await naming(["others": "with"]) {
        try await referrals.accept(
          asked.id, with: others, district: asked.texts["district"],
          despite: asked.texts["despite"], version: asked.version, once: once, by: call.user)
      }
    }
  }

  private func decline(_ call: Call) async throws -> Reply {
    let asked = try await Deciding(call, texts: ["reason", "note"])
    return try await once(call, asked.bytes) {
      Reply.decided(asked.id, .declined, after: asked.version)
    } _: { once in
      try await referrals.decline(
        asked.id, because: asked.text("reason"), note: asked.text("note"), version: asked.version,
        once: once, by: call.user)
    }
  }

  private func reopen(_ call: Call) async throws -> Reply {
    let asked = try await Deciding(call)
    return try await once(call, asked.bytes) {
      Reply.decided(asked.id, .waiting, after: asked.version)
    } _: { once in
      try await referrals.reopen(asked.id, version: asked.version, once: once, by: call.user)
    }
  }

  private func withdraw(_ call: Call) async throws -> Reply {
    let asked = try await Deciding(call, texts: ["reason", "note"])
    return try await once(call, asked.bytes) {
      Reply.decided(asked.id, .withdrawn, after: asked.version)
    } _: { once in
      try await naming(["withdraw_reason": "reason", "withdraw_note": "note"]) {
        try await referrals.withdraw(
          asked.id, because: asked.text("reason"), note: asked.text("note"),
          version: asked.version, once: once, by: call.user)
      }
    }
  }

  private func acknowledge(_ call: Call) async throws -> Reply {
    let asked = try await Deciding(call)
    return try await once(call, asked.bytes) { version in
      Reply.stands(asked.id, .waiting, version: version)
    } _: { once in
      try await referrals.acknowledge(asked.id, version: asked.version, once: once, by: call.user)
    }
  }

  private func transfer(_ call: Call) async throws -> Reply {
    let asked = try await Deciding(call, texts: ["district", "reason"])
    return try await once(call, asked.bytes) { (_: Bool) in
      Reply.decided(asked.id, .waiting, after: asked.version)
    } _: { once in
      try await naming(["send_to": "district", "send_reason": "reason"]) {
        try await referrals.transfer(
          asked.id, to: asked.text("district"), because: asked.text("reason"),
          version: asked.version, once: once, by: call.user)
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
