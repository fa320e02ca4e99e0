import Core
import HTML
import HTTPTypes
import Web

extension AccessPages {
  /// Every step is a form that posts to the link's own address; the database knows how far it has come.
  var setUpRoutes: [Route] {
    [
      .get("/set-up/:token", .anyone) { visit in try await setUp(visit) },
      .post("/set-up/:token", .anyone) { visit in
        let token = visit.word("token")
        guard let step = try await access.setUpStep(token) else { return Self.usedLink }
        return switch step {
        case .password: try await takePassword(visit, token)
        case .enrol, .code: try await takeCode(visit, token)
        }
      },
    ]
  }

  private static let usedLink = Answer.page(usedLinkPage, .notFound)

  private func setUp(_ visit: Visit) async throws -> Answer {
    guard let step = try await access.setUpStep(visit.word("token")) else { return Self.usedLink }
    return .page(try page(of: step, FormState(), visit))
  }

  private func takePassword(_ visit: Visit, _ token: String) async throws -> Answer {
    try await takingStep(visit) {
      try await access.choosePassword(visit.form.text("password"), with: token)
      return .see("/set-up/\(token)")
    }
  }

  private func takeCode(_ visit: Visit, _ token: String) async throws -> Answer {
    try await takingStep(visit) {
      let (arrival, codes) = try await access.confirmSetUp(
        visit.form.text("code"), with: token, from: caller(visit))
      let home = access.home(of: arrival.user)
      return letIn(
        arrival,
        with: codes.isEmpty
          ? .see(home, done: "password-changed") : .page(recoveryPage(codes, home)))
    }
  }

  /// The form of the step that the link is at now, if the step is refused.
  private func takingStep(
    _ visit: Visit, _ act: () async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await answering(visit.form, act) { state in
        guard let step = try await access.setUpStep(visit.word("token")) else {
          throw Access.noLink
        }
        return try page(of: step, state, visit)
      }
    } catch Rejection.notFound {
      return Self.usedLink
    }
  }

  private func page(of step: SetUpStep, _ state: FormState, _ visit: Visit) throws -> Page {
    let action = "/set-up/\(visit.word("token"))"
    return switch step {
    case .password(let name, let email):
      passwordPage(name: name, email: email, state, action, visit)
    case .enrol(let enrolment):
      try enrolPage(
        enrolment, state, action: action, visit,
        progress: Self.progress(at: 1))
    case .code:
      Page("Prove that it is you", problems: state.problems) {
        form(to: action, token: visit.formToken) {
          codeInput(state, hint: Self.codeHint)
          button("Continue")
        }
      }
    }
  }

  private func passwordPage(
    name: String, email: String, _ state: FormState, _ action: String, _ visit: Visit
  ) -> Page {
    Page("Set up your account", problems: state.problems) {
      Self.progress(at: 0)
      paragraph(
        "Hello \(element(.bdi, text: name)). You will sign in as \(element(.bdi, text: email)).")
      form(to: action, token: visit.formToken) {
        newPasswordInput(state)
        button("Continue")
      }
    }
  }

  func newPasswordInput(_ state: FormState) -> Markup {
    passwordInput(
      Field(
        "password", "New password",
        hint:
          "At least \(PasswordRule.shortest) characters. Three or four words that have nothing to do with each other are good. Any characters work, spaces too.",
        in: state), isNew: true)
  }

  /// The picture, the secret in letters, and the box for the first code.
  func enrolPage(
    _ enrolment: Enrolment, _ state: FormState, action: String, _ visit: Visit,
    progress: Markup = Markup()
  ) throws -> Page {
    let modules = try QRPicture.modules(of: enrolment.address)
    return Page("Add Pierhead to an authenticator app", problems: state.problems) {
      progress
      numbered([
        "Open an authenticator app on your phone. If you have none, install one: any that makes 6-digit codes will do.",
        "Scan this picture with the app.",
        "Type the 6 digits that the app shows.",
      ])
      qrCode(modules: modules, label: "Picture for your authenticator app")
      details("I can't scan the picture") {
        paragraph("Type this into the app. The kind of code is “time based”.")
        paragraph(secretCode(enrolment.secret))
      }
      form(to: action, token: visit.formToken) {
        hiddenInput("token", enrolment.token)
        codeInput(state, hint: "6 digits from the app")
        button("Continue")
      }
    }
  }

  func recoveryPage(_ codes: [String], _ next: String) -> Page {
    Page("Keep your recovery codes") {
      Self.progress(at: 2)
      paragraph(
        "If you lose your phone, each of these codes lets you in once, in place of the 6 digits.")
      warningText(
        "They are shown only now. Print them, or write them down, and keep them apart from your phone."
      )
      recoveryCodes(codes)
      linkButton(Link("I have kept them: continue", to: next))
    }
  }

  private static func progress(at step: Int) -> Markup {
    progressStrip(["Password", "Authenticator app", "Recovery codes"], current: step)
  }
}
