import Core
import HTML
import Households
import Web

/// What is to move between districts: what waits for an answer, what was asked for, and the form that asks.
package struct TransferPages: Sendable {
  let referrals: Referrals

  package init(_ referrals: Referrals) { self.referrals = referrals }

  package var routes: [Route] {
    [
      .get("/transfers", .may(.requestTransfers)) { visit in
        .page(try await list(visit, FormState()))
      },
      .post("/transfers/:id/accept", .may(.decideTransfers)) { visit in
        try await referrals.acceptTransfer(visit.id("Request"), by: visit.user)
        return .see("/transfers", done: "transfer-accepted")
      },
      .post("/transfers/:id/refuse", .may(.decideTransfers), refuse),
      .get("/households/:id/transfer", .may(.requestTransfers)) { visit in
        .page(try await asking(visit, FormState()))
      },
      .post("/households/:id/transfer", .may(.requestTransfers), ask),
      .post("/referrals/:id/ask-for-others", .may(.requestTransfers), askForOthers),
    ]
  }

  package static let nav = [NavEntry("Transfers", to: "/transfers", for: .decideTransfers)]

  private var vocabulary: Vocabulary { referrals.vocabulary }

  // MARK: - The list

  private func list(
    _ visit: Visit, _ state: FormState, refusing: TransferRequestID? = nil
  ) async throws -> Page {
    let number = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let found = try await referrals.transfers(page: number, for: visit.user)
    let mayDecide = visit.user.may(.decideTransfers)
    return Page("Transfers", section: "/transfers", problems: state.problems) {
      if mayDecide {
        heading("Waiting for your answer")
        if found.waiting.isEmpty {
          emptyState(
            number > 1 ? "There are no more requests" : "Nothing waits for your answer",
            "When somebody asks you to take over a household, or to send a referral to them, it is shown here.",
            action: number > 1 ? Link("Back to the first page", to: "/transfers") : nil)
        }
        for request in found.waiting {
          waiting(request, visit, request.id == refusing ? state : FormState())
        }
        pagination(
          page: number, of: found.hasMore ? number + 1 : number,
          previous: number > 1 ? "/transfers?page=\(number - 1)" : nil,
          next: found.hasMore ? "/transfers?page=\(number + 1)" : nil)
      }
      heading("What you asked for")
      if found.asked.isEmpty {
        paragraph(text: "You have not asked for a transfer.")
      } else {
        asked(found.asked)
      }
      if !found.sentAway.isEmpty {
        heading("Sent to other districts")
        sentAway(found.sentAway)
      }
    }
  }

  private func name(_ request: TransferRequest) -> String {
    switch request.subject {
    case .household(_, let reference, let people):
      "Household \(reference), \(people == 1 ? "1 person" : "\(people) people")"
    case .referral(_, let organisation, let day):
      "Referral from \(organisation) of \(day.spoken)"
    }
  }

  private func way(_ request: TransferRequest) -> String {
    request.from == request.to
      ? "To another advocate in \(vocabulary.district(request.to))"
      : "From \(vocabulary.district(request.from)) to \(vocabulary.district(request.to))"
  }

  @MarkupBuilder private func waiting(
    _ request: TransferRequest, _ visit: Visit, _ state: FormState
  ) -> Markup {
    let path = "/transfers/\(request.id)"
    heading(name(request), level: 3)
    summaryList([
      SummaryRow("Move", Markup(way(request))),
      SummaryRow("Asked by", "\(request.askedBy) on \(date(request.askedAt.day))"),
      SummaryRow("Why", written(request.reason)),
    ])
    if let handover = request.handover {
      details("What the next advocate must know") { written(handover) }
    }
    if case .referral(let id, _, _) = request.subject, visit.user.may(.readInbox) {
      paragraph(link("See the referral", to: "/referrals/\(id)"))
    }
    buttonForm(
      "Say yes", to: path + "/accept", token: visit.formToken, .primary,
      about: "to: \(name(request))"
    )
    details("Say no", isOpen: !state.isGood) {
      form(to: path + "/refuse", token: visit.formToken) {
        // Each request has its own form on this page: the id keeps their fields apart.
        textArea(
          Field(
            "answer-\(request.id)", "Why not?", hint: "\(request.askedBy) reads this.",
            values: state.texts("answer-\(request.id)"),
            problem: state.problem("answer-\(request.id)")),
          rows: 3, limit: ActNote.limit)
        button("Say no", .secondary, about: "to: \(name(request))")
      }
    }
  }

  private func asked(_ requests: [TransferRequest]) -> Markup {
    table(
      "What you asked for", isCaptionHidden: true,
      columns: ["What", "Move", "Asked on", "Answer"],
      rows: requests.map { request in
        [
          Markup(name(request)), Markup(way(request)), date(request.askedAt.day),
          Markup {
            switch request.state {
            case .waiting: tag("Waiting", .info)
            case .accepted: tag("Yes", .good)
            case .refused: tag("No", .neutral)
            }
            if let by = request.decidedBy, let at = request.decidedAt {
              quiet(" by \(by) on \(date(at.day))")
            }
            if let answer = request.answer { written(answer) }
          },
        ]
      })
  }

  private func sentAway(_ sent: [SentAway]) -> Markup {
    table(
      "Sent to other districts", isCaptionHidden: true,
      columns: ["Referral", "To", "Sent", "Why"],
      rows: sent.map { one in
        [
          Markup("From \(one.organisation), \(one.referredOn.spoken)"),
          Markup(vocabulary.district(one.to)), "\(date(one.sentAt.day)) by \(one.sentBy)",
          written(one.reason),
        ]
      })
  }

  private func refuse(_ visit: Visit) async throws -> Answer {
    let id: TransferRequestID = try visit.id("Request")
    let field = "answer-\(id)"
    do {
      try await referrals.refuseTransfer(id, because: visit.form.text(field), by: visit.user)
      return .see("/transfers", done: "transfer-refused")
    } catch Rejection.invalid(let problems) {
      let named = problems.map { Problem(field, $0.reason) }
      return .again(try await list(visit, visit.form.with(named), refusing: id))
    }
  }

  // MARK: - Asking

  private func asking(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: HouseholdID = try visit.id("Household")
    let (household, waiting) = try await referrals.movable(id, for: visit.user)
    let path = "/households/\(id)"
    return Page(
      "Ask somebody to take over", caption: household.reference,
      back: Link("The household", to: path), section: "/households", problems: state.problems
    ) {
      if let waiting {
        insetText {
          paragraph(
            text:
              "\(waiting.askedBy) asked on \(waiting.askedAt.day.spoken). \(way(waiting)). It waits for an answer."
          )
          written(waiting.reason)
        }
      } else {
        paragraph(
          text:
            "The team leader of the district that you choose answers. Until they say yes, nothing changes. Then the advocate of today stops."
        )
        form(to: path + "/transfer", token: visit.formToken) {
          select(
            Field("to", "To which district?", in: state),
            vocabulary.districts.sorted { $0.value < $1.value }.map {
              Choice(
                $0.key,
                $0.key == household.districtCode ? "\($0.value), to another advocate" : $0.value)
            })
          textArea(Field("why", "Why?", in: state), rows: 3, limit: ActNote.limit)
          textArea(
            Field(
              "handover", "What must the next advocate know?",
              hint: "How to make contact, what was agreed and what comes next.", in: state),
            rows: 6, limit: MoveRequest.limit)
          button("Ask")
        }
      }
    }
  }

  private func ask(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    let sent = visit.form
    do {
      try await referrals.askToMove(
        id, to: sent.text("to"), because: sent.text("why"), handover: sent.text("handover"),
        by: visit.user)
      return .see("/transfers", done: "transfer-asked")
    } catch Rejection.invalid(let problems) {
      return .again(try await asking(visit, sent.with(problems)))
    }
  }

  private func askForOthers(_ visit: Visit) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    do {
      try await referrals.askForCompanions(
        of: id, because: visit.form.text("ask_reason"), by: visit.user)
      return .see("/transfers", done: "transfer-asked")
    } catch Rejection.invalid(let problems) {
      return .again(
        try await ReferralPages(referrals).page(visit, visit.form.with(problems)))
    }
  }
}
