import Core
import HTML
import HTTPTypes
import Hummingbird
import Web

extension AccessPages {
  var signInRoutes: [Route] {
    [
      .get("/sign-in", .anyone) { visit in
        if visit.visitor != nil { return .see(access.home(of: visit.user)) }
        let next = NextPath.safe(visit.query("next") ?? "") ?? ""
        return .page(signInPage(FormState(values: ["next": next]), visit))
      },
      .post("/sign-in", .anyone) { visit in try await signIn(visit) },
      .post("/sign-out", .signedIn) { visit in try await signOut(visit) },
    ]
  }

  var demoRoutes: [Route] {
    [
      .get("/demo/:token", .anyone) { visit in
        // A look at the headers must not use the link up.
        guard visit.request.method == .get else { return .text("") }
        let arrival = try await access.arrive(
          byDemoLink: visit.word("token"), from: caller(visit))
        guard let arrival else { return .page(Self.usedLinkPage, .notFound) }
        return letIn(arrival, with: .see(demoHome(of: arrival.user)))
      }
    ]
  }

  private func demoHome(of user: User) -> String {
    if !user.may(.readToday), user.may(.readInbox) { return "/inbox" }
    return access.home(of: user)
  }

  private func signIn(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    return try await answering(form) {
      let problems = [
        ("email", "your email address"), ("password", "your password"), ("code", "a code"),
      ]
      .filter { form.text($0.0).isEmpty }
      .map { Problem($0.0, Reason("required", ["what": $0.1])) }
      guard problems.isEmpty else { throw Rejection.invalid(problems) }
      let arrival = try await access.signIn(
        email: form.text("email"), password: form.text("password"), code: form.text("code"),
        from: caller(visit))
      return letIn(
        arrival, with: .see(NextPath.safe(form.text("next")) ?? access.home(of: arrival.user)))
    } orShow: {
      signInPage($0, visit)
    }
  }

  private func signOut(_ visit: Visit) async throws -> Answer {
    if let visitor = visit.visitor {
      try await access.signOut(visitor.session, by: visitor.user)
    }
    var answer = Answer.see("/sign-in", done: "signed-out")
    // Not "cookies": the browser stays one that this account is known to use.
    answer.headers[Self.clearSiteData] = "\"cache\", \"storage\""
    return answer.setting(
      Cookie(Site.sessionCookie(isSecure: isSecure), "", isSecure: isSecure, maxAge: 0))
  }

  private func signInPage(_ state: FormState, _ visit: Visit) -> Page {
    Page("Sign in", problems: state.problems) {
      form(to: "/sign-in", token: visit.formToken) {
        hiddenInput("next", NextPath.safe(state.text("next")) ?? "")
        // Only an address is shown again: a password may have been typed into the wrong box.
        textInput(
          Field(
            "email", "Email address",
            values: EmailAddress(state.text("email")) == nil ? [] : [state.text("email")],
            problem: state.problem("email")), .email, autocomplete: "username")
        passwordInput(Field("password", "Password", in: state))
        codeInput(state, hint: Self.codeHint)
        button("Sign in")
      }
      details("I can't sign in") {
        paragraph(
          "Each code works once. If yours was refused, wait for the next one.")
        paragraph(
          "If you have forgotten your password, or lost your phone and your recovery codes, ask your administrator for a new set-up link."
        )
      }
    }
  }

  static let usedLinkPage = Page("This link can't be used") {
    paragraph("It works once and for 24 hours, and a newer link takes its place.")
    paragraph("Ask your administrator for a new one. If you have set up your account, sign in.")
    buttonRow { linkButton(Link("Sign in", to: "/sign-in"), .secondary) }
  }

  private static let clearSiteData = HTTPField.Name("Clear-Site-Data")!
}
