import Core
import HTML
import HTTPTypes
import Web

/// The administrator's pages: who is told of changes, and what became of it.
package struct WebhookPages: Sendable {
  private let webhooks: Webhooks

  package init(_ webhooks: Webhooks) { self.webhooks = webhooks }

  package static let nav = [NavEntry("Webhooks", to: "/webhooks", for: .manageAccounts)]

  package var routes: [Route] {
    [
      .get("/webhooks", .may(.manageAccounts)) { visit in
        .page(try await listPage(FormState(), visit))
      },
      .post("/webhooks", .may(.manageAccounts)) { visit in try await add(visit) },
      .get("/webhooks/:id", .may(.manageAccounts)) { visit in
        let (webhook, deliveries) = try await webhooks.find(
          visit.id("Webhook"), by: visit.user)
        return .page(webhookPage(webhook, deliveries, visit))
      },
      .post("/webhooks/:id/test", .may(.manageAccounts)) { visit in
        let id: WebhookID = try visit.id("Webhook")
        try await webhooks.test(id, by: visit.user)
        return .see("/webhooks/\(id)", done: "webhook-tested")
      },
      .post("/webhooks/:id/try-again", .may(.manageAccounts)) { visit in
        let id: WebhookID = try visit.id("Webhook")
        try await webhooks.tryAgain(id, by: visit.user)
        return .see("/webhooks/\(id)", done: "webhook-tried-again")
      },
      .post("/webhooks/:id/end", .may(.manageAccounts)) { visit in
        try await webhooks.end(visit.id("Webhook"), by: visit.user)
        return .see("/webhooks", done: "webhook-ended")
      },
    ]
  }

  private static let toList = Link("Webhooks", to: "/webhooks")

  private func add(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    do {
      let secret = try await webhooks.add(
        url: form.text("url").trimmed, kinds: form.texts("kinds"), by: visit.user)
      return .page(secretPage(secret), .created)
    } catch Rejection.invalid(let problems) {
      return .again(try await listPage(form.with(problems), visit))
    }
  }

  private func listPage(_ state: FormState, _ visit: Visit) async throws -> Page {
    let found = try await webhooks.list(by: visit.user)
    return Page("Webhooks", width: .wide, section: "/webhooks", problems: state.problems) {
      paragraph(
        "A webhook tells another program that something has changed. It tells what was changed and when, never anything about a person."
      )
      if found.isEmpty {
        emptyState("Nobody is told of changes", "Add an address below.")
      } else {
        table(
          "Webhooks", isCaptionHidden: true, columns: ["Address", "Told of", "Added"],
          rows: found.map { webhook in
            [
              link(webhook.url, to: "/webhooks/\(webhook.id)"),
              "\(webhook.kinds.map(\.words).joined(separator: "; "))",
              "\(moment(webhook.createdAt)) by \(element(.bdi, text: webhook.createdBy))",
            ]
          })
      }
      heading("Add a webhook")
      form(to: "/webhooks", token: visit.formToken) {
        textInput(
          Field("url", "Address", hint: "Starts with https://", in: state), autocomplete: "off")
        checkboxes(
          Field("kinds", "Told of", in: state),
          ChangeKind.allCases.map { Choice($0.rawValue, $0.words) })
        button("Add webhook")
      }
    }
  }

  private func secretPage(_ secret: String) -> Page {
    Page("Webhook added", back: Self.toList, section: "/webhooks") {
      paragraph("Give this secret to whoever runs the other program. It is shown only now.")
      insetText { element(.code, text: secret) }
      paragraph("With it they check that what they are told comes from us.")
    }
  }

  private func webhookPage(_ webhook: Webhook, _ deliveries: [Delivery], _ visit: Visit) -> Page {
    Page("Webhook", caption: webhook.url, back: Self.toList, section: "/webhooks") {
      summaryList([
        SummaryRow("Told of", "\(webhook.kinds.map(\.words).joined(separator: "; "))"),
        SummaryRow(
          "Added", "\(moment(webhook.createdAt)) by \(element(.bdi, text: webhook.createdBy))"),
        SummaryRow("Ended", webhook.endedAt.map(moment) ?? "No"),
      ])
      heading("The last that was told")
      if deliveries.isEmpty {
        emptyState("Nothing yet")
      } else {
        table(
          "The last that was told", isCaptionHidden: true,
          columns: ["Change", "When", "State", .number("Tries")],
          rows: deliveries.map { delivery in
            [
              "\(delivery.words)", moment(delivery.happenedAt), Self.state(delivery),
              "\(String(delivery.tries))",
            ]
          })
      }
      if webhook.endedAt == nil {
        buttonRow {
          buttonForm(
            "Send a test", to: "/webhooks/\(webhook.id)/test", token: visit.formToken)
          if deliveries.contains(where: { $0.deliveredAt == nil }) {
            buttonForm(
              "Try again now", to: "/webhooks/\(webhook.id)/try-again", token: visit.formToken)
          }
        }
        heading("End it")
        paragraph("What was not told yet is not told any more. You can add the address again.")
        buttonForm(
          "End this webhook", to: "/webhooks/\(webhook.id)/end", token: visit.formToken, .warning)
      }
    }
  }

  private static func state(_ delivery: Delivery) -> Markup {
    let answer =
      delivery.lastStatus.map { " Answered \($0)." } ?? (delivery.tries > 0 ? " No answer." : "")
    if delivery.deliveredAt != nil { return tag("Told", .good) }
    if delivery.givenUpAt != nil { return "\(tag("Given up", .warning))\(answer)" }
    return "\(tag("Waiting"))\(answer)"
  }
}
