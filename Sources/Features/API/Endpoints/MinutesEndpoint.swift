import Core
import Database
import HTTPTypes
import Programme
import Web

/// Minutes of what a body decided at a gate, which come after the decision.
extension API {
  var minutesEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .post, path: "/programme/gates/:id/minutes", name: "linkMinutes",
        summary: "Say where the minutes of a decision are",
        about:
          "`version` is `minutes_version` of the decision as it was read, and 0 where none were linked since it was recorded.",
        takes: "LinkMinutes",
        example: [
          "decision": "01938f00-0000-7000-8000-000000000001", "version": "0",
          "minutes_link": "https://example.org/minutes",
        ], mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Written", words: "The decision's id")],
        handler: linkMinutes)
    ]
  }

  private func linkMinutes(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let gate: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["decision", "version", "minutes_link"]).texts
    _ = try await gates.gate(gate, for: call.user)
    guard let decision = ProgrammeItemID(checking: fields["decision"] ?? "") else {
      throw Rejection.invalid("decision", Reason("api.decision"))
    }
    let version = try self.version(in: fields)
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(decision.text)])
    } _: { once in
      try await naming(version) {
        try await gates.link(
          minutesOf: decision, at: gate, from: version, fields, once: once, by: call.user)
      } stands: {
        try await gates.gate(gate, for: call.user).line.minutes[decision]?.number ?? 0
      }
    }
  }
}
