import Core
import Database
import HTTPTypes
import Programme
import Web

/// The gates of the programme: what is due at each, what is known about equality, what was decided and on which conditions.
/// `GateChanges` holds what changes them.
extension API {
  var gateEndpoints: [Endpoint] {
    gateLists + gateReads + gateChanges + evidenceChanges + conditionEndpoints
  }

  private var gateLists: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/gate-sets", name: "listGateSets",
        summary: "List the sets of gates",
        about:
          "Those that a project can choose today, each with its gates and what the five cases bring to them. A short list, told whole.",
        answers: [.init(status: 200, schema: "GateSets", words: "The sets")],
        handler: listGateSets),
      Endpoint(
        method: .get, path: "/programme/gates", name: "listGates",
        summary: "List where each project stands",
        about:
          "The first gate that was not passed, and what is missing there. Projects that are not archived, in the order in which they were added.",
        query: [Self.on] + Self.paging,
        answers: [.init(status: 200, schema: "GatePlaces", words: "A part of the list")],
        handler: listGates),
    ]
  }

  private var gateReads: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/projects/:id/gates", name: "listProjectGates",
        summary: "List the gates of a project",
        about:
          "In their order, told whole: what is due by the five cases, what is known about equality and what is missing, decisions and their conditions.",
        answers: [.init(status: 200, schema: "ProjectGates", words: "Its gates")],
        handler: listProjectGates),
      Endpoint(
        method: .get, path: "/programme/gates/:id", name: "readGate", summary: "Read a gate",
        about: "With all that hangs on it. Its version is that of its planned date.",
        answers: [.init(status: 200, schema: "Gate", words: "The gate", hasVersion: true)],
        handler: readGate),
      Endpoint(
        method: .get, path: "/programme/gates/:id/equality", name: "readEqualityHistory",
        summary: "Read what was known about equality at a gate", about: "The newest 20 versions.",
        answers: [.init(status: 200, schema: "EqualityHistory", words: "Newest first")],
        handler: readEqualityHistory),
    ]
  }

  private var gateChanges: [Endpoint] {
    [
      Endpoint(
        method: .post, path: "/programme/projects/:id/gates", name: "chooseGates",
        summary: "Choose the set of gates of a project",
        about:
          "Another set may be chosen while nothing was decided. What was prepared for the first leaves all lists.",
        takes: "ChooseGates", example: Examples.gates, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Written", words: "The project's id")],
        handler: chooseGates),
      Endpoint(
        method: .post, path: "/programme/gates/:id/tranche", name: "addTranche",
        summary: "Add a tranche of a gate",
        about: "The next one of a gate that comes in several, at most 20.", takes: "Nothing",
        example: [:], mayHaveKey: true, mayConflict: true,
        answers: [
          .init(status: 201, schema: "Versioned", words: "The new gate's id", hasVersion: true)
        ], handler: addTranche),
      Endpoint(
        method: .post, path: "/programme/gates/:id/due", name: "planGate",
        summary: "Say when a gate is planned",
        about: "As exact as it is known. An empty text takes the date away.", takes: "PlanGate",
        example: ["due": "late March 2027"], mayHaveKey: true, needsVersion: true,
        answers: [
          .init(
            status: 200, schema: "Versioned", words: "The version that stands", hasVersion: true)
        ], handler: planGate),
    ]
  }

  /// What is brought to a gate. Nothing may stand there yet, so the body names the version.
  private var evidenceChanges: [Endpoint] {
    let rule =
      " `version` is the version of it that was read, and 0 where nobody has recorded anything. Fields that are left out stay as they are, and an empty text empties one."
    return [
      Endpoint(
        method: .post, path: "/programme/gates/:id/product", name: "prepareProduct",
        summary: "Say how far a product is",
        about: "One of those that the five cases bring to the gate, by its key." + rule,
        takes: "Prepare", example: Examples.product, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Prepared", words: "The version that stands")],
        handler: prepareProduct),
      Endpoint(
        method: .post, path: "/programme/gates/:id/equality", name: "recordEquality",
        summary: "Record what is known about equality",
        about: "Each part may be empty: what is missing is shown." + rule, takes: "RecordEquality",
        example: Examples.equality, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Recorded", words: "The version that stands")],
        handler: recordEquality),
      Endpoint(
        method: .post, path: "/programme/gates/:id/finding", name: "recordFinding",
        summary: "Record what speaks against an assumption",
        about:
          "The impact assessment of the project is open again until somebody records a new version of it.",
        takes: "NewFinding", example: Examples.finding, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 201, schema: "Written", words: "The id of what was found")],
        handler: recordFinding),
      Endpoint(
        method: .post, path: "/programme/gates/:id/decision", name: "recordDecision",
        summary: "Record what a body decided at a gate",
        about:
          "It is never changed: a later one counts instead. A gate can't be passed while its equality gate is not complete. It can be passed with conditions, if each part that is missing has one: its words, its day and its owner.",
        takes: "NewDecision", example: Examples.decision, mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 201, schema: "Written", words: "The decision's id")],
        handler: recordDecision),
    ]
  }

  private var conditionEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/conditions", name: "listConditions",
        summary: "List conditions that are open",
        about:
          "Of the decisions that count, over the whole portfolio. The first due first, so those that are overdue lead.",
        query: [
          Self.paging[0],
          .init(
            name: "cursor", words: "`next` of the part before",
            schema: [
              "type": "string",
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            ]),
        ], answers: [.init(status: 200, schema: "Conditions", words: "A part of the list")],
        handler: listConditions),
      Endpoint(
        method: .get, path: "/programme/conditions/:id", name: "readCondition",
        summary: "Read a condition", about: "Open or not.",
        answers: [
          .init(status: 200, schema: "Condition", words: "The condition", hasVersion: true)
        ], handler: readCondition),
      condition(
        "meet", "Say that a condition is met", takes: "Meet", example: Examples.met,
        about:
          "With what shows it. One that stands for a part of the equality gate is met once that part is there.",
        handler: meetCondition),
      condition(
        "waive", "Say that nobody has to meet a condition", takes: "Waive",
        example: ["waived_because": "The scheme is smaller now."],
        about: "One that stands for a part of the equality gate can't be waived.",
        handler: waiveCondition),
    ]
  }

  private func condition(
    _ verb: String, _ summary: String, takes schema: String, example: JSON, about: String,
    handler: @escaping @Sendable (Call) async throws -> Reply
  ) -> Endpoint {
    Endpoint(
      method: .post, path: "/programme/conditions/:id/\(verb)", name: "\(verb)Condition",
      summary: summary, about: about, takes: schema, example: example, mayHaveKey: true,
      needsVersion: true,
      answers: [
        .init(status: 200, schema: "Versioned", words: "The version that stands", hasVersion: true)
      ], handler: handler)
  }

  // MARK: - Reading

  private func listGateSets(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (sets, today) = (gates.sets, database.wall.today)
    return Reply(
      body: ["items": .array(sets.sets(on: today).map { JSON.gateSet($0, of: sets, on: today) })])
  }

  private func listGates(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (limit, on) = (try call.limit(), try day(call))
    let after = try call.cursor { ProgrammeItemID(checking: $0) }
    let (lines, hasMore) = try await gates.all(
      on: on, after: after, limit: limit, for: call.user)
    return .list(lines.map(JSON.gatePlace), next: hasMore ? lines.last?.project.id.text : nil)
  }

  private func listProjectGates(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (project, _) = try await gates.gates(of: try call.visit.id("Project"), for: call.user)
    return Reply(body: .gates(project, on: database.wall.today))
  }

  private func readGate(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let view = try await gates.gate(try call.visit.id("Gate"), for: call.user)
    return Reply(
      body: .gate(view.line, of: view.project, on: database.wall.today),
      version: view.line.standing.number)
  }

  private func readEqualityHistory(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let view = try await gates.gate(try call.visit.id("Gate"), for: call.user)
    return Reply(
      body: [
        "items": .array(
          view.history.prefix(20).map { .equality($0, by: view.names[$0.by] ?? User.system.name) })
      ])
  }

  private func listConditions(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let limit = try call.limit()
    let after = try call.cursor(ConditionPlace.init(cursor:))
    let (lines, hasMore) = try await gates.openConditions(
      after: after, limit: limit, for: call.user)
    let today = database.wall.today
    return .list(
      lines.map { .condition($0.condition, $0.projectName, on: today) },
      next: hasMore
        ? lines.last.map { "\($0.condition.value.dueOn)_\($0.condition.id)" } : nil)
  }

  private func readCondition(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (condition, view) = try await gates.condition(
      try call.visit.id("Condition"), for: call.user)
    return Reply(
      body: .condition(
        condition, view.project.project.value.name,
        binds: view.line.decision?.id == condition.value.decision, on: database.wall.today),
      version: condition.number)
  }
}

extension ConditionPlace {
  /// `2026-11-20_` and the condition's id.
  fileprivate init?(cursor text: String) {
    let parts = text.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, let day = Day(iso: parts[0]), parts[0] == day.description,
      let id = ProgrammeItemID(checking: String(parts[1]))
    else { return nil }
    self.init(dueOn: day, id: id)
  }
}
