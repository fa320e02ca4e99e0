import Core
import Database
import HTTPTypes
import Programme
import Web

/// What programs change of the programme, each by the version that they read.
extension API {
  var changeEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .post, path: "/programme/projects", name: "addProject", summary: "Add a project",
        about: "By the fields and rules of its form.", takes: "NewProject",
        example: Examples.item(.project), mayHaveKey: true, answers: [Self.added],
        handler: addProject),
      Endpoint(
        method: .post, path: "/programme/projects/:id/ratings", name: "rate",
        summary: "Rate a project",
        about:
          "In one respect, with the reason. What goes against the facts needs a day until which it stands. An empty rating is not rated.",
        takes: "Rate", example: Examples.rating, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Rated", words: "It stands now")], handler: rate),
      Endpoint(
        method: .post, path: "/programme/projects/:id/objectives", name: "chooseObjectives",
        summary: "Say which objectives a project serves", about: "All of them: others are dropped.",
        takes: "Objectives", example: ["objectives": []], mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Written", words: "The project's id")],
        handler: serve),
      change(
        "change", "Change anything of the programme", takes: "ItemChange",
        example: ["name": "First meeting", "due": "late March 2027"],
        about:
          "By the fields of its form. Those that are left out stay as they are, and an empty text empties one. Another agreed date is `baseline`.",
        handler: changeItem),
      change(
        "archive", "Archive something", takes: "Nothing", example: [:],
        about: "It leaves all lists. Nothing is deleted."
      ) { call in try await archive(call, true) },
      change(
        "bring-back", "Bring something back", takes: "Nothing", example: [:],
        about: "It stands in its lists again."
      ) { call in try await archive(call, false) },
      change(
        "baseline", "Agree on another date for a milestone", takes: "Baseline",
        example: ["baseline": "June 2027", "reason": "The board agreed."],
        about: "How late it is counts from this date then.", handler: rebaseline),
    ]
  }

  private func change(
    _ verb: String, _ summary: String, takes schema: String, example: JSON, about: String,
    handler: @escaping @Sendable (Call) async throws -> Reply
  ) -> Endpoint {
    let name = verb == "bring-back" ? "bringBackItem" : "\(verb)Item"
    return Endpoint(
      method: .post, path: "/programme/items/:id/\(verb)", name: name, summary: summary,
      about: about, takes: schema, example: example, mayHaveKey: true, needsVersion: true,
      answers: [
        .init(status: 200, schema: "Versioned", words: "The version that stands", hasVersion: true)
      ], handler: handler)
  }

  // MARK: - Adding

  private func addProject(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let (fields, bytes) = try await fields(call, ItemForm(.project))
    return try await once(call, bytes) { id in
      Reply.added(id, at: "projects")
    } _: { once in
      try await programme.addProject(fields, once: once, by: call.user)
    }
  }

  func addToProgramme(_ form: ItemForm, _ call: Call) async throws -> Reply {
    // An owner says what their own projects touch.
    try call.user.must(form.kind == .touch ? .updateProjects : .keepProgramme)
    let (fields, bytes) = try await fields(call, form)
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, bytes) {
      Reply.added(id, at: "items")
    } _: { once in
      try await programme.addThing(form, fields, as: id, once: once, by: call.user)
    }
  }

  func add(_ form: ItemForm, _ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let project: ProgrammeItemID = try call.visit.id("Project")
    let (fields, bytes) = try await fields(call, form)
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, bytes) {
      Reply.added(id, at: "items")
    } _: { once in
      try await programme.add(form, fields, as: id, to: project, once: once, by: call.user)
    }
  }

  private func fields(
    _ call: Call, _ form: ItemForm?, isNew: Bool = true
  ) async throws -> (fields: [String: String], bytes: [UInt8]) {
    let body = try await JSONBody.read(call.visit)
    let known = form.map { $0.fields + (isNew ? $0.onlyNew : $0.onlyChanged) } ?? []
    return (try body.values(texts: Set(known)).texts, body.bytes)
  }

  private func rate(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let project: ProgrammeItemID = try call.visit.id("Project")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["respect", "rating", "reason", "expires_on"]).texts
    let respect = fields["respect"] ?? ""
    _ = try await programme.project(project, for: call.user)
    guard programme.lists.respects.has(respect, on: database.wall.today) else {
      throw Rejection.invalid("respect", Reason("api.respect"))
    }
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(project.text), "respect": .string(respect)])
    } _: { once in
      try await programme.rate(project, in: respect, fields, once: once, by: call.user)
    }
  }

  private func serve(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let project: ProgrammeItemID = try call.visit.id("Project")
    let body = try await JSONBody.read(call.visit)
    let objectives = try body.values(texts: [], lists: ["objectives"]).lists["objectives"] ?? []
    guard objectives.allSatisfy({ ProgrammeItemID(checking: $0) != nil }) else {
      throw Rejection.invalid("objectives", Reason("programme.objective"))
    }
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(project.text)])
    } _: { once in
      try await naming(["objective": "objectives"]) {
        try await programme.serve(objectives, in: project, once: once, by: call.user)
      }
    }
  }

  // MARK: - Changing

  private func changeItem(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Item")
    let view = try await programme.thing(id, for: call.user)
    let (sent, bytes) = try await fields(call, ItemForm(view.kind), isNew: false)
    let version = try call.version()
    return try await once(call, bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(id, version, call) {
        try await programme.changeThing(
          id, view.kind, from: version, view.fields.merging(sent) { $1 }, once: once, by: call.user)
      }
    }
  }

  private func archive(_ call: Call, _ isArchived: Bool) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Item")
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    let version = try call.version()
    let kind = try await programme.thing(id, for: call.user).kind
    return try await once(call, body.bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(id, version, call) {
        try await programme.archiveThing(
          id, kind, from: version, isArchived, once: once, by: call.user)
      }
    }
  }

  private func rebaseline(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Item")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["baseline", "reason"]).texts
    let version = try call.version()
    return try await once(call, body.bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(id, version, call) {
        try await programme.rebaseline(id, from: version, fields, once: once, by: call.user)
      }
    }
  }

  /// Does what names a version, and tells a program which one stands where that was over.
  private func naming<Done: Sendable>(
    _ id: ProgrammeItemID, _ version: Int, _ call: Call, _ body: () async throws -> Done
  ) async throws -> Done {
    do {
      return try await body()
    } catch Rejection.conflict(let reason) {
      let current = try await programme.thing(id, for: call.user).number
      try Stale.check(version, against: current)
      throw Rejection.conflict(reason)
    }
  }
}

extension Reply {
  static func added(_ id: ProgrammeItemID, at place: String) -> Reply {
    var reply = stands(id, 1)
    (reply.status, reply.location) = (201, "/api/v1/programme/\(place)/\(id)")
    return reply
  }

  static func stands(_ id: ProgrammeItemID, _ number: Int) -> Reply {
    Reply(body: ["id": .string(id.text), "version": .whole(number)], version: number)
  }
}
