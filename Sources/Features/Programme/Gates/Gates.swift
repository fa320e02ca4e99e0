import Core
import Database

/// The door to the gates of the programme: what is due at each, what is known about equality, what was decided, and on which
/// conditions.
package struct Gates: Sendable {
  let programme: Programme
  package let sets: GateSets

  package init(_ programme: Programme, sets: GateSets) {
    self.programme = programme
    self.sets = sets
  }

  private var database: Database { programme.database }
  var today: Day { programme.wall.today }

  /// How many lines a page has.
  static let pageSize = 50

  // MARK: - Reading

  /// The gates of every project, as they stand or stood when a day had ended.
  package func all(_ asOf: AsOf = .current, for user: User) async throws -> [ProjectGates] {
    let (sets, day) = (sets, asOf.day ?? today)
    let lines =
      asOf == .current
      ? try await programme.shown(for: user).portfolio.lines
      : try await programme.portfolio(asOf, for: user).lines
    return try await database.read { try $0.gates(of: lines, sets, asOf, on: day) }
  }

  /// The gates of a project, archived or not.
  package func gates(
    of project: ProgrammeItemID, for user: User
  ) async throws -> (gates: ProjectGates, mayChange: Bool) {
    try user.must(.readProgramme)
    let (sets, today) = (sets, today)
    return try await database.read { reader in
      guard let gates = try reader.gates(sets, .current, only: project, on: today).first else {
        throw Rejection.notFound("Project")
      }
      return (gates, Self.may(user, gates))
    }
  }

  /// One gate with its history.
  package func gate(_ id: ProgrammeItemID, for user: User) async throws -> GateView {
    try user.must(.readProgramme)
    let (sets, today) = (sets, today)
    return try await database.read { reader in
      let (project, line) = try reader.gate(id, sets, on: today)
      let history = try reader.equalityHistory(of: line)
      let accounts = history.map(\.by) + line.decisions.map(\.by) + project.findings.map(\.by)
      return GateView(
        project: project, line: line, history: history,
        names: try reader.accountNames(Set(accounts)), mayChange: Self.may(user, project))
    }
  }

  /// A condition with its gate.
  package func condition(
    _ id: ProgrammeItemID, for user: User
  ) async throws -> (condition: Standing<GateCondition>, gate: GateView) {
    try user.must(.readProgramme)
    let standing = try await database.read { reader in
      guard try reader.kind(of: id) == .gateCondition,
        let standing = try reader.found(GateCondition.self, id)
      else { throw Rejection.notFound("Condition") }
      return standing
    }
    return (standing, try await gate(standing.value.gate, for: user))
  }

  /// Open conditions of the whole portfolio, overdue first; one more than fit on a page where there is another page.
  package func openConditions(page: Int, for user: User) async throws -> [OpenCondition] {
    try user.must(.readProgramme)
    return try await database.read { try $0.openConditions(page: page, size: Self.pageSize) }
  }

  private static func may(_ user: User, _ gates: ProjectGates) -> Bool {
    Programme.may(user, change: gates.project.value) && !gates.project.isArchived
  }

  // MARK: - The gates of a project

  /// Chooses a set. Another one may be chosen while nothing was decided; what was prepared for the first leaves all lists.
  package func choose(
    _ fields: [String: String], for project: ProgrammeItemID, once: Once<Void>? = nil,
    by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let sets = sets
    try await database.write(as: user, once: once) { transaction in
      try transaction.mayChange(project)
      var typed = Typed(fields)
      let today = transaction.today
      let set = typed.plain("set") ?? ""
      if !sets.sets(on: today).contains(where: { $0.key == set }) {
        typed.add("set", Reason("gate.set"))
      }
      let tranches = typed.whole("tranches", in: 1...20) ?? 1
      try typed.check()
      try transaction.begin(set, tranches, sets, in: project)
    }
  }

  /// Adds the next tranche of a gate that comes in several. Answers its id.
  @discardableResult
  package func addTranche(
    of gate: ProgrammeItemID, once: Once<ProgrammeItemID>? = nil, by user: User
  ) async throws -> ProgrammeItemID {
    try user.must(.keepProgramme)
    let sets = sets
    return try await database.write(as: user, once: once) { transaction in
      let (project, line) = try transaction.read.gate(gate, sets, on: transaction.today)
      try transaction.mayChange(project.project.id)
      guard line.kind.isByTranche else { throw Rejection.conflict(Reason("gate.no-tranches")) }
      let last =
        project.gates.filter { $0.kind.key == line.kind.key }
        .map(\.standing.value.tranche).max() ?? 0
      guard last < 20 else { throw Rejection.conflict(Reason("gate.no-tranches")) }
      let value = line.standing.value
      let id = try transaction.begin(
        Gate(set: value.set, gate: value.gate, tranche: last + 1, due: nil),
        in: project.project.id)
      transaction.record("gate recorded", id, ["project": project.project.id.text])
      return id
    }
  }

  /// Says when a gate is planned. Answers the version that stands then, as all that names a version does.
  @discardableResult
  package func plan(
    _ gate: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    return try await database.write(as: user, once: once) { transaction in
      guard try transaction.read.kind(of: gate) == .gate else { throw Rejection.notFound("Gate") }
      let old = try transaction.open(Gate.self, gate, from: number)
      var typed = Typed(fields)
      var value = old.value
      if typed.has("due") { value.due = typed.planned("due") }
      try typed.check()
      guard let project = old.project else { throw Rejection.notFound("Gate") }
      return try transaction.put(value, over: old, from: number, in: project)
    }
  }

  // MARK: - What is brought to a gate

  /// Says how far a product is. `keepsOthers` leaves fields that were not sent as they are.
  @discardableResult
  package func prepare(
    _ product: String, of gate: ProgrammeItemID, from number: Int, _ fields: [String: String],
    keepsOthers: Bool = false, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let sets = sets
    return try await database.write(as: user, once: once) { transaction in
      let (project, line) = try transaction.read.gate(gate, sets, on: transaction.today)
      try transaction.mayChange(project.project.id)
      guard let known = line.products.first(where: { $0.key == product }) else {
        throw Rejection.notFound("Product")
      }
      let kept = keepsOthers ? known.standing?.value.fields() ?? [:] : [:]
      let value = try GateProduct.read(kept.merging(fields) { $1 }, product, of: gate)
      return try transaction.put(value, over: known.standing, from: number, in: project.project.id)
    }
  }

  /// Records what is known about equality. `keepsOthers` leaves fields that were not sent as they are.
  @discardableResult
  package func recordEquality(
    of gate: ProgrammeItemID, from number: Int, _ fields: [String: String],
    keepsOthers: Bool = false, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let sets = sets
    return try await database.write(as: user, once: once) { transaction in
      let (project, line) = try transaction.read.gate(gate, sets, on: transaction.today)
      let id = project.project.id
      try transaction.mayChange(id)
      let kept = keepsOthers ? line.equality?.value.fields() ?? [:] : [:]
      var value = try Equality.read(
        kept.merging(fields) { $1 }, of: gate, isFirst: line.equality == nil)
      if let version = value.assessment {
        value.assessedAt = try transaction.read.assessed(version, in: id) ?? transaction.now
      }
      return try transaction.put(value, over: line.equality, from: number, in: id)
    }
  }

  /// Records what speaks against an assumption. The assessment is open again until there is a new version of it.
  package func find(
    _ fields: [String: String], as id: ProgrammeItemID, at gate: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    let sets = sets
    try await database.write(as: user, once: once) { transaction in
      let (project, _) = try transaction.read.gate(gate, sets, on: transaction.today)
      try transaction.mayChange(project.project.id)
      if try transaction.read.isThere(id, .finding, in: project.project.id) { return }
      let finding = try Finding.read(
        fields, of: gate, assumptions: project.assumptions.map(\.id), today: transaction.today)
      try transaction.begin(finding, in: project.project.id, as: id)
      transaction.record(
        "finding recorded", id, ["project": project.project.id.text, "gate": gate.text])
    }
  }

  // MARK: - Decisions and conditions

  /// Records what a body decided. Throws `.invalid` for a pass where the equality gate is not complete.
  package func decide(
    _ fields: [String: String], as id: ProgrammeItemID, at gate: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let sets = sets
    try await database.write(as: user, once: once) { transaction in
      let (project, line) = try transaction.read.gate(gate, sets, on: transaction.today)
      try transaction.mayChange(project.project.id)
      if try transaction.read.isThere(id, .gateDecision, in: project.project.id) { return }
      let draft = try DecisionDraft.read(
        fields, of: gate, line.check, line.equality, today: transaction.today)
      try transaction.write(draft, as: id, in: project.project.id)
    }
  }

  /// Says that a condition is met, with what shows it. One that stands for a part of the equality gate is met once that part
  /// is there.
  @discardableResult
  package func meet(
    _ condition: ProgrammeItemID, from number: Int, _ fields: [String: String],
    once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let sets = sets
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openCondition(condition, from: number)
      let line = try transaction.read.gate(old.value.gate, sets, on: transaction.today).line
      let gap = line.check.gaps.first { $0.part == old.value.part }
      return try transaction.settle(
        old, try old.value.met(fields, lacks: gap, today: transaction.today))
    }
  }

  /// Says that nobody has to meet a condition any more, and why.
  @discardableResult
  package func waive(
    _ condition: ProgrammeItemID, from number: Int, _ fields: [String: String],
    once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.keepProgramme)
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openCondition(condition, from: number)
      return try transaction.settle(old, try old.value.waived(fields, today: transaction.today))
    }
  }
}

/// One gate for its page.
package struct GateView: Sendable {
  package let project: ProjectGates
  package let line: GateLine
  /// What was known about equality before, the newest first.
  package let history: [Standing<Equality>]
  package let names: [AccountID: String]
  package let mayChange: Bool
}

extension AsOf {
  /// The day that is asked for; nil for as it stands.
  var day: Day? {
    switch self {
    case .current: nil
    case .end(let day): day
    }
  }
}

extension Transaction {
  fileprivate func begin(
    _ set: String, _ tranches: Int, _ sets: GateSets, in project: ProgrammeItemID
  ) throws {
    let all = try read.gates(sets, .current, only: project, on: today).first?.gates ?? []
    guard all.allSatisfy({ $0.decisions.isEmpty }) else {
      throw Rejection.conflict(Reason("gate.set-decided"))
    }
    for line in all { try change(line.standing, to: line.standing.value, isArchived: true) }
    for kind in sets.gates(of: set, on: today) {
      for tranche in kind.isByTranche ? Array(1...tranches) : [0] {
        try begin(Gate(set: set, gate: kind.key, tranche: tranche, due: nil), in: project)
      }
    }
    record("gate set chosen", project, ["set": set, "tranches": String(tranches)])
  }

  /// A condition that is still open, if this user may change it.
  fileprivate func openCondition(
    _ id: ProgrammeItemID, from number: Int
  ) throws -> Standing<GateCondition> {
    guard try read.kind(of: id) == .gateCondition else { throw Rejection.notFound("Condition") }
    let old = try open(GateCondition.self, id, from: number)
    guard old.value.state == .open else {
      throw Rejection.conflict(Reason("gate.condition-settled"))
    }
    return old
  }

  fileprivate func settle(
    _ old: Standing<GateCondition>, _ value: GateCondition
  ) throws -> Int {
    try change(old, to: value)
    record("condition \(value.state.rawValue)", old.id, ["gate": value.gate.text])
    return old.number + 1
  }
}
