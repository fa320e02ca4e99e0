import Core
import Eligibility
import HTML
import Web

/// Answers to referrals: the button that says somebody has answered, and the page of those that are late.
extension ReferralPages {
  static let latePath = "/late-answers"

  func acknowledge(_ visit: Visit) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    try await referrals.acknowledge(id, by: visit.user)
    return .see("/referrals/\(id)", done: "acknowledged")
  }

  func unacknowledge(_ visit: Visit) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    try await referrals.unacknowledge(id, by: visit.user)
    return .see("/referrals/\(id)", done: "unacknowledged")
  }

  func lateAnswers(_ visit: Visit) async throws -> Answer {
    try await referrals.escalateLateAnswers()
    let number = min(1000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let found = try await referrals.answersDue(
      page: number, size: Referrals.lateSize, for: visit.user)
    let today = referrals.wall.today
    return .page(
      Page(
        "Answers that are due", width: .wide, back: Link("Inbox", to: "/inbox"), section: "/inbox"
      ) {
        lead(Markup(Self.summary(found.total)))
        if found.lines.isEmpty {
          emptyState(
            number > 1 ? "There are no more" : "Nothing is due",
            "Referrals that nobody has answered by their last day are shown here.",
            action: number > 1
              ? Link("Back to the first page", to: Self.latePath)
              : Link("Go to the inbox", to: "/inbox"))
        } else {
          table(
            "Answers that are due", isCaptionHidden: true,
            columns: ["Person", "Answer", "District", "Came from"],
            rows: found.lines.map { row($0, today) })
        }
        pagination(
          page: number, of: found.hasMore ? number + 1 : number,
          previous: number > 1 ? "\(Self.latePath)?page=\(number - 1)" : nil,
          next: found.hasMore ? "\(Self.latePath)?page=\(number + 1)" : nil)
      })
  }

  private static func summary(_ total: Int) -> String {
    switch total {
    case 0: "No answer is due."
    case 1: "1 answer is due today or late."
    case Referrals.mostCounted: "\(total) answers or more are due today or late."
    default: "\(total) answers are due today or late."
    }
  }

  private func row(_ line: LateAnswer, _ today: Day) -> [Markup] {
    [
      link(line.knownAs ?? line.name, to: "/referrals/\(line.id)"),
      Markup {
        paragraph(text: referrals.eligibility.words(for: line.answerBy, today: today))
        if line.escalatedAt != nil { tag("Programme managers are told", .danger) }
      },
      line.district.map { Markup(referrals.vocabulary.district($0)) }
        ?? tag("No district yet", .warning),
      "\(line.organisation) (\(referrals.vocabulary.route(line.route)))",
    ]
  }
}

/// Whether the rules say yes, in a word.
/// What a list says before those who would join have been looked at.
func aloneTag(_ verdict: EligibilityAnswer.Verdict) -> Markup {
  verdict == .eligible ? tag("May be eligible", .good) : verdictTag(verdict)
}

func verdictTag(_ verdict: EligibilityAnswer.Verdict) -> Markup {
  switch verdict {
  case .eligible: tag(verdict.words, .good)
  case .notEligible: tag(verdict.words, .warning)
  case .notKnown: tag(verdict.words, .neutral)
  }
}
