import Core
import Database
import HTTPTypes
import Programme
import Web

/// Packs for meetings: what hangs on one, what is exempt, and the papers. Clearances are changed like everything that has an
/// `ItemForm`.
extension API {
  var packEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/packs/:id", name: "readPack", summary: "Read a pack",
        about:
          "With its clearances, those missing first, and what is not for the public. Ask for a clearance, or give it, by changing it as an item.",
        answers: [.init(status: 200, schema: "Pack", words: "The pack", hasVersion: true)],
        handler: readPack),
      Endpoint(
        method: .get, path: "/programme/packs/:id/papers", name: "readPapers",
        summary: "Read the papers of a pack",
        about:
          "As the day of the papers left the portfolio, or as it stands until then. Those for the public are made without what is exempt.",
        query: [
          .init(
            name: "audience", words: "For whom",
            schema: ["type": "string", "enum": ["public", "full"], "default": "public"])
        ], answers: [.init(status: 200, schema: "Papers", words: "The papers")],
        handler: readPapers),
      Endpoint(
        method: .post, path: "/programme/packs/:id/exempt", name: "exemptPart",
        summary: "Keep a part of a project from the public",
        about: "On a ground of the list. The same part again is exempt on the new ground.",
        takes: "Exempt",
        example: [
          "project": "01938f00-0000-7000-8000-000000000001", "part": "money", "ground": "business",
        ], mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Written", words: "The pack's id")],
        handler: exemptPart),
      Endpoint(
        method: .post, path: "/programme/packs/:id/lift", name: "liftExemption",
        summary: "Put a part back for the public", about: "One that was put back stays so.",
        takes: "Lift", example: ["exemption": "01938f00-0000-7000-8000-000000000001"],
        mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Written", words: "The pack's id")],
        handler: liftExemption),
    ]
  }

  private var packs: Packs { Packs(programme) }

  private func readPack(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let id: ProgrammeItemID = try call.visit.id("Pack")
    let (clearances, exempt, pack) = try await packs.parts(of: id, for: call.user)
    return Reply(
      body: [
        "id": .string(id.text), "version": .whole(pack.number), "archived": .bool(pack.isArchived),
        "fields": .fields(pack.fields),
        "clearances": .array(
          clearances.map {
            [
              "id": .string($0.id.text), "version": .whole($0.number),
              "subject": .string($0.subject), "given": .bool($0.isGiven),
              "fields": .fields($0.fields),
            ]
          }),
        "exempt": .array(
          exempt.map {
            [
              "id": .string($0.id.text), "project": .string($0.project.text),
              "project_name": .string($0.projectName), "part": .string($0.part.rawValue),
              "ground": .string($0.ground),
            ]
          }),
      ], version: pack.number)
  }

  private func readPapers(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let audience = call.visit.query("audience") ?? "public"
    guard ["public", "full"].contains(audience) else {
      throw Rejection.invalid("audience", Reason("api.audience"))
    }
    return Reply(
      body: try await packs.papers(
        of: try call.visit.id("Pack"), isPublic: audience == "public", for: call.user))
  }

  private func exemptPart(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let id: ProgrammeItemID = try call.visit.id("Pack")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["project", "part", "ground"]).texts
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(id.text)])
    } _: { once in
      try await packs.exempt(fields, in: id, once: once, by: call.user)
    }
  }

  private func liftExemption(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let id: ProgrammeItemID = try call.visit.id("Pack")
    let body = try await JSONBody.read(call.visit)
    let text = try body.values(texts: ["exemption"]).texts["exemption"] ?? ""
    _ = try await packs.parts(of: id, for: call.user)
    guard let exemption = ProgrammeItemID(checking: text) else {
      throw Rejection.invalid("exemption", Reason("api.exemption"))
    }
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(id.text)])
    } _: { once in
      try await packs.lift(exemption, in: id, once: once, by: call.user)
    }
  }
}

extension JSON {
  /// The fields of a form by their names.
  static func fields(_ fields: [String: String]) -> JSON {
    .object(fields.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
  }
}
