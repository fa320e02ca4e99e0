import Core
import HTML
import Web

/// What went out to people, what did not arrive, and what somebody must decide.
package struct MessagePages: Sendable {
  let messages: Messages

  package init(_ messages: Messages) { self.messages = messages }

  package var routes: [Route] {
    [
      .get("/messages", .may(.readMessages), list),
      .get("/messages/:id", .may(.readMessages)) { visit in
        .page(try await page(visit, FormState()))
      },
      .post("/messages/:id/decide", .may(.readMessages), decide),
      .post("/messages/:id/again", .may(.readMessages)) { visit in
        let again = try await messages.sendAgain(visit.id("Message"), by: visit.user)
        return .see("/messages/\(again)", done: "message-again")
      },
      .post("/messages/:id/settle", .may(.readMessages)) { visit in
        try await messages.settle(visit.id("Message"), by: visit.user)
        return .see("/messages", done: "message-settled")
      },
    ]
  }

  package static let nav = [NavEntry("Messages", to: "/messages", for: .readMessages)]

  // MARK: - The list

  private func list(_ visit: Visit) async throws -> Answer {
    var filter = MessageFilter()
    filter.part = visit.query("show").flatMap(MessageFilter.Part.init) ?? .open
    filter.before = visit.query("before").flatMap { MessageID(checking: $0) }
    let (found, hasMore, sender) = try await messages.list(filter, for: visit.user)
    return .page(
      Page("Messages", caption: "What we tell people", width: .wide, section: "/messages") {
        lead(Markup(waiting(sender)))
        paragraph(text: ways)
        filterForm(to: "/messages") {
          select(
            Field("show", "Show", values: [filter.part.rawValue]),
            MessageFilter.Part.allCases.map { Choice($0.rawValue, $0.words) }, prompt: nil)
        }
        if found.isEmpty {
          emptyState(
            filter.before != nil ? "There are no older messages" : empty(filter.part),
            "Messages that did not arrive, and those that wait for your decision, are shown here.")
        } else {
          table(
            filter.part.words, isCaptionHidden: true,
            columns: ["What", "To", "Written", "What happened"], rows: found.map(row))
        }
        if hasMore, let last = found.last {
          paragraph(
            link(
              "Older messages",
              to: "/messages?show=\(filter.part.rawValue)&before=\(last.id)"))
        }
      })
  }

  private func empty(_ part: MessageFilter.Part) -> String {
    part == .open ? "Nothing needs you" : "There are no such messages"
  }

  /// How many wait, in words.
  private func waiting(_ sender: SenderState) -> String {
    guard let oldest = sender.oldest else { return "No message waits to go." }
    switch sender.waiting {
    case 1: return "1 message waits to go, since \(oldest.spoken)."
    case SenderState.most...:
      return "\(SenderState.most) messages or more wait to go, the oldest since \(oldest.spoken)."
    case let waiting:
      return "\(waiting) messages wait to go, the oldest since \(oldest.spoken)."
    }
  }

  /// By what messages go out here.
  private var ways: String {
    let text = messages.providers.text.map { "Texts go by: \($0.name)." }
    return "Emails go by: \(messages.providers.email.name). "
      + (text ?? "Texts can't be sent from here.")
  }

  private func row(_ message: Message) -> [Markup] {
    [
      link(messages.kinds.label(message.kind), to: "/messages/\(message.id)"), to(message),
      moment(message.createdAt),
      Markup {
        Self.stateTag(message.state)
        if let trouble = message.trouble { " \(trouble.words)" }
      },
    ]
  }

  private func to(_ message: Message) -> Markup {
    switch (message.recipient, message.person) {
    case (let address?, _): "\(element(.bdi, text: address))"
    case (nil, _?): "Somebody we help"
    case (nil, nil):
      MessageKinds.toResidents.contains(message.kind)
        ? "Somebody on a list" : "Address taken away"
    }
  }

  private static func stateTag(_ state: MessageState) -> Markup {
    switch state {
    case .created, .sending: tag(state.words, .info)
    case .delivered: tag(state.words, .good)
    case .temporaryFailure, .permanentFailure, .technicalFailure: tag(state.words, .danger)
    case .held: tag(state.words, .warning)
    case .dropped: tag(state.words)
    }
  }

  // MARK: - One message

  private func page(_ visit: Visit, _ state: FormState) async throws -> Page {
    let message = try await messages.find(visit.id("Message"), for: visit.user)
    let (about, mayOpen): (Markup, Bool) =
      switch messages.kinds.subject(of: message.kind) {
      case .referral:
        (
          link("The referral", to: "/referrals/\(message.about)"),
          visit.user.may(.readInbox) && message.person == nil
        )
      case .invitation:
        (link("The person on a list", to: "/invited/\(message.about)"), visit.user.may(.invite))
      case .staff, nil: ("", false)
      }
    return Page(
      messages.kinds.label(message.kind), caption: "Message",
      back: Link("Messages", to: "/messages"), section: "/messages", problems: state.problems
    ) {
      summaryList([
        SummaryRow("State", Self.stateTag(message.state)),
        SummaryRow("To", to(message)),
        SummaryRow("By", message.channel == .email ? "Email" : "Text message"),
        SummaryRow("Written", moment(message.createdAt)),
        SummaryRow("Tried", message.tries == 1 ? "Once" : "\(message.tries) times"),
        SummaryRow("Handed over", message.sentAt.map(moment) ?? "Not yet"),
        SummaryRow(
          "About",
          mayOpen ? about : "Not shown here"),
      ])
      if let trouble = message.trouble {
        heading("What happened")
        paragraph(text: trouble.words)
        if message.state == .created, let due = message.dueAt {
          paragraph("The next try is on \(moment(due)).")
        }
      }
      if let note = message.decisionNote {
        heading("Why somebody decided so")
        written(note)
      }
      heading("What it says")
      words(message)
      if message.needsSomebody { forms(message, state, visit.formToken) }
    }
  }

  @MarkupBuilder private func words(_ message: Message) -> Markup {
    if let values = message.values,
      let found = messages.kinds.words(
        message.kind, by: message.channel, on: message.createdAt.day),
      let body = found.filled(with: values)
    {
      insetText {
        if let subject = found.subject { paragraph("\(element(.strong, text: subject))") }
        written(body)
      }
    } else {
      paragraph("The words are not shown: they were taken away, or are not for your role.")
    }
  }

  @MarkupBuilder private func forms(
    _ message: Message, _ state: FormState, _ token: String
  ) -> Markup {
    let path = "/messages/\(message.id)"
    heading("What you can do")
    if message.state == .held {
      if message.person != nil {
        paragraph("Read how it is safe to reach this person before you send anything.")
      }
      form(to: "\(path)/decide", token: token) {
        radios(
          Field("choice", "What shall happen?", in: state),
          [Choice("send", "Send it"), Choice("drop", "Do not send it")])
        textArea(Field("note", "Why?", in: state), rows: 3, limit: HeldDecision.limit)
        button("Save")
      }
    } else {
      paragraph(
        "Send it again if you think that it can arrive now. It goes to the same address. If the address is wrong, reach them another way."
      )
      buttonRow {
        buttonForm("Send it again", to: "\(path)/again", token: token, .primary)
        buttonForm("Nothing more to do", to: "\(path)/settle", token: token)
      }
    }
  }

  private func decide(_ visit: Visit) async throws -> Answer {
    let id: MessageID = try visit.id("Message")
    let form = visit.form
    do {
      try await messages.decide(
        id, choice: form.text("choice"), note: form.text("note"), by: visit.user)
      let isSent = form.text("choice") == "send"
      return .see(
        isSent ? "/messages/\(id)" : "/messages",
        done: isSent ? "message-sent" : "message-dropped")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, form.with(problems)))
    }
  }
}
