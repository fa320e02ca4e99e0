import Core
import HTML
import Households
import People
import Referrals

/// Two records side by side, and the question that only a person answers.
struct PairPage {
  let view: PairView
  let state: FormState
  let token: String
  let vocabulary: Vocabulary
  let user: User

  private var path: String { "/duplicates/\(view.pair.id)" }

  var page: Page {
    Page(
      "Is this one person?", width: .wide, back: Link("Likely duplicates", to: "/duplicates"),
      section: "/duplicates", problems: state.problems
    ) {
      if view.pair.state != .waiting { decided }
      whyList("Why they are shown together", view.reasons)
      heading("Side by side")
      sideBySide
      question
    }
  }

  private var decided: Markup {
    insetText {
      paragraph(
        "\(view.pair.decidedBy ?? "") said \(view.pair.state == .different ? "“two different people”" : "“not sure”") on \(view.pair.decidedAt.map { date($0.day) } ?? Markup())."
      )
      if let reason = view.pair.reason { written(reason) }
    }
  }

  private var sideBySide: Markup {
    table(
      "Both records", isCaptionHidden: true,
      columns: ["What", "First record", "Second record", "Compared"],
      rows: MergeField.allCases.map { field in
        let (one, two) = (
          field.shown(view.first.person, vocabulary), field.shown(view.second.person, vocabulary)
        )
        return [Markup(field.label), shown(one), shown(two), compared(one, two)]
      } + [
        ["Needs help with", needs(view.first), needs(view.second), Markup()],
        ["Referrals", referrals(view.first), referrals(view.second), Markup()],
        ["Households", households(view.first), households(view.second), Markup()],
        ["Contact notes about them", "\(view.first.notes)", "\(view.second.notes)", Markup()],
      ])
  }

  private func shown(_ value: String?) -> Markup {
    value.map { written($0) } ?? quiet("Not recorded")
  }

  private func compared(_ one: String?, _ two: String?) -> Markup {
    switch (one, two) {
    case (nil, nil): Markup()
    case (nil, _), (_, nil): Markup("Only one has it")
    case (let one?, let two?): one == two ? tag("Same", .good) : tag("Different", .warning)
    }
  }

  private func needs(_ side: Side) -> Markup {
    side.needs.isEmpty
      ? quiet("Not recorded") : bullets(side.needs.map { Markup(vocabulary.need($0.key)) })
  }

  private func referrals(_ side: Side) -> Markup {
    side.referrals.isEmpty
      ? quiet("None")
      : bullets(
        side.referrals.map { referral in
          let words = "\(referral.organisation), \(referral.referredOn.spoken)"
          return user.may(.readInbox)
            ? link(words, to: "/referrals/\(referral.id)") : Markup(words)
        })
  }

  private func households(_ side: Side) -> Markup {
    side.memberships.isEmpty
      ? quiet("None")
      : bullets(
        side.memberships.map { one in
          Markup {
            if user.may(.readHouseholds) {
              link(one.reference, to: "/households/\(one.household)")
            } else {
              one.reference
            }
            one.leftOn == nil ? ", now" : ", until \(one.leftOn!.spoken)"
          }
        })
  }

  private var question: Markup {
    Markup {
      heading("What do you say?", id: "decide")
      form(to: path, token: token) {
        radios(
          Field(
            "answer", "Is this one person?",
            hint: "If you can, ask the person or whoever referred them.", in: state),
          [
            Choice(
              "same", PairAnswer.same.words,
              hint: "Next you see what is put together, and can still go back."),
            Choice(
              "different", PairAnswer.different.words, hint: "We do not show these two again."),
            Choice("unsure", PairAnswer.unsure.words, hint: "They go to the end of the list."),
          ])
        textArea(
          Field(
            "reason", "Why?",
            hint: "For our own staff. Not needed yet for the same person.", in: state,
            isOptional: true),
          rows: 3, limit: GivenReason.limit)
        button("Continue")
      }
    }
  }
}
