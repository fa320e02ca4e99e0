import CSVFile
import Core
import HTML
import Web

extension InvitationPages {
  // MARK: - One list

  func list(_ visit: Visit) async throws -> Answer {
    let id: InvitationListID = try visit.id("List")
    let state = visit.query("show").flatMap { Invitation.State(rawValue: $0) }
    let number = Self.number(visit)
    let view = try await invitations.view(id, state, page: number, for: visit.user)
    let list = view.list
    let isOver = invitations.wall.today > list.askUntil
    return .page(
      Page(
        list.name, caption: "Invitations", width: .wide,
        back: Link("Invitations", to: "/invitations"), section: "/invitations"
      ) {
        if isOver {
          insetText {
            paragraph(
              "The last day for asking was \(date(list.askUntil)). Nobody can be added or asked.")
          }
        } else {
          buttonRow {
            linkButton(Link("Add people", to: "/invitations/\(id)/add"))
            linkButton(Link("Ask them", to: "/invitations/\(id)/send"), .secondary)
          }
        }
        numbers(view)
        details("About this list") { about(list) }
        heading("People", id: "people")
        filterForm(to: "/invitations/\(id)", label: "People") {
          select(
            Field("show", "Show", values: [state?.rawValue ?? ""]),
            Invitation.State.allCases.map { Choice($0.rawValue, $0.words) }, prompt: "Everybody")
        }
        if view.people.isEmpty {
          emptyState(
            view.counts.people == 0 ? "Nobody is on this list yet" : "There is nobody to show",
            view.counts.people == 0 ? "Add people by hand, or paste rows." : nil)
        } else {
          people(view.people)
        }
        pagination(
          page: number, of: view.hasMore ? number + 1 : number,
          previous: number > 1 ? path(id, state, number - 1) : nil,
          next: view.hasMore ? path(id, state, number + 1) : nil)
      })
  }

  private func path(_ id: InvitationListID, _ state: Invitation.State?, _ page: Int) -> String {
    "/invitations/\(id)?show=\(state?.rawValue ?? "")&page=\(page)"
  }

  @MarkupBuilder private func numbers(_ view: InvitationListView) -> Markup {
    let counts = view.counts
    summaryList([
      SummaryRow("People", "\(counts.people), \(counts.ready) not asked yet"),
      SummaryRow("Asked", "\(counts.asked)"),
      SummaryRow("Said yes", "\(counts.yes)"),
      SummaryRow("Said no", "\(counts.no)"),
      SummaryRow("Should not have been on it", "\(counts.off)"),
      SummaryRow("No answer", "\(counts.noAnswer)"),
      SummaryRow("Not delivered", "\(counts.undelivered)"),
      SummaryRow("Left out", Markup(leftOut(view.leftOut))),
    ])
  }

  private func leftOut(_ amounts: [LeftOut: Int]) -> String {
    var added = Added()
    added.leftOut = amounts
    return added.leftOutWords ?? "Nobody"
  }

  private func about(_ list: InvitationList) -> Markup {
    summaryList([
      SummaryRow("District", Markup(place(list))),
      SummaryRow("Names come from", written(list.source)),
      SummaryRow("Why we may contact them", Markup(invitations.bases.list.label(list.basis))),
      SummaryRow("Why it fits", written(list.basisNote)),
      SummaryRow("Ask until", date(list.askUntil)),
      SummaryRow("Made", "\(date(list.madeOn)) by \(list.madeBy)"),
    ])
  }

  private func people(_ people: [Invitation]) -> Markup {
    table(
      "People", isCaptionHidden: true, columns: ["Name", "State", "When", "Next"],
      rows: people.map { one in
        [
          link(one.details?.fullName ?? "Details taken away", to: "/invited/\(one.id)"),
          state(of: one), moment(one.answer?.at ?? one.askedAt ?? one.addedAt),
          next(one),
        ]
      })
  }

  func state(of one: Invitation) -> Markup {
    if one.isUndelivered { return tag("Not delivered", .danger) }
    return switch one.state {
    case .yes: tag(one.state.words, .good)
    case .asked: tag(one.state.words, .info)
    case .ready, .no, .off, .known: tag(one.state.words)
    }
  }

  private func next(_ one: Invitation) -> Markup {
    switch one.state {
    case .yes where one.referral != nil: "Has a referral"
    case .yes:
      linkButton(
        Link(
          "Write a referral", to: "/invited/\(one.id)/referral",
          about: "for \(one.details?.fullName ?? "")"), .secondary)
    case .ready where one.details?.safeContact != nil: "Read how it is safe first"
    default: ""
    }
  }

  // MARK: - Adding

  func addPage(_ visit: Visit, _ state: FormState, result: Markup = Markup()) async throws -> Page {
    let id: InvitationListID = try visit.id("List")
    let list = try await invitations.list(id, for: visit.user)
    return Page(
      "Add people", caption: list.name, back: Link(list.name, to: "/invitations/\(id)"),
      section: "/invitations", problems: state.problems
    ) {
      result
      paragraph(
        text:
          "Who was on a list before, has said no, has a referral or is in a household with us is left out by itself."
      )
      heading("One person")
      form(to: "/invitations/\(id)/add", token: visit.formToken) {
        textInput(Field("full_name", "Full name", in: state), width: .full)
        dateInput(Field("date_of_birth", "Date of birth", in: state, isOptional: true))
        textInput(
          Field(
            "email", "Email",
            hint: "Enter an email, a mobile or an address. More than one is good.",
            in: state, isOptional: true), .email)
        textInput(Field("mobile", "Mobile", in: state, isOptional: true), .phone)
        textArea(
          Field("address", "Address for a letter", in: state, isOptional: true), rows: 3)
        if list.district == nil {
          select(
            Field("district", "District", in: state),
            vocabulary.districts.sorted { $0.value < $1.value }.map { Choice($0.key, $0.value) })
        }
        textArea(
          Field(
            "safe_contact", "How is it safe to reach them?",
            hint: "If you write something here, they are asked one by one and not with the others.",
            in: state, isOptional: true), rows: 2)
        button("Add this person")
      }
      heading("Many people", id: "many")
      paragraph(
        "Paste rows from a spreadsheet or a CSV file. The first line names the columns: full_name, and one or more of email, mobile and address. date_of_birth, district and safe_contact may follow. Other columns are not read."
      )
      form(to: "/invitations/\(id)/rows", token: visit.formToken) {
        textArea(
          Field("rows", "Rows", hint: "Up to 1,000 rows at a time.", in: state), rows: 8)
        button("Add these people")
      }
    }
  }

  func add(_ visit: Visit) async throws -> Answer {
    let id: InvitationListID = try visit.id("List")
    do {
      try await invitations.add(InvitedDraft { visit.form.text($0) }, to: id, by: visit.user)
      return .see("/invitations/\(id)/add", done: "invited-added")
    } catch Rejection.invalid(let problems) {
      return .again(try await addPage(visit, visit.form.with(problems)))
    }
  }

  /// Rows that can be used are added, and the others stay in the box with what is wrong with each.
  func paste(_ visit: Visit) async throws -> Answer {
    let id: InvitationListID = try visit.id("List")
    let list = try await invitations.list(id, for: visit.user)
    let rows: PastedRows
    do {
      rows = try PastedRows(visit.form.text("rows"), invitations.rules(for: list))
    } catch {
      return .again(
        try await addPage(
          visit,
          visit.form.with([Problem("rows", Reason("invited.file", ["words": error.sentence]))])))
    }
    guard rows.people.count + rows.problems.count > 0 else {
      return .again(
        try await addPage(visit, visit.form.with([Problem("rows", Reason("invited.no-rows"))])))
    }
    guard rows.people.count <= Self.pasted else {
      return .again(
        try await addPage(visit, visit.form.with([Problem("rows", Reason("invited.many"))])))
    }
    let added = try await invitations.add(rows.people, to: id, by: visit.user)
    let result = notificationBanner(
      "\(count(added.people, "person is", "people are")) added.",
      added.people > 0 ? .good : .info
    ) {
      if let words = added.leftOutWords { paragraph(text: "Left out: \(words).") }
      paragraph(link("Show the list", to: "/invitations/\(id)"))
    }
    guard !rows.problems.isEmpty else {
      return .page(try await addPage(visit, FormState(), result: result))
    }
    let problems = rows.problems.prefix(Self.shownProblems).map { problem in
      Problem("rows", Reason("invited.row", ["words": problem.words]))
    }
    let more = rows.problems.count - problems.count
    let rest = more > 0 ? [Problem("rows", Reason("invited.more", ["count": String(more)]))] : []
    return .again(
      try await addPage(
        visit, FormState(values: ["rows": rows.rest], problems: problems + rest), result: result))
  }

  /// Rows that one form takes.
  static let pasted = 1000
  static let shownProblems = 20

  func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}
