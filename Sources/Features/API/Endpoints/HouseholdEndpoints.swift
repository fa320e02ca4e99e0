import Core
import Database
import HTTPTypes
import Households
import Web

extension API {
  var householdEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/households", name: "listHouseholds", summary: "List households",
        about: "Open households, in the order in which they were opened.", query: Self.paging,
        answers: [.init(status: 200, schema: "Households", words: "A part of the list")],
        handler: listHouseholds),
      Endpoint(
        method: .get, path: "/households/:id", name: "readHousehold", summary: "Read a household",
        about: "Its members and who works with it.",
        answers: [
          .init(status: 200, schema: "Household", words: "The household", hasVersion: true)
        ], handler: readHousehold),
      Endpoint(
        method: .post, path: "/households/:id/assign", name: "assignAdvocate",
        summary: "Assign an advocate",
        about: "Whoever was assigned before stops today.", takes: "Assign",
        example: ["account": "01900000-0000-7000-8000-00000000000a"], mayHaveKey: true,
        needsVersion: true,
        answers: [
          .init(status: 200, schema: "Assigned", words: "Who is assigned now", hasVersion: true)
        ], handler: assign),
    ]
  }

  var noteEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/households/:id/notes", name: "listNotes",
        summary: "List contact notes", about: "Newest first.",
        query: [
          Self.paging[0],
          .init(
            name: "cursor", words: "`next` of the part before",
            schema: [
              "type": "string",
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            ]),
        ], answers: [.init(status: 200, schema: "Notes", words: "A part of the list")],
        handler: listNotes),
      Endpoint(
        method: .post, path: "/households/:id/notes", name: "writeNote",
        summary: "Write a contact note", about: "It can't be changed afterwards.",
        takes: "NewNote", example: Examples.note, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 201, schema: "Written", words: "The note's id")],
        handler: writeNote),
    ]
  }

  private func listHouseholds(_ call: Call) async throws -> Reply {
    try call.user.must(.readHouseholds)
    let limit = try call.limit()
    let after = try call.cursor { HouseholdID(checking: $0) }
    let (lines, hasMore) = try await households.list(after: after, limit: limit, for: call.user)
    return .list(lines.map(JSON.line), next: hasMore ? lines.last?.id.text : nil)
  }

  private func readHousehold(_ call: Call) async throws -> Reply {
    try call.user.must(.readHouseholds)
    let view = try await households.find(try call.visit.id("Household"), for: call.user)
    return Reply(body: .household(view), version: view.household.version)
  }

  private func assign(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.assignAdvocates)
    let body = try await JSONBody.read(call.visit)
    let account = try body.values(texts: ["account"]).texts["account"] ?? ""
    let id: HouseholdID = try call.visit.id("Household")
    let version = try call.version()
    return try await once(call, body.bytes) { version in
      Reply(
        body: [
          "id": .string(id.text), "account": .string(account), "version": .whole(version),
        ], version: version)
    } _: { once in
      try await households.assign(account, to: id, version: version, once: once, by: user)
    }
  }

  private func listNotes(_ call: Call) async throws -> Reply {
    try call.user.must(.readHouseholds)
    let limit = try call.limit()
    let after = try call.cursor(NotePlace.init(cursor:))
    let (notes, hasMore) = try await households.notes(
      of: try call.visit.id("Household"), after: after, limit: limit, for: call.user)
    return .list(
      notes.map(JSON.note), next: hasMore ? notes.last.map { "\($0.happenedOn)_\($0.id)" } : nil)
  }

  private func writeNote(_ call: Call) async throws -> Reply {
    let user = call.user
    try user.must(.writeNotes)
    let body = try await JSONBody.read(call.visit)
    let (sent, _) = try body.values(texts: ["kind", "happened_on", "body", "person"])
    let id: HouseholdID = try call.visit.id("Household")
    let note = NoteDraft(
      id: ContactNoteID(at: database.wall.now()), kind: sent["kind"] ?? "",
      happenedOn: sent["happened_on"] ?? "", body: sent["body"] ?? "", person: sent["person"] ?? "")
    return try await once(call, body.bytes) {
      Reply(status: 201, body: ["id": .string(note.id.text)])
    } _: { once in
      try await households.addNote(note, to: id, once: once, by: user)
    }
  }
}

extension NotePlace {
  /// `2026-11-20_` and the note's id.
  fileprivate init?(cursor text: String) {
    let parts = text.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, let day = Day(iso: parts[0]), parts[0] == day.description,
      let id = ContactNoteID(checking: String(parts[1]))
    else { return nil }
    self.init(day: day, id: id)
  }
}
