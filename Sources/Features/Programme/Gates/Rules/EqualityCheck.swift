import Core
import Database

/// A part of the equality gate.
package enum EqualityPart: String, Storable, CaseIterable {
  case assessment, advice, engagement, baseline, funding
}

/// What a gate asks of the money.
package enum FundingNeed: String, Storable, CaseIterable {
  /// That its state is said.
  case known
  case secured
}

/// How certain a project's money is, taken from its sources.
package enum FundingState: String, Storable, CaseIterable {
  case secured, unconfirmed
  /// No source is named, or the state of one is not said.
  case unknown

  /// `rule` is what the project needs, where somebody wrote it; else it needs every source that is not lost.
  package init(_ sources: [Source.State?], rule: ViabilityAnswer.Verdict? = nil) {
    let counting = sources.filter { $0 != .lost }
    if counting.isEmpty || counting.contains(nil) {
      self = rule == .viable ? .secured : .unknown
    } else if rule == .viable || rule == nil && counting.allSatisfy({ $0 == .secured }) {
      self = .secured
    } else {
      self = .unconfirmed
    }
  }
}

/// Whether the equality gate is complete, and what is missing. The Equality Act 2010, section 149, asks a public body to have
/// due regard before it decides; a case that was never made can't be regarded.
package struct EqualityCheck: Hashable, Sendable {
  /// What is missing of one part, in plain words.
  package struct Gap: Hashable, Sendable {
    package let part: EqualityPart
    package let reason: Reason

    package var words: String { reason.words }
  }

  /// In the order of the parts, at most one a part.
  package let gaps: [Gap]
  /// The parts that are recorded, whether they still hold or not.
  package let has: Set<EqualityPart>
  package let isReopened: Bool
  package let funding: FundingState
  package let need: FundingNeed

  package var isComplete: Bool { gaps.isEmpty }

  package func lacks(_ part: EqualityPart) -> Bool { gaps.contains { $0.part == part } }

  /// `isReopened` is true where something was found since the assessment was recorded.
  package init(
    _ evidence: Equality?, isReopened: Bool, funding: FundingState, need: FundingNeed
  ) {
    let has = Set(EqualityPart.allCases.filter { evidence?.has($0) ?? false })
    var gaps: [Gap] = []
    func lack(_ part: EqualityPart, _ reason: Reason) {
      gaps.append(Gap(part: part, reason: reason))
    }
    if !has.contains(.assessment) {
      lack(.assessment, Reason("gate.lacks-assessment"))
    } else if isReopened {
      lack(.assessment, Reason("gate.reopened"))
    }
    if !has.contains(.advice) { lack(.advice, Reason("gate.lacks-advice")) }
    if !has.contains(.engagement) { lack(.engagement, Reason("gate.lacks-engagement")) }
    if !has.contains(.baseline) { lack(.baseline, Reason("gate.lacks-baseline")) }
    switch (funding, need) {
    case (.secured, _), (.unconfirmed, .known): break
    case (.unknown, _): lack(.funding, Reason("gate.lacks-funding"))
    case (.unconfirmed, .secured): lack(.funding, Reason("gate.lacks-secured"))
    }
    self.gaps = gaps
    self.has = has
    self.isReopened = isReopened && has.contains(.assessment)
    self.funding = funding
    self.need = need
  }

  /// What may be decided while it stands so.
  package func allows(_ outcome: GateDecision.Outcome, conditionsFor parts: Set<EqualityPart>)
    -> Bool
  {
    switch outcome {
    case .back, .stop: true
    case .pass: isComplete
    case .conditions: gaps.allSatisfy { parts.contains($0.part) }
    }
  }

  /// Which of the gates' assessments something found at a moment reopens: those recorded by then, unless a later gate has a
  /// version that was recorded since. `assessed` are the moments at which the gates' assessments were first recorded, in
  /// the order of the gates; nil where a gate has none.
  package static func reopened(by found: Instant, _ assessed: [Instant?]) -> [Bool] {
    let newest = assessed.lastIndex { $0.map { $0 > found } ?? false } ?? -1
    return assessed.enumerated().map { place, moment in
      guard let moment, moment <= found else { return false }
      return place > newest
    }
  }
}
