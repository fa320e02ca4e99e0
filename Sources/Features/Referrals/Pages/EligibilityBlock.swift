import Core
import Eligibility
import HTML
import People

/// What the rules say on a referral's page, and by when somebody should answer.
extension ReferralPage {
  @MarkupBuilder var answerBlock: Markup {
    if referral.state == .waiting {
      if let at = referral.clock.acknowledgedAt {
        paragraph(
          "\(tag("Answered", .good)) by \(referral.acknowledgedBy ?? "") on \(date(at.day)).")
        if view.mayDecide {
          buttonForm("Take the answer back", to: "\(path)/unacknowledge", token: token)
        }
      } else if let answerBy = view.eligibility.answerBy {
        paragraph(
          "\(tag(view.eligibility.answerWords ?? "", answerBy < today ? .danger : .info)) \(view.eligibility.escalatedAt == nil ? "" : "Programme managers are told.")"
        )
        if view.mayDecide {
          paragraph(
            text:
              "Have you spoken with or written to the person or the one who referred them? Then put that on record."
          )
          buttonForm("Acknowledge", to: "\(path)/acknowledge", token: token)
        }
      }
    }
  }

  @MarkupBuilder var eligibilityBlock: Markup {
    let answer = view.eligibility.answer
    heading("Who the programme is for", id: "eligibility")
    paragraph(
      "\(verdictTag(answer.verdict)) By the rules of \(date(answer.day)), the day of the referral.")
    if answer.lines.isEmpty {
      paragraph(text: "We have no rules for that day.")
    } else {
      whyList("Why", answer.lines.map { Why($0.sign.why, $0.words) })
    }
    let changes = answer.lines.compactMap(\.change)
    if !changes.isEmpty {
      paragraph(text: "What would change it:")
      bullets(changes.map { Markup($0) })
    }
    if let because = referral.acceptedBecause {
      insetText {
        paragraph(text: "Accepted all the same, because:")
        written(because)
      }
    } else if view.mayDecide, referral.state == .waiting {
      paragraph(text: "The rules decide nothing. You do.")
    }
  }

  /// Asked only where the rules do not say yes to everyone who could join now.
  @MarkupBuilder var despiteField: Markup {
    if isDoubtful {
      textArea(
        Field(
          "despite", "Why do you accept?",
          hint: doubtfulNames.isEmpty
            ? "The rules do not say yes. For our own staff."
            : "The rules do not say yes for \(doubtfulNames.joined(separator: ", ")). For our own staff.",
          in: state), rows: 3, limit: Despite.limit)
    }
  }

  private var isDoubtful: Bool {
    view.eligibility.answer.verdict != .eligible || !doubtfulNames.isEmpty
  }

  private var doubtfulNames: [String] {
    let own =
      view.eligibility.answer.verdict == .eligible
      ? [] : [referral.person.knownAs ?? referral.person.fullName]
    return own
      + view.companions.filter {
        $0.state == .waiting && view.eligibility.doubtful.contains($0.id)
      }.map(\.name)
  }
}

extension EligibilityAnswer.Line.Sign {
  fileprivate var why: Why.Sign {
    switch self {
    case .met: .yes
    case .notMet: .no
    case .notKnown: .unknown
    }
  }
}
