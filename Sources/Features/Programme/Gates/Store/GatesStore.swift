import Core
import Database

extension Reader {
  /// The gates of all projects that are not archived, or of one; by name.
  func gates(
    _ sets: GateSets, _ asOf: AsOf, only project: ProgrammeItemID? = nil, on day: Day
  ) throws -> [ProjectGates] {
    try gates(of: portfolio(asOf, only: project).lines, only: project, sets, asOf, on: day)
  }

  /// The gates of projects that were read already.
  func gates(
    of lines: [PortfolioLine], only project: ProgrammeItemID? = nil, _ sets: GateSets,
    _ asOf: AsOf, on day: Day
  ) throws -> [ProjectGates] {
    let rows = try gateRows(asOf, of: project)
    return lines.map { rows.gates(of: $0, sets, on: day) }
      .sorted {
        ($0.project.value.name.lowercased(), $0.project.id.text)
          < ($1.project.value.name.lowercased(), $1.project.id.text)
      }
  }

  private func gateRows(_ asOf: AsOf, of project: ProgrammeItemID?) throws -> GateRows {
    func standing<Value: Kept>(_ kind: Value.Type) throws -> [Standing<Value>] {
      try self.standing(kind, of: project, asOf).filter { !$0.isArchived }
    }
    var rows = GateRows()
    rows.gates = Dictionary(grouping: try standing(Gate.self), by: \.project)
    rows.products = Dictionary(grouping: try standing(GateProduct.self), by: \.value.gate)
    rows.equality = Dictionary(
      try standing(Equality.self).map { ($0.value.gate, $0) }, uniquingKeysWith: { one, _ in one })
    rows.findings = Dictionary(grouping: try standing(Finding.self), by: \.project)
    rows.decisions = Dictionary(grouping: try standing(GateDecision.self), by: \.value.gate)
    rows.conditions = Dictionary(grouping: try standing(GateCondition.self), by: \.value.gate)
    rows.minutes = Dictionary(grouping: try standing(Minutes.self), by: \.value.gate)
    return rows
  }

  /// The project of a gate with all its gates, and that gate.
  func gate(
    _ id: ProgrammeItemID, _ sets: GateSets, on day: Day
  ) throws -> (project: ProjectGates, line: GateLine) {
    guard try kind(of: id) == .gate, let project = try found(Gate.self, id)?.project,
      let gates = try gates(sets, .current, only: project, on: day).first,
      let line = gates.line(id)
    else { throw Rejection.notFound("Gate") }
    return (gates, line)
  }

  /// What is known about equality at a gate, each version, the newest first.
  func equalityHistory(of gate: GateLine) throws -> [Standing<Equality>] {
    try gate.equality.map { try history(of: $0.id, Equality.self, size: 20) } ?? []
  }

  /// When the project first recorded a version of the impact assessment. One that was recorded before is not a new one.
  func assessed(_ version: String, in project: ProgrammeItemID) throws -> Instant? {
    try row(
      """
      SELECT v.assessed_at FROM equality_versions v
      WHERE v.project_id = \(project) AND lower(v.assessment) = lower(\(version))
      ORDER BY v.assessed_at, v.item_id, v.number LIMIT 1
      """)?["assessed_at"]
  }

  /// Open conditions of the decisions that count, of projects that are not archived; the first due first, so those overdue
  /// come first of all.
  func openConditions(page: Int, size: Int) throws -> [OpenCondition] {
    try openConditions("", SQL.page(page, of: size))
  }

  /// The same, those after a place: at least one more than `limit`, where there are so many.
  func openConditions(after place: ConditionPlace?, limit: Int) throws -> [OpenCondition] {
    let part = SQL.upTo(limit)
    guard let place else { return try openConditions("", part) }
    return try openConditions(" AND (v.due_on, v.item_id) > (\(place.dueOn), \(place.id))", part)
  }

  private func openConditions(_ which: SQL, _ part: SQL) throws -> [OpenCondition] {
    let conditions = try rows(
      """
      \(GateCondition.select) WHERE v.until_at IS NULL AND v.state = 'open'
        AND EXISTS (SELECT 1 FROM project_versions p
          WHERE p.item_id = v.project_id AND p.until_at IS NULL AND NOT p.is_archived)
        AND EXISTS (SELECT 1 FROM gate_versions g
          WHERE g.item_id = v.gate_id AND g.until_at IS NULL AND NOT g.is_archived)
        AND NOT EXISTS (SELECT 1 FROM gate_decision_versions d JOIN gate_decision_versions l ON l.gate_id = d.gate_id
          WHERE d.item_id = v.decision_id AND (l.decided_on > d.decided_on
            OR (l.decided_on = d.decided_on AND l.from_at > d.from_at)
            OR (l.decided_on = d.decided_on AND l.from_at = d.from_at AND l.item_id > d.item_id)))\(which)
      ORDER BY v.due_on, v.item_id \(part)
      """
    ).map { try Standing<GateCondition>($0) }
    return try conditions.compactMap { condition in
      guard let gate = try found(Gate.self, condition.value.gate), let id = condition.project,
        let project = try found(Project.self, id)
      else { return nil }
      return OpenCondition(
        condition: condition, gate: gate.value, project: id, projectName: project.value.name)
    }
  }
}

extension Transaction {
  /// Puts what was typed in place of what stands, or begins it. `number` is the version that the form was made from, 0
  /// where there was none. Answers the version that stands then.
  func put<Value: Kept>(
    _ value: Value, over old: Standing<Value>?, from number: Int, in project: ProgrammeItemID
  ) throws -> Int {
    guard (old?.number ?? 0) == number else {
      throw Rejection.conflict(Reason("programme.changed"))
    }
    guard let old else {
      let id = try begin(value, in: project)
      record("\(Value.kind.rawValue) recorded", id, ["project": project.text])
      return 1
    }
    guard value != old.value else {
      unchanged(Value.kind, old.id)
      return old.number
    }
    try change(old, to: value)
    record("\(Value.kind.rawValue) changed", old.id, ["version": String(old.number + 1)])
    return old.number + 1
  }

  /// Writes a decision with its conditions.
  func write(_ draft: DecisionDraft, as id: ProgrammeItemID, in project: ProgrammeItemID) throws {
    var decision = draft.decision
    for line in draft.lines {
      let condition = try begin(
        GateCondition(
          gate: decision.gate, decision: id, part: line.part, words: line.words,
          dueOn: line.dueOn, owner: line.owner), in: project)
      if let part = line.part { decision.conditionFor[part] = condition }
    }
    try begin(decision, in: project, as: id)
    record(
      "gate decided", id,
      [
        "project": project.text, "gate": decision.gate.text, "outcome": decision.outcome.rawValue,
        "body": decision.body, "conditions": String(decision.conditions),
      ])
  }
}
