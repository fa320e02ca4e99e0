import Core
import HTML
import HTTPTypes
import Referrals
import Web

/// The pages of invitations for staff: lists, who is on them, asking, and what came back.
package struct InvitationPages: Sendable {
  let invitations: Invitations
  let keyed: KeyedPages

  package init(_ invitations: Invitations, keyed: KeyedPages) {
    self.invitations = invitations
    self.keyed = keyed
  }

  package var routes: [Route] {
    [
      .get("/invitations", .may(.invite), lists),
      .get("/invitations/new", .may(.invite)) { visit in .page(try makePage(visit, FormState())) },
      .post("/invitations", .may(.invite), make),
      .download("/invitations/counts.csv", .may(.invite), numbers),
      .get("/invitations/:id", .may(.invite), list),
      .get("/invitations/:id/add", .may(.invite)) { visit in
        .page(try await addPage(visit, FormState()))
      },
      .post("/invitations/:id/add", .may(.invite), add),
      .post("/invitations/:id/rows", .may(.invite), paste),
      .get("/invitations/:id/send", .may(.invite), sendPage),
      .post("/invitations/:id/send", .may(.invite), send),
      .post("/invitations/:id/letters", .may(.invite), letters),
      .get("/invited/:id", .may(.invite)) { visit in
        .page(try await personPage(visit, FormState()))
      },
      .post("/invited/:id/take-off", .may(.invite), takeOff),
      .post("/invited/:id/ask", .may(.invite), ask),
      .post("/invited/:id/answer", .may(.invite), keyAnswer),
      .get("/invited/:id/referral", .may(.invite)) { visit in
        let id: InvitationID = try visit.id("Person")
        let (_, form) = try await invitations.referralForm(id, for: visit.user)
        return .page(keyed.page(visit, form, to: "/invited/\(id)/referral"))
      },
      .post("/invited/:id/referral", .may(.invite), refer),
    ]
  }

  package static let nav = [NavEntry("Invitations", to: "/invitations", for: .invite)]

  var vocabulary: Vocabulary { invitations.vocabulary }

  // MARK: - All lists

  private func lists(_ visit: Visit) async throws -> Answer {
    let page = Self.number(visit)
    let (lists, hasMore) = try await invitations.lists(page: page, for: visit.user)
    return .page(
      Page("Invitations", width: .wide, section: "/invitations") {
        paragraph(
          text:
            "Ask people whether we may contact them. Everybody is asked once, and who says no is never asked again."
        )
        if lists.isEmpty {
          emptyState(
            page > 1 ? "There are no more lists" : "There is no list yet",
            "Make one for the people whom you want to ask.")
        } else {
          table(
            "Lists", isCaptionHidden: true,
            columns: [
              "List", "District", "Ask until", .number("People"), .number("Asked"), .number("Yes"),
              .number("No"), .number("No answer"), .number("Not delivered"),
            ],
            rows: lists.map { list, counts in
              [
                link(list.name, to: "/invitations/\(list.id)"), Markup(place(list)),
                date(list.askUntil), "\(counts.people)", "\(counts.asked)", "\(counts.yes)",
                "\(counts.no + counts.off)", "\(counts.noAnswer)", "\(counts.undelivered)",
              ]
            })
        }
        pagination(
          page: page, of: hasMore ? page + 1 : page,
          previous: page > 1 ? "/invitations?page=\(page - 1)" : nil,
          next: hasMore ? "/invitations?page=\(page + 1)" : nil)
        linkButton(Link("Make a list", to: "/invitations/new"))
        if !lists.isEmpty {
          paragraph(
            link("Download these numbers as CSV", to: "/invitations/counts.csv?page=\(page)"))
        }
      })
  }

  /// The numbers of the lists on one page: no person stands in them.
  private func numbers(_ visit: Visit) async throws -> Answer {
    let (lists, _) = try await invitations.lists(page: Self.number(visit), for: visit.user)
    return .file(
      InvitationNumbers.csv(lists, district: place), named: "invitations.csv",
      contentType: "text/csv; charset=utf-8")
  }

  func place(_ list: InvitationList) -> String {
    list.district.map(vocabulary.district) ?? "All districts"
  }

  static func number(_ visit: Visit) -> Int {
    min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
  }

  // MARK: - A new list

  private func makePage(_ visit: Visit, _ state: FormState) throws -> Page {
    let places = try invitations.places(for: visit.user)
    let bases = invitations.bases
    let today = invitations.wall.today
    let id =
      InvitationListID(checking: state.text("list")) ?? InvitationListID(at: invitations.wall.now())
    return Page(
      "Make a list", back: Link("Invitations", to: "/invitations"), section: "/invitations",
      problems: state.problems
    ) {
      form(to: "/invitations", token: visit.formToken) {
        hiddenInput("list", id.text)
        textInput(
          Field("list_name", "Name of the list", hint: "For staff only.", in: state), width: .full)
        textArea(
          Field(
            "source", "Where do the names come from?",
            hint:
              "Name the organisation, like “Example Housing”. Those who are asked read this.",
            in: state), rows: 2, limit: 500)
        radios(
          Field("basis", "Why does the law let us contact them?", in: state),
          bases.list.entries(on: today).map {
            Choice($0.key, $0.label, hint: bases.meanings[$0.key])
          })
        textArea(
          Field(
            "basis_note", "Why does it fit?",
            hint: "Name the law or the agreement. If you are not sure, ask information governance.",
            in: state), rows: 3, limit: 2000)
        select(
          Field("list_district", "District", in: state),
          places.map { Choice($0 ?? "", $0.map(vocabulary.district) ?? "All districts") },
          prompt: nil)
        dateInput(Field("ask_until", "Last day on which people may be asked", in: state))
        button("Make the list")
      }
    }
  }

  private func make(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    let draft = InvitationListDraft(
      id: InvitationListID(checking: form.text("list"))
        ?? InvitationListID(at: invitations.wall.now()),
      name: form.text("list_name"), source: form.text("source"), basis: form.text("basis"),
      basisNote: form.text("basis_note"), district: form.text("list_district"),
      askUntil: form.text("ask_until"))
    do {
      try await invitations.make(draft, by: visit.user)
      return .see("/invitations/\(draft.id)/add", done: "invitation-list-made")
    } catch Rejection.invalid(let problems) {
      return .again(try makePage(visit, form.with(problems)))
    }
  }
}

/// The numbers of lists as CSV (RFC 4180), for a spreadsheet.
enum InvitationNumbers {
  static func csv(
    _ lists: [(InvitationList, InvitationCounts)], district: (InvitationList) -> String
  ) -> String {
    let header = [
      "list", "district", "ask_until", "people", "not_asked_yet", "asked", "yes", "no",
      "should_not_have_been_on_it", "no_answer", "not_delivered", "known_before_asked",
    ]
    let rows = lists.map { list, counts in
      [list.name, district(list), list.askUntil.description]
        + [
          counts.people, counts.ready, counts.asked, counts.yes, counts.no, counts.off,
          counts.noAnswer, counts.undelivered, counts.known,
        ].map(String.init)
    }
    return CSVText.file([header] + rows)
  }
}
