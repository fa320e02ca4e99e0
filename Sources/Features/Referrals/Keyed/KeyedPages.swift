import Core
import HTML
import Web

/// The form for a referral that comes by phone, on paper or face to face.
package struct KeyedPages: Sendable {
  let referrals: Referrals

  package init(_ referrals: Referrals) { self.referrals = referrals }

  package var routes: [Route] {
    [
      .get("/referrals/new", .may(.keyReferrals)) { visit in .page(page(visit, FormState())) },
      .post("/referrals/new", .may(.keyReferrals), key),
    ]
  }

  package static let nav = [NavEntry("New referral", to: "/referrals/new", for: .keyReferrals)]

  private var vocabulary: Vocabulary { referrals.vocabulary }

  /// The form. `path` is where it is sent, for a room that fills it with what it knows.
  package func page(
    _ visit: Visit, _ state: FormState, to path: String = "/referrals/new"
  ) -> Page {
    let key =
      ReferralID(checking: state.text("key"))?.text ?? ReferralID(at: referrals.wall.now()).text
    let isElsewhere = visit.query("district").flatMap { vocabulary.districts[$0] }
    return Page("New referral", section: "/referrals/new", problems: state.problems) {
      if let isElsewhere, state.isGood {
        insetText {
          paragraph(
            text: "The last one waits in the inbox of \(isElsewhere). Its team leader decides.")
        }
      }
      paragraph(text: "For somebody who calls, writes on paper or comes to you.")
      form(to: path, token: visit.formToken) {
        hiddenInput("key", key)
        fields(state)
        button("Save the referral")
      }
    }
  }

  @MarkupBuilder private func fields(_ state: FormState) -> Markup {
    if let notice = vocabulary.notice(on: referrals.wall.today) {
      insetText {
        paragraph(text: "Read this to them first, or show it:")
        paragraph(text: notice.words)
      }
    }
    radios(
      Field("agreed", "Did they agree?", in: state),
      KeyedDraft.Agreement.allCases.map { Choice($0.rawValue, $0.words) }
        + [Choice("no", "No, or not yet")])
    textInput(Field("full_name", "Full name", in: state), width: .full)
    dateInput(Field("date_of_birth", "Date of birth", in: state))
    textInput(Field("phone", "Phone", in: state, isOptional: true), .phone)
    textArea(
      Field(
        "safe_contact", "How and when is it safe to make contact?", in: state, isOptional: true),
      rows: 2)
    textInput(
      Field(
        "postcode", "Postcode", hint: "If they have none, leave it empty.", in: state,
        isOptional: true),
      .postcode, width: .short)
    // Asked only where the postcode did not tell.
    if state.problem("district") != nil || !state.text("district").isEmpty {
      select(
        Field("district", "In which district do they live?", in: state),
        vocabulary.districts.sorted { $0.value < $1.value }.map { Choice($0.key, $0.value) })
    }
    radios(
      Field("route", "How did they come to us?", in: state),
      KeyedDraft.routes.map { Choice($0, vocabulary.route($0)) })
    checkboxes(
      Field("needs", "What do they need help with?", in: state, isOptional: true),
      vocabulary.needs.sorted { $0.value.label < $1.value.label }.map {
        Choice($0.key, $0.value.label)
      })
    textInput(
      Field(
        "another_adult", "Another adult who would join",
        hint: "The name only. They must agree themselves.", in: state, isOptional: true),
      width: .full)
    textArea(Field("notes", "Anything else", in: state, isOptional: true), rows: 4)
  }

  /// What the form holds.
  package func draft(_ form: FormState) -> KeyedDraft {
    let names = [
      "agreed", "full_name", "date_of_birth", "phone", "safe_contact", "postcode", "district",
      "route", "another_adult", "notes",
    ]
    return KeyedDraft(
      key: ReferralID(checking: form.text("key")) ?? ReferralID(at: referrals.wall.now()),
      values: Dictionary(uniqueKeysWithValues: names.map { ($0, form.text($0)) }),
      needs: form.texts("needs"))
  }

  private func key(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    do {
      let keyed = try await referrals.key(draft(form), by: visit.user)
      let done = keyed.isChange ? "keyed-again" : "keyed"
      if let id = keyed.referral {
        return .see("/referrals/\(id)", done: done)
      }
      // Where it went is said by the district alone, which is nobody's secret.
      return .see("/referrals/new?district=\(keyed.district ?? "")", done: done)
    } catch Rejection.invalid(let problems) {
      return .again(page(visit, form.with(problems)))
    }
  }
}
