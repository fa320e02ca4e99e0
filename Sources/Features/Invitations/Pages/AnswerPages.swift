import Core
import HTML
import HTTPTypes
import Web

/// The pages that a personal link opens. Nobody signs in, and no name stands on them: somebody else may have the letter.
package struct InvitationAnswerPages: Sendable {
  let invitations: Invitations
  let organisation: String

  package init(_ invitations: Invitations, organisation: String) {
    self.invitations = invitations
    self.organisation = organisation
  }

  package var routes: [Route] {
    [
      .get("/invitation/:token", .anyone) { visit in
        guard let found = try await invitations.opened(by: visit.word("token")) else {
          return Self.closed
        }
        return .page(page(visit, found.source, found.until, FormState()))
      },
      .post("/invitation/:token", .anyone, answer),
      .get("/answered", .anyone) { visit in
        .page(thanks(visit.query("with").flatMap { InvitationAnswer(rawValue: $0) }))
      },
    ]
  }

  /// One page for a link that is used, too old or none of ours, so that nobody learns which.
  private static let closed = Answer.page(
    Page("This link is closed") {
      paragraph("If you have answered already, we have your answer. You need do nothing more.")
      paragraph("If your link is old, or a part of it is missing, you can call us or write to us.")
    }, .notFound)

  private func page(
    _ visit: Visit, _ source: String, _ until: Day, _ state: FormState
  ) -> Page {
    Page("May we contact you?", problems: state.problems) {
      paragraph(text: "We are \(organisation). We help people find work, and it costs you nothing.")
      paragraph("We have your details from:")
      insetText { written(source) }
      paragraph("You can answer until \(date(until)). We ask only once.")
      form(to: "/invitation/\(visit.word("token"))", token: visit.formToken) {
        radios(
          Field("answer", "What would you like?", in: state),
          InvitationAnswer.allCases.map { Choice($0.rawValue, $0.words) })
        fieldset("If you said yes") {
          textArea(
            Field(
              "reach", "How is it safe to reach you?",
              hint: "A phone number or an email that only you read, or another way.", in: state,
              isOptional: true), rows: 2)
          textArea(
            Field(
              "reach_time", "When is a good time?", hint: "For example, on weekdays before 3pm.",
              in: state, isOptional: true), rows: 2)
        }
        button("Send my answer")
      }
      details("What happens with my details?") {
        paragraph(
          "If you say yes, somebody contacts you in the way you choose. Nothing else happens until you agree to it."
        )
        paragraph(
          "If you say no, or that we should not have your details, we take them away. We keep only a mark that can’t be read back, so that nobody asks you again."
        )
      }
    }
  }

  private func answer(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    let token = visit.word("token")
    do {
      let answer = try await invitations.answer(
        AnswerDraft(
          answer: form.text("answer"), reach: form.text("reach"),
          reachTime: form.text("reach_time")), with: token, from: visit.address)
      return .see("/answered?with=\(answer.rawValue)")
    } catch Rejection.notFound {
      return Self.closed
    } catch Rejection.invalid(let problems) {
      guard let found = try await invitations.opened(by: token) else { return Self.closed }
      return .again(page(visit, found.source, found.until, form.with(problems)))
    }
  }

  private func thanks(_ answer: InvitationAnswer?) -> Page {
    Page("Thank you") {
      switch answer {
      case nil: paragraph("We have your answer.")
      case .yes: paragraph("Somebody will contact you in the way you chose.")
      case .no: paragraph("We have taken your details away. We will not ask you again.")
      case .off:
        paragraph(
          "We have taken your details away. We are sorry that we had them. We will not ask you again."
        )
      }
    }
  }
}
