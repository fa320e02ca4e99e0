import Core
import HTML
import HTTPTypes
import Web

extension AccessPages {
  /// Tokens of programs: all of them for administrators, and one's own.
  var tokenRoutes: [Route] {
    [
      .get("/tokens", .may(.manageAccounts)) { visit in .page(try await tokensPage(visit)) },
      .get("/tokens/new", .may(.manageAccounts)) { visit in
        .page(newTokenPage(FormState(values: ["days": "90"]), visit))
      },
      .post("/tokens/new", .may(.manageAccounts)) { visit in try await makeToken(visit) },
      .get("/tokens/:id/end", .may(.manageAccounts)) { visit in
        let token = try await access.token(visit.id("Token"), of: nil, by: visit.user)
        return .page(endTokenPage(token, in: "/tokens", back: Self.toTokens, visit))
      },
      .post("/tokens/:id/end", .may(.manageAccounts)) { visit in
        try await access.end(visit.id("Token") as AccessTokenID, of: nil, by: visit.user)
        return .see("/tokens", done: "token-ended")
      },
      .get("/account/tokens/:id/end", .signedIn) { visit in
        let token = try await access.token(visit.id("Token"), of: visit.user.id, by: visit.user)
        let back = Link("Your account", to: "/account")
        return .page(endTokenPage(token, in: "/account/tokens", back: back, visit))
      },
      .post("/account/tokens/:id/end", .signedIn) { visit in
        try await access.end(visit.id("Token") as AccessTokenID, of: visit.user.id, by: visit.user)
        return .see("/account", done: "token-ended")
      },
    ]
  }

  private static let toTokens = Link("Tokens", to: "/tokens")

  private func tokensPage(_ visit: Visit) async throws -> Page {
    let number = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let (tokens, hasMore) = try await access.tokens(page: number, by: visit.user)
    return Page(
      "Tokens", width: .wide, back: Link("Accounts", to: "/accounts"), section: "/accounts"
    ) {
      paragraph(
        "With a token, a program does what its account may do. Those that end first come first.")
      buttonRow { linkButton(Link("Make a token", to: "/tokens/new")) }
      if tokens.isEmpty {
        emptyState(
          number > 1 ? "There are no more tokens" : "No program has a token",
          action: number > 1 ? Link("Back to the first page", to: "/tokens") : nil)
      } else {
        table(
          "Tokens", isCaptionHidden: true,
          columns: ["For what", "Whose", "Made", "Last used", "Works until", "End"],
          rows: tokens.map { token in
            let whose: Markup =
              "\(link(token.holder, to: "/accounts/\(token.account)")) \(quiet("\(token.email)"))"
            let cells = tokenCells(token)
            return [cells[0], whose] + cells.dropFirst() + [endLink(token, in: "/tokens")]
          })
      }
      pagination(
        page: number, of: hasMore ? number + 1 : number,
        previous: number > 1 ? "/tokens?page=\(number - 1)" : nil,
        next: hasMore ? "/tokens?page=\(number + 1)" : nil)
    }
  }

  /// One's own tokens.
  func ownTokens(_ tokens: [AccessToken]) -> Markup {
    table(
      "Programs that act for you", isCaptionHidden: true,
      columns: ["For what", "Made", "Last used", "Works until", "End"],
      rows: tokens.map { tokenCells($0) + [endLink($0, in: "/account/tokens")] })
  }

  private func tokenCells(_ token: AccessToken) -> [Markup] {
    [
      Self.purpose(token), Self.made(token), token.lastUsedAt.map(moment) ?? "Never",
      moment(token.expiresAt),
    ]
  }

  private static func purpose(_ token: AccessToken) -> Markup {
    token.purpose.map { element(.bdi, text: $0) } ?? quiet("Nobody said")
  }

  private static func made(_ token: AccessToken) -> Markup {
    guard let createdAt = token.createdAt else { return quiet("Nobody wrote it down") }
    guard let maker = token.madeBy else { return "\(moment(createdAt)) on the machine" }
    return "\(moment(createdAt)) by \(element(.bdi, text: maker))"
  }

  private func endLink(_ token: AccessToken, in path: String) -> Markup {
    link(
      "End", to: "\(path)/\(token.id)/end", about: token.purpose ?? "the token of \(token.holder)")
  }

  private func endTokenPage(
    _ token: AccessToken, in path: String, back: Link, _ visit: Visit
  ) -> Page {
    Page("End this token?", back: back, section: path == "/tokens" ? "/accounts" : nil) {
      summaryList([
        SummaryRow("For what", Self.purpose(token)),
        SummaryRow("Whose", "\(element(.bdi, text: token.holder)), \(token.email)"),
        SummaryRow("Made", Self.made(token)),
        SummaryRow("Last used", token.lastUsedAt.map(moment) ?? "Never"),
        SummaryRow("Works until", moment(token.expiresAt)),
      ])
      warningText(
        "The program that has it is refused from now on. A token that is ended can't come back.")
      buttonForm(
        "End this token", to: "\(path)/\(token.id)/end", token: visit.formToken, .warning)
    }
  }

  private func makeToken(_ visit: Visit) async throws -> Answer {
    guard let visitor = visit.visitor else { throw Rejection.notSignedIn }
    let form = visit.form
    return try await answering(form) {
      let token = try await access.token(
        email: form.text("email"), days: form.text("days"), purpose: form.text("purpose"),
        password: form.text("current"), code: form.text("code"), by: visitor)
      return .page(tokenPage(token), .created)
    } orShow: {
      newTokenPage($0, visit)
    }
  }

  private func newTokenPage(_ state: FormState, _ visit: Visit) -> Page {
    Page("Make a token", back: Self.toTokens, section: "/accounts", problems: state.problems) {
      paragraph("With it, a partner's program sends referrals and hears what became of them.")
      form(to: "/tokens/new", token: visit.formToken) {
        textInput(
          Field("email", "The partner's email address", hint: "As in their account", in: state),
          .email, autocomplete: "off")
        textInput(
          Field(
            "purpose", "What is it for?", hint: "Such as: sends from our case system", in: state),
          autocomplete: "off")
        textInput(
          Field("days", "How many days does it work?", hint: "1 to 365", in: state), .whole,
          width: .short)
        hiddenUsername(visit.user.email)
        passwordInput(Field("current", "Your password", in: state))
        codeInput(state, hint: Self.codeHint)
        button("Make token")
      }
    }
  }

  private func tokenPage(_ token: String) -> Page {
    Page("Token made", back: Self.toTokens, section: "/accounts") {
      paragraph("Give this to whoever runs the program. It is shown only now.")
      insetText { element(.code, .id("token"), text: token) }
      warningText("Whoever has it acts for the account. Hand it over by a way that only they read.")
    }
  }
}
