import Core

/// The gates of one project, in their order.
package struct ProjectGates: Sendable {
  package let project: Standing<Project>
  package let gates: [GateLine]
  /// What the project takes for granted, open or not.
  package let assumptions: [Standing<Risk>]
  /// The newest first.
  package let findings: [Standing<Finding>]
  package let funding: FundingState

  /// The key of its set; nil where none is chosen.
  package var set: String? { gates.first?.standing.value.set }

  /// Where it stands: the first gate that was not passed.
  package var next: GateLine? { gates.first { !$0.isPassed } }

  package var isStopped: Bool { gates.contains { $0.decision?.value.outcome == .stop } }

  package func line(_ gate: ProgrammeItemID) -> GateLine? {
    gates.first { $0.standing.id == gate }
  }

  /// The last gate before one at which something about equality was recorded, to begin from.
  package func before(_ gate: ProgrammeItemID) -> Standing<Equality>? {
    gates.prefix { $0.standing.id != gate }.last { $0.equality != nil }?.equality
  }
}

/// One gate of a project with all that hangs on it.
package struct GateLine: Sendable {
  /// What is due, with how far it is; one that nobody touched has not begun.
  package struct Product: Sendable {
    package let businessCase: GateSets.BusinessCase
    package let key: String
    package let label: String
    package let standing: Standing<GateProduct>?

    package var state: GateProduct.State { standing?.value.state ?? .notBegun }
    package var isSettled: Bool { state == .ready || state == .notNeeded }
  }

  package let standing: Standing<Gate>
  package let kind: GateSets.GateKind
  package let products: [Product]
  package let equality: Standing<Equality>?
  package let check: EqualityCheck
  /// What was found since the assessment was recorded, the newest first.
  package let reopenedBy: [Standing<Finding>]
  /// The last first: by the day of the decision, then by when it was recorded.
  package let decisions: [Standing<GateDecision>]
  package let conditions: [Standing<GateCondition>]
  /// What was linked since, by decision.
  package let minutes: [ProgrammeItemID: Standing<Minutes>]

  package var id: ProgrammeItemID { standing.id }

  /// `Full business case, tranche 2`
  package var name: String {
    standing.value.tranche == 0
      ? kind.label : "\(kind.label), tranche \(standing.value.tranche)"
  }

  /// The decision that counts.
  package var decision: Standing<GateDecision>? { decisions.first }
  package var isPassed: Bool { decision?.value.outcome.isPassed ?? false }

  /// The conditions of a decision, the first due first.
  package func conditions(of decision: ProgrammeItemID) -> [Standing<GateCondition>] {
    conditions.filter { $0.value.decision == decision }
      .sorted { ($0.value.dueOn, $0.id.text) < ($1.value.dueOn, $1.id.text) }
  }

  /// Those that still bind: open, and of the decision that counts.
  package var openConditions: [Standing<GateCondition>] {
    decision.map { conditions(of: $0.id).filter { $0.value.state == .open } } ?? []
  }

  package var unsettled: [Product] { products.filter { !$0.isSettled } }
}

/// What hangs on the gates of the projects, as it was read.
struct GateRows {
  var gates: [ProgrammeItemID?: [Standing<Gate>]] = [:]
  var products: [ProgrammeItemID: [Standing<GateProduct>]] = [:]
  var equality: [ProgrammeItemID: Standing<Equality>] = [:]
  var findings: [ProgrammeItemID?: [Standing<Finding>]] = [:]
  var decisions: [ProgrammeItemID: [Standing<GateDecision>]] = [:]
  var conditions: [ProgrammeItemID: [Standing<GateCondition>]] = [:]
  var minutes: [ProgrammeItemID: [Standing<Minutes>]] = [:]

  /// The gates of a project, put together. `day` says which lists hold.
  func gates(of line: PortfolioLine, _ sets: GateSets, on day: Day) -> ProjectGates {
    let standing = (gates[line.id] ?? []).map { gate in
      (gate, sets.gate(gate.value.gate, in: gate.value.set, on: day))
    }.sorted { one, other in
      (one.1.order, one.0.value.tranche, one.0.id.text)
        < (other.1.order, other.0.value.tranche, other.0.id.text)
    }
    let findings = (findings[line.id] ?? []).sorted {
      ($0.since, $0.id.text) > ($1.since, $1.id.text)
    }
    let assessed = standing.map { equality[$0.0.id]?.value.assessedAt }
    let reopened = findings.map { EqualityCheck.reopened(by: $0.since, assessed) }
    let rule = line.project.value.viability.flatMap {
      try? ViabilityRule.read(kept: $0)  // tidy: one that can't be read decides nothing
    }
    let funding = FundingState(
      line.sources.map(\.value.state), rule: rule?.verdict(line.funding))
    return ProjectGates(
      project: line.project,
      gates: standing.enumerated().map { place, one in
        let (gate, kind) = one
        let reopenedBy = zip(findings, reopened).filter { $0.1[place] }.map(\.0)
        return GateLine(
          standing: gate, kind: kind, products: products(of: gate, sets, on: day),
          equality: equality[gate.id],
          check: EqualityCheck(
            equality[gate.id]?.value, isReopened: !reopenedBy.isEmpty, funding: funding,
            need: kind.funding),
          reopenedBy: reopenedBy,
          decisions: (decisions[gate.id] ?? []).sorted {
            ($0.value.decidedOn, $0.since, $0.id.text) > ($1.value.decidedOn, $1.since, $1.id.text)
          }, conditions: conditions[gate.id] ?? [],
          minutes: Dictionary(
            (minutes[gate.id] ?? []).map { ($0.value.decision, $0) },
            uniquingKeysWith: { one, _ in one }))
      },
      assumptions: line.risks.filter { $0.value.sort == .assumption }, findings: findings,
      funding: funding)
  }

  /// Those that are due by the lists, and those that were recorded while the lists had them.
  private func products(
    of gate: Standing<Gate>, _ sets: GateSets, on day: Day
  ) -> [GateLine.Product] {
    let recorded = Dictionary(
      (products[gate.id] ?? []).map { ($0.value.product, $0) }, uniquingKeysWith: { one, _ in one })
    let due = sets.products(of: gate.value.gate, in: gate.value.set, on: day)
    let ended = Set(recorded.keys).subtracting(due.map(\.key)).sorted().compactMap {
      sets.product($0, of: gate.value.gate, in: gate.value.set)
    }
    return (due + ended).map { product in
      GateLine.Product(
        businessCase: product.businessCase, key: product.key, label: product.label,
        standing: recorded[product.key])
    }
  }
}

/// A condition that is still open, for the list across the portfolio.
package struct OpenCondition: Sendable {
  package let condition: Standing<GateCondition>
  package let gate: Gate
  package let project: ProgrammeItemID
  package let projectName: String
}
