import Core
import HTTPTypes
import Referrals
import Web

extension API {
  /// Asking that something moves, and answering.
  var transferEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .post, path: "/households/:id/transfer", name: "askToMoveHousehold",
        summary: "Ask somebody to take a household over",
        about:
          "Another district, or the household's own for another advocate. The team leader there answers; until then nothing changes.",
        takes: "AskToMove",
        example: [
          "district": "E08000015", "reason": "They live there now.",
          "handover": "They like to meet in the morning.",
        ], mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 201, schema: "Written", words: "The request's id")],
        handler: askToMove),
      Endpoint(
        method: .get, path: "/transfers", name: "listTransfers",
        summary: "List what waits for your answer",
        about:
          "Requests for households and referrals, in the order in which they were asked. What a request is about may be out of your reach until you say yes.",
        query: Self.paging,
        answers: [.init(status: 200, schema: "TransferRequests", words: "A part of the list")],
        handler: listTransfers),
      Endpoint(
        method: .post, path: "/transfers/:id/accept", name: "acceptTransfer",
        summary: "Say yes to a request", about: "What was asked for moves.", takes: "Nothing",
        example: [:], mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Answered", words: "How it was answered")],
        handler: acceptTransfer),
      Endpoint(
        method: .post, path: "/transfers/:id/refuse", name: "refuseTransfer",
        summary: "Say no to a request", about: "With a reason that whoever asked reads.",
        takes: "Refuse", example: ["reason": "Our team is full until January."],
        mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Answered", words: "How it was answered")],
        handler: refuseTransfer),
    ]
  }

  private func askToMove(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.requestTransfers)
    let body = try await JSONBody.read(call.visit)
    let (texts, _) = try body.values(texts: ["district", "reason", "handover"])
    let id: HouseholdID = try call.visit.id("Household")
    return try await once(call, body.bytes) { request in
      Reply(status: 201, body: ["id": .string(request.text)])
    } _: { once in
      try await naming(["to": "district", "why": "reason"]) {
        try await referrals.askToMove(
          id, to: texts["district"] ?? "", because: texts["reason"] ?? "",
          handover: texts["handover"] ?? "", once: once, by: user)
      }
    }
  }

  private func listTransfers(_ call: Call) async throws -> Reply {
    try call.user.must(.decideTransfers)
    let limit = try call.limit()
    let after = try call.cursor { TransferRequestID(checking: $0) }
    let (requests, hasMore) = try await referrals.waitingTransfers(
      after: after, limit: limit, for: call.user)
    return .list(requests.map(JSON.request), next: hasMore ? requests.last?.id.text : nil)
  }

  private func acceptTransfer(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideTransfers)
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    let id: TransferRequestID = try call.visit.id("Request")
    return try await once(call, body.bytes) {
      Reply.answered(id, .accepted)
    } _: { once in
      try await referrals.acceptTransfer(id, once: once, by: user)
    }
  }

  private func refuseTransfer(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.decideTransfers)
    let body = try await JSONBody.read(call.visit)
    let reason = try body.values(texts: ["reason"]).texts["reason"] ?? ""
    let id: TransferRequestID = try call.visit.id("Request")
    return try await once(call, body.bytes) {
      Reply.answered(id, .refused)
    } _: { once in
      try await naming(["answer": "reason"]) {
        try await referrals.refuseTransfer(id, because: reason, once: once, by: user)
      }
    }
  }
}

extension Reply {
  fileprivate static func answered(
    _ id: TransferRequestID, _ state: TransferRequest.State
  ) -> Reply {
    Reply(body: ["id": .string(id.text), "state": .string(state.rawValue)])
  }
}

extension JSON {
  fileprivate static func request(_ request: TransferRequest) -> JSON {
    var (household, referral): (String?, String?)
    switch request.subject {
    case .household(let id, _, _): household = id.text
    case .referral(let id, _, _): referral = id.text
    }
    return [
      "id": .string(request.id.text), "household": .text(household), "referral": .text(referral),
      "from": .string(request.from), "to": .string(request.to), "reason": .string(request.reason),
      "handover": .text(request.handover), "asked_at": .moment(request.askedAt),
      "asked_by": .string(request.askedBy),
    ]
  }
}
