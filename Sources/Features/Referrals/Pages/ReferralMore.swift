import Core
import HTML
import Households
import People

/// What can be done with a referral besides accepting it: each act is closed until somebody opens it, so that the page
/// stays calm.
struct ReferralMore {
  let view: ReferralView
  let state: FormState
  let token: String
  let today: Day
  let vocabulary: Vocabulary

  private var referral: Referral { view.referral }
  private var path: String { "/referrals/\(referral.id)" }

  var markup: Markup {
    Markup {
      heading("More", id: "more")
      act("Decline it", ["reason", "note"]) { decline }
      act("Withdraw it", ["withdraw_reason", "withdraw_note"]) { withdraw }
      if !vocabulary.complexityLevels.isEmpty {
        act("Say how complex it is", ["complexity", "complexity_note"]) { complexity }
      }
      if referral.districtCode == nil || referral.isDistrictSuggested {
        act("Set the district", ["place"]) { place }
      }
      if referral.districtCode != nil {
        act("Send it to another district", ["send_to", "send_reason"]) { transfer }
        if view.hiddenCompanions > 0 {
          act("Ask another district for those who want to join", ["ask_reason"]) { askForOthers }
        }
      }
    }
  }

  /// Open where something is wrong with one of its fields.
  private func act(
    _ summary: String, _ fields: [String], @MarkupBuilder content: () -> Markup
  ) -> Markup {
    details(summary, isOpen: fields.contains { state.problem($0) != nil }, content: content)
  }

  private func offered(_ entries: [Vocabulary.Entry]) -> [Choice] {
    entries.filter { $0.valid.holds(on: today) }.map { Choice($0.key, $0.label) }
  }

  private var districts: [Choice] {
    vocabulary.districts.sorted { $0.value < $1.value }.map { Choice($0.key, $0.value) }
  }

  private var decline: Markup {
    form(to: "\(path)/decline", token: token) {
      radios(Field("reason", "Why?", in: state), offered(vocabulary.declineReasons))
      textArea(
        Field("note", "More about it", hint: "For our own staff.", in: state, isOptional: true),
        rows: 3, limit: Decline.limit)
      button("Decline", .warning)
    }
  }

  private var withdraw: Markup {
    form(to: "\(path)/withdraw", token: token) {
      paragraph(text: "For when they, or whoever referred them, no longer want it.")
      radios(
        Field("withdraw_reason", "Why do they no longer want it?", in: state),
        offered(vocabulary.withdrawReasons))
      textArea(
        Field(
          "withdraw_note", "More about it", hint: "For our own staff.", in: state, isOptional: true),
        rows: 3, limit: ActNote.limit)
      button("Withdraw", .warning)
    }
  }

  private var complexity: Markup {
    form(to: "\(path)/complexity", token: token) {
      radios(
        Field(
          "complexity", "How complex is it?",
          values: state.values["complexity"] ?? referral.complexity.map { [$0] } ?? [],
          problem: state.problem("complexity")),
        complexityChoices(vocabulary, on: today))
      textArea(
        Field("complexity_note", "Why?", in: state, isOptional: true), rows: 2,
        limit: Complexity.limit)
      button("Save", .secondary, about: "how complex it is")
    }
  }

  private var place: Markup {
    form(to: "\(path)/district", token: token) {
      select(
        Field(
          "place", "Where do they live?",
          values: state.values["place"] ?? referral.districtCode.map { [$0] } ?? [],
          problem: state.problem("place")), districts)
      button("Save the district", .secondary)
    }
  }

  private var askForOthers: Markup {
    form(to: "\(path)/ask-for-others", token: token) {
      textArea(
        Field("ask_reason", "Tell them why", hint: "Their team leader reads this.", in: state),
        rows: 3, limit: ActNote.limit)
      button("Ask", .secondary, about: "the other district")
    }
  }

  private var transfer: Markup {
    form(to: "\(path)/transfer", token: token) {
      select(
        Field("send_to", "To which district?", in: state),
        districts.filter { $0.value != referral.districtCode })
      textArea(
        Field("send_reason", "Tell them why", hint: "Their team leader reads this.", in: state),
        rows: 3, limit: ActNote.limit)
      button("Send", .secondary, about: "to another district")
    }
  }
}
