import Core
import Database

/// What is known about equality at a gate: words and addresses, until other rooms hold the things themselves.
package struct Equality: Kept {
  package var gate: ProgrammeItemID
  /// Which version of the impact assessment: `Version 2`.
  package var assessment: String?
  /// When the project first recorded that version. What was found since reopens it.
  package var assessedAt: Instant?
  package var assessmentReference: String?
  package var assessmentLink: String?
  package var advice: String?
  package var adviceLink: String?
  /// Why no panel was asked. Never beside advice.
  package var noAdvice: String?
  package var engagement: String?
  package var engagementLink: String?
  /// Who takes up what there is today, by group.
  package var baseline: String?
  package var baselineLink: String?

  package static let kind = ItemKind.equality
  package static let columns = [
    "gate_id", "assessment", "assessed_at", "assessment_reference", "assessment_link", "advice",
    "advice_link", "no_advice", "engagement", "engagement_link", "baseline", "baseline_link",
    "has_assessment", "has_advice", "has_engagement", "has_baseline",
  ]

  package var values: [Value] {
    [
      gate.stored, assessment.stored, assessedAt.stored, assessmentReference.stored,
      assessmentLink.stored, advice.stored, adviceLink.stored, noAdvice.stored, engagement.stored,
      engagementLink.stored, baseline.stored, baselineLink.stored, has(.assessment).stored,
      has(.advice).stored, has(.engagement).stored, has(.baseline).stored,
    ]
  }

  /// Whether a part is there at all. The money is not kept here.
  package func has(_ part: EqualityPart) -> Bool {
    switch part {
    case .assessment: assessment != nil
    case .advice: advice != nil || noAdvice != nil
    case .engagement: engagement != nil
    case .baseline: baseline != nil
    case .funding: false
    }
  }
}

extension Equality {
  package init(_ row: Row) throws {
    try self.init(
      gate: row["gate_id"], assessment: row["assessment"], assessedAt: row["assessed_at"],
      assessmentReference: row["assessment_reference"], assessmentLink: row["assessment_link"],
      advice: row["advice"], adviceLink: row["advice_link"], noAdvice: row["no_advice"],
      engagement: row["engagement"], engagementLink: row["engagement_link"],
      baseline: row["baseline"], baselineLink: row["baseline_link"])
  }
}

/// What speaks against something that was taken for granted.
package struct Finding: Kept {
  /// The gate on whose page it was entered.
  package var gate: ProgrammeItemID
  /// The assumption among the project's risks that it proves wrong, if it is one of them.
  package var assumption: ProgrammeItemID?
  package var words: String
  package var link: String?
  package var foundOn: Day

  package static let kind = ItemKind.finding
  package static let columns = ["gate_id", "assumption_id", "words", "link", "found_on"]

  package var values: [Value] {
    [gate.stored, assumption.stored, words.stored, link.stored, foundOn.stored]
  }
}

extension Finding {
  package init(_ row: Row) throws {
    try self.init(
      gate: row["gate_id"], assumption: row["assumption_id"], words: row["words"],
      link: row["link"], foundOn: row["found_on"])
  }
}
