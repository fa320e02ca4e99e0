import Core
import HTML
import HTTPTypes
import Web

extension AccessPages {
  /// One's own account and sessions.
  var ownRoutes: [Route] {
    [
      .get("/account", .signedIn) { visit in
        let (account, codesLeft, sessions) = try await access.own(visit.user)
        let tokens = try await access.ownTokens(visit.user)
        return .page(ownPage(account, codesLeft, sessions, tokens, visit))
      },
      .post("/account/sessions/:id/end", .signedIn) { visit in
        try await access.end(try visit.id("Session"), by: visit.user)
        return .see("/account", done: "session-ended")
      },
      .post("/account/sessions/end-others", .signedIn) { visit in
        guard let visitor = visit.visitor else { throw Rejection.notSignedIn }
        try await access.endOthers(than: visitor.session, by: visitor.user)
        return .see("/account", done: "sessions-ended")
      },
    ]
  }

  private func ownPage(
    _ account: Account, _ codesLeft: Int, _ sessions: [Session], _ tokens: [AccessToken],
    _ visit: Visit
  ) -> Page {
    Page("Your account") {
      summaryList([
        SummaryRow("Name", "\(element(.bdi, text: account.name))"),
        SummaryRow("Email address", "\(account.email)"),
        SummaryRow("Roles", "\(roleWords(account))"),
        SummaryRow("Districts", "\(districtWords(account))"),
        SummaryRow(
          "Password", "Set", actions: [Link("Change", to: "/account/password")]),
        SummaryRow(
          "Authenticator app", "\(Self.codesWords(codesLeft))",
          actions: [Link("Replace", to: "/account/authenticator")]),
      ])
      paragraph(link("See what you changed or looked at", to: "/account/record"))
      heading("Where you are signed in")
      paragraph("If you do not know one of these, end it and change your password.")
      table(
        "Where you are signed in", isCaptionHidden: true,
        columns: ["Browser", "Address", "Signed in", "Last used", "End"],
        rows: sessions.map { sessionCells($0, visit) })
      if sessions.count > 1 {
        buttonForm(
          "End all others", to: "/account/sessions/end-others", token: visit.formToken)
      }
      if !tokens.isEmpty {
        heading("Programs that act for you")
        paragraph(
          "Each has a token, which works like your password. If you do not know one, end it.")
        ownTokens(tokens)
      }
    }
  }

  private func sessionCells(_ session: Session, _ visit: Visit) -> [Markup] {
    let isThisOne = session.id == visit.visitor?.session
    return [
      "\(session.device)", "\(session.address)", moment(session.createdAt),
      isThisOne ? tag("This one", .info) : moment(session.lastSeenAt),
      isThisOne
        ? quiet("Sign out to end it")
        : buttonForm(
          "End", to: "/account/sessions/\(session.id)/end", token: visit.formToken,
          about: session.device),
    ]
  }

  private static func codesWords(_ left: Int) -> String {
    switch left {
    case 0: "Set. No recovery codes are left: replace the app to get new ones."
    case 1: "Set. 1 recovery code is left."
    default: "Set. \(left) recovery codes are left."
    }
  }

  func roleWords(_ account: Account) -> String {
    account.roles.map { access.book.label($0) }.joined(separator: ", ")
  }

  func districtWords(_ account: Account) -> String {
    let names = Dictionary(
      access.settings.districts.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    return account.districts.map { names[$0] ?? $0 }.sorted().joined(separator: ", ")
  }
}

// MARK: - Password and authenticator

extension AccessPages {
  /// Changing what one proves oneself with. Each asks for the password and a code again.
  var proofRoutes: [Route] {
    [
      .get("/account/password", .signedIn) { visit in .page(changePage(FormState(), visit)) },
      .post("/account/password", .signedIn) { visit in try await changePassword(visit) },
      .get("/account/authenticator", .signedIn) { visit in
        .page(renewalPage(FormState(), visit))
      },
      .post("/account/authenticator", .signedIn) { visit in
        visit.form.text("token").isEmpty
          ? try await beginRenewal(visit) : try await confirmRenewal(visit)
      },
    ]
  }

  private static let toAccount = Link("Your account", to: "/account")

  private func changePassword(_ visit: Visit) async throws -> Answer {
    guard let visitor = visit.visitor else { throw Rejection.notSignedIn }
    let form = visit.form
    return try await answering(form) {
      try await access.changePassword(
        to: form.text("password"), current: form.text("current"), code: form.text("code"),
        by: visitor)
      return .see("/account", done: "password-changed")
    } orShow: {
      changePage($0, visit)
    }
  }

  private func changePage(_ state: FormState, _ visit: Visit) -> Page {
    Page("Change your password", back: Self.toAccount, problems: state.problems) {
      paragraph("Other browsers that you are signed in with will have to sign in again.")
      form(to: "/account/password", token: visit.formToken) {
        hiddenUsername(visit.user.email)
        passwordInput(Field("current", "Password now", in: state))
        newPasswordInput(state)
        codeInput(state, hint: Self.codeHint)
        button("Change password")
      }
    }
  }

  private func beginRenewal(_ visit: Visit) async throws -> Answer {
    guard let visitor = visit.visitor else { throw Rejection.notSignedIn }
    let form = visit.form
    return try await answering(form) {
      let enrolment = try await access.beginRenewal(
        password: form.text("current"), code: form.text("code"), by: visitor)
      return .page(
        try enrolPage(enrolment, FormState(), action: "/account/authenticator", visit))
    } orShow: {
      renewalPage($0, visit)
    }
  }

  private func confirmRenewal(_ visit: Visit) async throws -> Answer {
    guard let visitor = visit.visitor else { throw Rejection.notSignedIn }
    let (form, token) = (visit.form, visit.form.text("token"))
    return try await answering(form) {
      let codes = try await access.confirmRenewal(form.text("code"), with: token, by: visitor)
      return .page(recoveryPage(codes, "/account"))
    } orShow: { state in
      let enrolment = try await access.renewal(token, by: visitor)
      return try enrolPage(enrolment, state, action: "/account/authenticator", visit)
    }
  }

  private func renewalPage(_ state: FormState, _ visit: Visit) -> Page {
    Page("Replace your authenticator app", back: Self.toAccount, problems: state.problems) {
      paragraph("You will get ten new recovery codes too. The ones you have now will stop working.")
      form(to: "/account/authenticator", token: visit.formToken) {
        hiddenUsername(visit.user.email)
        passwordInput(Field("current", "Password", in: state))
        codeInput(
          state,
          hint: "6 digits from the app you use now. If you have lost it, type a recovery code.")
        button("Continue")
      }
    }
  }
}
