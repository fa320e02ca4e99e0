import Core
import Programme
import Web

/// Gates as JSON.
extension JSON {
  static func gateSet(_ set: GateSets.GateSet, of sets: GateSets, on day: Day) -> JSON {
    [
      "key": .string(set.key), "label": .string(set.label), "meaning": .string(set.meaning),
      "gates": .array(
        sets.gates(of: set.key, on: day).map { gate in
          [
            "key": .string(gate.key), "label": .string(gate.label),
            "meaning": .string(gate.meaning), "by_tranche": .bool(gate.isByTranche),
            "funding_need": .string(gate.funding.rawValue),
            "products": .array(
              sets.products(of: gate.key, in: set.key, on: day).map {
                [
                  "case": .string($0.businessCase.rawValue), "key": .string($0.key),
                  "label": .string($0.label),
                ]
              }),
          ]
        }),
    ]
  }

  /// Where a project stands.
  static func gatePlace(_ project: ProjectGates) -> JSON {
    [
      "project": .string(project.project.id.text),
      "project_name": .string(project.project.value.name), "set": .text(project.set),
      "stopped": .bool(project.isStopped),
      "next": project.next.map {
        [
          "id": .string($0.id.text), "name": .string($0.name),
          "due": .text($0.standing.value.due?.description),
          "products": .whole($0.products.count), "products_left": .whole($0.unsettled.count),
          "gaps": gaps($0.check),
        ]
      } ?? .null,
      "open_conditions": .whole(project.gates.reduce(0) { $0 + $1.openConditions.count }),
    ]
  }

  static func gates(_ project: ProjectGates, on day: Day) -> JSON {
    [
      "id": .string(project.project.id.text), "set": .text(project.set),
      "stopped": .bool(project.isStopped), "funding": .string(project.funding.rawValue),
      "findings": .array(project.findings.map(finding)),
      "items": .array(project.gates.map { gate($0, of: project, on: day) }),
    ]
  }

  static func gate(_ line: GateLine, of project: ProjectGates, on day: Day) -> JSON {
    let (gate, name) = (line.standing.value, project.project.value.name)
    return [
      "id": .string(line.id.text), "version": .whole(line.standing.number),
      "project": .string(project.project.id.text), "project_name": .string(name),
      "set": .string(gate.set), "gate": .string(gate.gate), "name": .string(line.name),
      "meaning": .string(line.kind.meaning), "tranche": .whole(gate.tranche),
      "due": .text(gate.due?.description), "passed": .bool(line.isPassed),
      "outcome": .text(line.decision?.value.outcome.rawValue),
      "products": .array(line.products.map(product)), "equality": equality(line),
      "decisions": .array(line.decisions.map { decision($0, of: line, name, on: day) }),
      "open_conditions": .whole(line.openConditions.count),
    ]
  }

  private static func product(_ product: GateLine.Product) -> JSON {
    let value = product.standing?.value
    return [
      "case": .string(product.businessCase.rawValue), "key": .string(product.key),
      "label": .string(product.label), "version": .whole(product.standing?.number ?? 0),
      "state": .string(product.state.rawValue), "reference": .text(value?.reference),
      "link": .text(value?.link), "no_need": .text(value?.noNeed),
    ]
  }

  // MARK: - Equality

  /// What is known, and what is missing.
  private static func equality(_ line: GateLine) -> JSON {
    let (value, check) = (line.equality?.value, line.check)
    return .object(
      [
        .init("version", .whole(line.equality?.number ?? 0)),
        .init("complete", .bool(check.isComplete)), .init("reopened", .bool(check.isReopened)),
        .init("funding", .string(check.funding.rawValue)),
        .init("funding_need", .string(check.need.rawValue)), .init("gaps", gaps(check)),
        .init("reopened_by", .array(line.reopenedBy.map { .string($0.id.text) })),
      ] + parts(value))
  }

  static func equality(_ version: Standing<Equality>, by name: String) -> JSON {
    .object(
      [
        .init("version", .whole(version.number)), .init("since", .moment(version.since)),
        .init("by", .string(name)),
      ] + parts(version.value))
  }

  private static func parts(_ value: Equality?) -> [Pair] {
    [
      .init("assessment", .text(value?.assessment)),
      .init("assessed_at", .moment(value?.assessedAt)),
      .init("assessment_reference", .text(value?.assessmentReference)),
      .init("assessment_link", .text(value?.assessmentLink)),
      .init("advice", .text(value?.advice)), .init("advice_link", .text(value?.adviceLink)),
      .init("no_advice", .text(value?.noAdvice)), .init("engagement", .text(value?.engagement)),
      .init("engagement_link", .text(value?.engagementLink)),
      .init("baseline", .text(value?.baseline)), .init("baseline_link", .text(value?.baselineLink)),
    ]
  }

  private static func gaps(_ check: EqualityCheck) -> JSON {
    .array(
      check.gaps.map { ["part": .string($0.part.rawValue), "words": .string($0.words)] })
  }

  private static func finding(_ finding: Standing<Finding>) -> JSON {
    [
      "id": .string(finding.id.text), "gate": .string(finding.value.gate.text),
      "words": .string(finding.value.words), "found_on": .day(finding.value.foundOn),
      "assumption": .text(finding.value.assumption?.text), "link": .text(finding.value.link),
      "recorded_at": .moment(finding.since),
    ]
  }

  // MARK: - Decisions

  private static func decision(
    _ decision: Standing<GateDecision>, of line: GateLine, _ project: String, on day: Day
  ) -> JSON {
    let value = decision.value
    return [
      "id": .string(decision.id.text), "outcome": .string(value.outcome.rawValue),
      "body": .string(value.body), "decided_on": .day(value.decidedOn), "why": .string(value.why),
      "minutes_link": .text(line.minutesLink(of: decision)),
      "minutes_version": .whole(line.minutes[decision.id]?.number ?? 0),
      "recorded_at": .moment(decision.since),
      "counts": .bool(decision.id == line.decision?.id),
      "conditions": .array(
        line.conditions(of: decision.id).map {
          condition($0, project, binds: decision.id == line.decision?.id, on: day)
        }),
    ]
  }

  /// It binds while the decision that it came with counts.
  static func condition(
    _ condition: Standing<GateCondition>, _ project: String, binds: Bool = true, on day: Day
  ) -> JSON {
    let value = condition.value
    return [
      "id": .string(condition.id.text), "version": .whole(condition.number),
      "project": .text(condition.project?.text), "project_name": .string(project),
      "gate": .string(value.gate.text), "decision": .string(value.decision.text),
      "part": .text(value.part?.rawValue), "words": .string(value.words),
      "due_on": .day(value.dueOn), "owner": .string(value.owner),
      "state": .string(value.state.rawValue), "overdue": .bool(binds && value.isOverdue(on: day)),
      "settled_on": .day(value.settledOn), "settled_by": .text(value.settledBy),
      "evidence": .text(value.evidence), "evidence_link": .text(value.evidenceLink),
      "waived_because": .text(value.waivedBecause),
    ]
  }
}
