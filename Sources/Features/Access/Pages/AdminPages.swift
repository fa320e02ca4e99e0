import Core
import HTML
import HTTPTypes
import Web

extension AccessPages {
  /// The administrator's list of accounts.
  var adminRoutes: [Route] {
    [
      .get("/accounts", .may(.manageAccounts)) { visit in
        let page = Int(visit.query("page") ?? "") ?? 1
        return .page(listPage(try await access.list(page: page, by: visit.user)))
      },
      .get("/accounts/new", .may(.manageAccounts)) { visit in .page(newPage(FormState(), visit)) },
      .post("/accounts/new", .may(.manageAccounts)) { visit in try await add(visit) },
      .get("/accounts/:id", .may(.manageAccounts)) { visit in
        let account = try await access.find(try visit.id("Account") as AccountID, by: visit.user)
        return .page(accountPage(account, visit))
      },
      .get("/accounts/:id/change", .may(.manageAccounts)) { visit in
        let account = try await access.find(try visit.id("Account") as AccountID, by: visit.user)
        return .page(changePage(account, FormState(account), visit))
      },
      .post("/accounts/:id/change", .may(.manageAccounts)) { visit in try await change(visit) },
      .post("/accounts/:id/disable", .may(.manageAccounts)) { visit in
        let id: AccountID = try visit.id("Account")
        try await access.disable(id, by: visit.user)
        return .see("/accounts/\(id)", done: "account-disabled")
      },
      .post("/accounts/:id/end-sessions", .may(.manageAccounts)) { visit in
        let id: AccountID = try visit.id("Account")
        try await access.endSessions(of: id, by: visit.user)
        return .see("/accounts/\(id)", done: "sessions-ended")
      },
      .post("/accounts/:id/link", .may(.manageAccounts)) { visit in
        let id: AccountID = try visit.id("Account")
        let token = try await access.renewLink(
          of: id, keepingAuthenticator: visit.form.text("authenticator") == "stays",
          by: visit.user)
        let account = try await access.find(id, by: visit.user)
        return .page(linkPage(token, for: account.name))
      },
    ]
  }

  private static let toList = Link("Accounts", to: "/accounts")

  private func add(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    return try await answering(form) {
      let token = try await access.add(
        email: form.text("email"), name: form.text("name"), roles: form.texts("roles"),
        districts: form.texts("districts"), organisation: form.text("organisation"),
        by: visit.user)
      return .page(linkPage(token, for: form.text("name")), .created)
    } orShow: {
      newPage($0, visit)
    }
  }

  private func change(_ visit: Visit) async throws -> Answer {
    let (id, form): (AccountID, FormState) = (try visit.id("Account"), visit.form)
    return try await answering(form) {
      try await access.amend(
        id,
        AccountAmendment(
          name: form.text("name"), organisation: form.text("organisation"),
          roles: form.texts("roles"), districts: form.texts("districts"),
          version: Int(form.text("version")) ?? 0),
        by: visit.user)
      return .see("/accounts/\(id)", done: "account-amended")
    } orShow: {
      changePage(try await access.find(id, by: visit.user), $0, visit)
    }
  }

  private func listPage(_ list: AccountList) -> Page {
    Page("Accounts", width: .wide, section: "/accounts") {
      buttonRow {
        linkButton(Link("Add an account", to: "/accounts/new"))
        linkButton(Link("Tokens", to: "/tokens"), .secondary)
      }
      table(
        "Accounts", isCaptionHidden: true,
        columns: ["Name", "Email address", "Roles", "Districts", "State"],
        rows: list.accounts.map { account in
          [
            link(account.name, to: "/accounts/\(account.id)"), "\(account.email)",
            "\(roleWords(account))", "\(districtWords(account))", Self.stateTag(account.state),
          ]
        })
      pagination(
        page: list.page, of: list.pages,
        previous: list.page > 1 ? "/accounts?page=\(list.page - 1)" : nil,
        next: list.page < list.pages ? "/accounts?page=\(list.page + 1)" : nil)
    }
  }

  private func newPage(_ state: FormState, _ visit: Visit) -> Page {
    Page("Add an account", back: Self.toList, section: "/accounts", problems: state.problems) {
      paragraph(
        "You will get a link for them. They choose a password with it that nobody else knows.")
      form(to: "/accounts/new", token: visit.formToken) {
        textInput(Field("name", "Name", in: state), autocomplete: "off")
        textInput(Field("email", "Work email address", in: state), .email, autocomplete: "off")
        duties(state)
        button("Add account")
      }
    }
  }

  private func changePage(_ account: Account, _ state: FormState, _ visit: Visit) -> Page {
    Page(
      "Change an account", caption: account.name,
      back: Link(account.name, to: "/accounts/\(account.id)"), section: "/accounts",
      problems: state.problems
    ) {
      paragraph("What you change holds from the next page that they open.")
      form(to: "/accounts/\(account.id)/change", token: visit.formToken) {
        hiddenInput("version", state.text("version"))
        textInput(Field("name", "Name", in: state), autocomplete: "off")
        duties(state)
        button("Save changes")
      }
    }
  }

  /// What is asked of an account, new or not.
  @MarkupBuilder private func duties(_ state: FormState) -> Markup {
    textInput(
      Field("organisation", "Organisation", in: state, isOptional: true), autocomplete: "off")
    checkboxes(
      Field("roles", "Roles", hint: "Choose only what their work needs", in: state),
      access.roles.map { Choice($0.key, $0.label) })
    if !access.settings.districts.isEmpty {
      checkboxes(
        Field("districts", "Districts", hint: "Where they work", in: state, isOptional: true),
        access.settings.districts.map { Choice($0.code, $0.name) })
    }
  }

  private func accountPage(_ account: Account, _ visit: Visit) -> Page {
    Page(account.name, caption: "Account", back: Self.toList, section: "/accounts") {
      summaryList([
        SummaryRow("State", Self.stateTag(account.state)),
        SummaryRow("Email address", "\(account.email)"),
        SummaryRow("Organisation", account.organisation.map { "\($0)" }),
        SummaryRow("Roles", "\(roleWords(account))"),
        SummaryRow("Districts", "\(districtWords(account))"),
        SummaryRow("Added", moment(account.createdAt)),
        SummaryRow("Disabled", account.disabledAt.map(moment)),
      ])
      buttonRow {
        linkButton(Link("Change this account", to: "/accounts/\(account.id)/change"))
      }
      if visit.user.may(.readUserRecord) {
        paragraph(link("See what they changed or looked at", to: "/accounts/\(account.id)/record"))
      }
      linkForm(account, visit)
      if account.state != .disabled, account.id != visit.user.id {
        heading("Stop them coming in")
        paragraph(
          "Disabling ends everything they have open at once. A new link lets them in again.")
        buttonRow {
          buttonForm(
            "End their sessions", to: "/accounts/\(account.id)/end-sessions",
            token: visit.formToken)
          buttonForm(
            "Disable this account", to: "/accounts/\(account.id)/disable",
            token: visit.formToken, .warning)
        }
      }
    }
  }

  @MarkupBuilder private func linkForm(_ account: Account, _ visit: Visit) -> Markup {
    heading("New set-up link")
    paragraph("They choose a new password with it. First make sure that it is really them who ask.")
    form(to: "/accounts/\(account.id)/link", token: visit.formToken) {
      if account.state == .active {
        radios(
          Field("authenticator", "Their authenticator app", values: ["stays"]),
          [
            Choice("stays", "They still have it"),
            Choice("lost", "They have lost it, and set up another"),
          ])
      }
      button("Make a new link", .secondary)
    }
  }

  private func linkPage(_ token: Token, for name: String) -> Page {
    Page("Set-up link made", back: Self.toList, section: "/accounts") {
      paragraph(
        "Give this to \(element(.bdi, text: name)). It works once, for 24 hours, and is shown only now."
      )
      insetText { element(.code, .id("set-up-link"), text: access.setUpAddress(token)) }
      warningText(
        "Whoever has this link can take the account. Hand it over in person, or by a way that only they read."
      )
    }
  }

  private static func stateTag(_ state: Account.State) -> Markup {
    switch state {
    case .waiting: tag("Not set up yet", .warning)
    case .active: tag("Active", .good)
    case .disabled: tag("Disabled")
    }
  }
}

extension FormState {
  /// An account as it stands, for the form that changes it.
  fileprivate init(_ account: Account) {
    self.init(values: [
      "name": account.name, "organisation": account.organisation ?? "",
      "version": String(account.version),
    ])
    values["roles"] = account.roles
    values["districts"] = account.districts
  }
}
