import Core
import HTML
import Referrals
import Web

extension InvitationPages {
  // MARK: - Asking

  func sendPage(_ visit: Visit) async throws -> Answer {
    let id: InvitationListID = try visit.id("List")
    let view = try await invitations.preview(id, for: visit.user)
    let (list, ready) = (view.list, view.ready)
    let isOpen = invitations.wall.today <= list.askUntil
    return .page(
      Page(
        "Ask them", caption: list.name, back: Link(list.name, to: "/invitations/\(id)"),
        section: "/invitations"
      ) {
        summaryList([
          SummaryRow("By email", "\(ready.emails)"),
          SummaryRow("By text message", "\(ready.texts)"),
          SummaryRow("By letter", "\(ready.letters)"),
          SummaryRow("One by one, as it is safe", "\(ready.held)"),
          SummaryRow("Can’t be asked: texts can’t be sent from here", "\(ready.unreachable)"),
        ])
        if !isOpen {
          insetText { paragraph("The last day for asking was \(date(list.askUntil)).") }
        }
        if ready.emails > 0 {
          heading("The email")
          insetText {
            paragraph("\(element(.strong, text: view.emailSubject))")
            written(view.emailBody)
          }
        }
        if ready.texts > 0 {
          heading("The text message")
          insetText { written(view.textBody) }
        }
        if isOpen, view.next > 0 {
          warningText("A message can’t be taken back. Each person gets one, and no other.")
          if view.next < ready.messages {
            paragraph(text: "The first \(view.next) go now. Come back for the others.")
          }
          form(to: "/invitations/\(id)/send", token: visit.formToken) {
            hiddenInput("count", String(view.next))
            button("Ask \(count(view.next, "person", "people")) now", .warning)
          }
        }
        if view.next == 0 { paragraph(text: "Nobody waits to be asked by email or text.") }
        if isOpen { letterForms(view, visit) }
      })
  }

  @MarkupBuilder private func letterForms(_ view: InvitationPreview, _ visit: Visit) -> Markup {
    let path = "/invitations/\(view.list.id)/letters"
    heading("Letters")
    if view.ready.letters > 0 {
      paragraph(
        text:
          "Makes a page with up to \(Invitations.lettersAtOnce) letters, each on a sheet of its own. Print it at once: the links in them are shown only now."
      )
      form(to: path, token: visit.formToken) { button("Make letters", .secondary) }
    } else {
      paragraph(text: "Nobody waits for a letter.")
    }
    details("The printer failed?") {
      paragraph(
        "Make the letters of the last day again. They get new links, and the links in the ones before no longer work."
      )
      form(to: path, token: visit.formToken) {
        hiddenInput("again", "yes")
        button("Make them again", .secondary)
      }
    }
  }

  func send(_ visit: Visit) async throws -> Answer {
    let id: InvitationListID = try visit.id("List")
    let confirmed = Int(visit.form.text("count")) ?? -1
    _ = try await invitations.send(id, confirmed: confirmed, by: visit.user)
    return .see("/invitations/\(id)", done: "invited-asked")
  }

  func letters(_ visit: Visit) async throws -> Answer {
    let id: InvitationListID = try visit.id("List")
    let letters = try await invitations.letters(
      id, again: visit.form.text("again") == "yes", by: visit.user)
    return .page(lettersPage(letters, back: Link("Ask them", to: "/invitations/\(id)/send")))
  }

  private func lettersPage(_ letters: [InvitationLetter], back: Link) -> Page {
    Page(
      count(letters.count, "letter", "letters"), back: back, section: "/invitations"
    ) {
      screenOnly {
        paragraph("Print this page now. When you leave it, the links can’t be shown again.")
      }
      printButton()
      for one in letters { letterSheet { letter(one) } }
    }
  }

  @MarkupBuilder private func letter(_ one: InvitationLetter) -> Markup {
    paragraph(text: one.name)
    written(one.address)
    heading("Would you like to hear from us?")
    paragraph(text: "We help people find work, and it costs you nothing. May we contact you?")
    paragraph("Answer yes or no on this page by \(date(one.until)):")
    paragraph("\(element(.strong, text: one.link))")
    paragraph("You can also call us or write to us.")
    paragraph("We have your details from:")
    written(one.source)
    paragraph(
      "We ask only once. If you say no, or nothing, we will not ask again. If we should not have your details, tell us, and we take them away."
    )
  }

  // MARK: - One person

  func personPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: InvitationID = try visit.id("Person")
    let (one, list) = try await invitations.find(id, for: visit.user)
    return Page(
      one.details?.fullName ?? "Details taken away", caption: "On a list",
      back: Link(list.name, to: "/invitations/\(list.id)"), section: "/invitations",
      problems: state.problems
    ) {
      summaryList(facts(one))
      if one.details == nil {
        insetText {
          paragraph(
            "Their name and details are taken away. A mark that can’t be read back keeps others from asking them."
          )
        }
      }
      if one.state == .yes {
        if let referral = one.referral {
          paragraph(link("Open the referral", to: "/referrals/\(referral)"))
        } else {
          linkButton(Link("Write a referral", to: "/invited/\(id)/referral"))
        }
      }
      acts(one, list, state, visit)
    }
  }

  private func facts(_ one: Invitation) -> [SummaryRow] {
    var rows = [SummaryRow("State", self.state(of: one))]
    if let details = one.details {
      rows += [
        SummaryRow("Date of birth", details.dateOfBirth.map(date)),
        SummaryRow("Email", details.email.map { Markup($0) }),
        SummaryRow("Mobile", details.mobile.map { Markup($0) }),
        SummaryRow("Address", details.address.map { written($0) }),
      ]
      if let wishes = details.safeContact {
        rows.append(SummaryRow("How it is safe to reach them", written(wishes)))
      }
    }
    rows.append(SummaryRow("District", Markup(vocabulary.district(one.district))))
    if let askedAt = one.askedAt, let way = one.way {
      rows.append(SummaryRow("Asked", "\(moment(askedAt)), \(way.words.lowercased())"))
    }
    if let answer = one.answer {
      let who = answer.keyedBy.map { ", written down by \($0)" } ?? ""
      rows.append(
        SummaryRow("Answered", "\(moment(answer.at)), \(answer.cameBy.words.lowercased())\(who)"))
      if let reach = answer.reach { rows.append(SummaryRow("Reach them so", written(reach))) }
      if let time = answer.reachTime { rows.append(SummaryRow("A good time", written(time))) }
    }
    return rows
  }

  @MarkupBuilder private func acts(
    _ one: Invitation, _ list: InvitationList, _ state: FormState, _ visit: Visit
  ) -> Markup {
    let path = "/invited/\(one.id)"
    let isOpen = invitations.wall.today <= list.askUntil
    if one.state == .ready, isOpen, let found = one.details, found.safeContact != nil {
      heading("Ask them")
      paragraph("Read how it is safe to reach them. Then choose a way that is.")
      form(to: "\(path)/ask", token: visit.formToken) {
        radios(
          Field("way", "How?", in: state),
          invitations.ways(for: found).map { Choice($0.rawValue, $0.words) })
        button("Ask this person now", .warning)
      }
    }
    if [.ready, .asked, .yes].contains(one.state), one.referral == nil {
      heading("They told us something")
      paragraph("For an answer that came by phone, by post or face to face.")
      form(to: "\(path)/answer", token: visit.formToken) {
        radios(
          Field("answer", "What did they say?", in: state),
          InvitationAnswer.allCases.filter { one.state != .yes || $0 != .yes }.map {
            Choice($0.rawValue, $0.words)
          })
        radios(
          Field("came_by", "How did they say it?", in: state),
          CameBy.keyed.map { Choice($0.rawValue, $0.words) }, isInline: true)
        if one.state != .yes {
          textArea(
            Field(
              "reach", "How is it safe to reach them?", hint: "Only if they said yes.", in: state,
              isOptional: true), rows: 2)
          textArea(
            Field("reach_time", "When is a good time?", in: state, isOptional: true), rows: 2)
        }
        paragraph("If they said no, their details are taken away, and nobody asks them again.")
        button("Save what they said")
      }
    }
    if one.state == .ready {
      heading("Added by mistake?")
      buttonForm("Take them off the list", to: "\(path)/take-off", token: visit.formToken, .warning)
    }
  }

  func takeOff(_ visit: Visit) async throws -> Answer {
    let list = try await invitations.takeOff(visit.id("Person"), by: visit.user)
    return .see("/invitations/\(list)", done: "invited-off")
  }

  func ask(_ visit: Visit) async throws -> Answer {
    let id: InvitationID = try visit.id("Person")
    do {
      let letter = try await invitations.ask(id, by: visit.form.text("way"), user: visit.user)
      guard let letter else { return .see("/invited/\(id)", done: "invited-one") }
      return .page(lettersPage([letter], back: Link("Back to the person", to: "/invited/\(id)")))
    } catch Rejection.invalid(let problems) {
      return .again(try await personPage(visit, visit.form.with(problems)))
    }
  }

  func keyAnswer(_ visit: Visit) async throws -> Answer {
    let id: InvitationID = try visit.id("Person")
    let form = visit.form
    do {
      _ = try await invitations.key(
        AnswerDraft(
          answer: form.text("answer"), reach: form.text("reach"),
          reachTime: form.text("reach_time"), cameBy: form.text("came_by")), of: id, by: visit.user)
      return .see("/invited/\(id)", done: "invited-answered")
    } catch Rejection.invalid(let problems) {
      return .again(try await personPage(visit, form.with(problems)))
    }
  }

  func refer(_ visit: Visit) async throws -> Answer {
    let id: InvitationID = try visit.id("Person")
    do {
      let result = try await invitations.refer(id, keyed.draft(visit.form), by: visit.user)
      return .see("/invited/\(id)", done: result.isChange ? "keyed-again" : "keyed")
    } catch Rejection.invalid(let problems) {
      return .again(
        keyed.page(visit, visit.form.with(problems), to: "/invited/\(id)/referral"))
    }
  }
}
