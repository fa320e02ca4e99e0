import Core
import Database
import Programme
import Web

/// What programs change of the gates.
extension API {
  // MARK: - The gates of a project

  func chooseGates(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let project: ProgrammeItemID = try call.visit.id("Project")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["set", "tranches"]).texts
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(project.text)])
    } _: { once in
      try await gates.choose(fields, for: project, once: once, by: call.user)
    }
  }

  func addTranche(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let gate: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    return try await once(call, body.bytes) { id in
      Reply.added(id, at: "gates")
    } _: { once in
      try await gates.addTranche(of: gate, once: once, by: call.user)
    }
  }

  func planGate(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["due"]).texts
    let version = try call.version()
    return try await once(call, body.bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(version) {
        try await gates.plan(id, from: version, fields, once: once, by: call.user)
      } stands: {
        try await gates.gate(id, for: call.user).line.standing.number
      }
    }
  }

  // MARK: - What is brought to a gate

  func prepareProduct(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: GateSchemas.product).texts
    let (key, version) = (fields["of"] ?? "", try version(in: fields))
    return try await once(call, body.bytes) { number in
      Reply(body: ["id": .string(id.text), "of": .string(key), "version": .whole(number)])
    } _: { once in
      try await naming(version) {
        try await gates.prepare(
          key, of: id, from: version, fields, keepsOthers: true, once: once, by: call.user)
      } stands: {
        try await gates.gate(id, for: call.user).line.products.first { $0.key == key }?.standing?
          .number ?? 0
      }
    }
  }

  func recordEquality(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: GateSchemas.equality).texts
    let version = try version(in: fields)
    return try await once(call, body.bytes) { number in
      Reply(body: ["id": .string(id.text), "version": .whole(number)])
    } _: { once in
      try await naming(version) {
        try await gates.recordEquality(
          of: id, from: version, fields, keepsOthers: true, once: once, by: call.user)
      } stands: {
        try await gates.gate(id, for: call.user).line.equality?.number ?? 0
      }
    }
  }

  func recordFinding(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let gate: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["words", "found_on", "assumption", "link"]).texts
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, body.bytes) {
      Reply(status: 201, body: ["id": .string(id.text)])
    } _: { once in
      try await gates.find(fields, as: id, at: gate, once: once, by: call.user)
    }
  }

  func recordDecision(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let gate: ProgrammeItemID = try call.visit.id("Gate")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: GateSchemas.decision).texts
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, body.bytes) {
      Reply(status: 201, body: ["id": .string(id.text)])
    } _: { once in
      try await gates.decide(fields, as: id, at: gate, once: once, by: call.user)
    }
  }

  // MARK: - Conditions

  func meetCondition(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Condition")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(
      texts: ["evidence", "evidence_link", "settled_by", "settled_on"]
    ).texts
    let version = try call.version()
    return try await once(call, body.bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(version) {
        try await gates.meet(id, from: version, fields, once: once, by: call.user)
      } stands: {
        try await gates.condition(id, for: call.user).condition.number
      }
    }
  }

  func waiveCondition(_ call: Call) async throws -> Reply {
    try call.user.must(.keepProgramme)
    let id: ProgrammeItemID = try call.visit.id("Condition")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["waived_because"]).texts
    let version = try call.version()
    return try await once(call, body.bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(version) {
        try await gates.waive(id, from: version, fields, once: once, by: call.user)
      } stands: {
        try await gates.condition(id, for: call.user).condition.number
      }
    }
  }

  // MARK: - Versions

  /// The version that a body names of what may not stand yet: 0 for the first.
  func version(in fields: [String: String]) throws(Rejection) -> Int {
    let text = fields["version"] ?? ""
    guard text.utf8.count <= 9, let number = Int(text), number >= 0, String(number) == text else {
      throw .invalid("version", Reason("api.version-or-none"))
    }
    return number
  }

  /// Does what names a version, and tells a program which one stands where that was over.
  func naming<Done: Sendable>(
    _ version: Int, _ body: () async throws -> Done, stands: () async throws -> Int
  ) async throws -> Done {
    do {
      return try await body()
    } catch Rejection.conflict(let reason) {
      try Stale.check(version, against: try await stands())
      throw Rejection.conflict(reason)
    }
  }
}
