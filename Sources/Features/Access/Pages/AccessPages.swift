import Core
import HTML
import HTTPTypes
import Hummingbird
import Web

/// The pages of this room: in, out, one's own account, and the administrator's list.
package struct AccessPages: Sendable {
  let access: Access
  /// Whether cookies are Secure.
  let isSecure: Bool
  /// Whether the demonstration's links lead anywhere.
  let isDemo: Bool

  package var routes: [Route] {
    signInRoutes + setUpRoutes + ownRoutes + proofRoutes + adminRoutes + tokenRoutes
      + (isDemo ? demoRoutes : [])
  }
}

extension Access {
  /// `isDemo` opens `/demo/:token`, which asks for no second factor.
  package func pages(isSecure: Bool, isDemo: Bool = false) -> AccessPages {
    AccessPages(access: self, isSecure: isSecure, isDemo: isDemo)
  }
}

extension AccessPages {
  /// What the browser tells of itself.
  func caller(_ visit: Visit) -> Caller {
    Caller(
      address: visit.address, userAgent: visit.header(.userAgent) ?? "",
      devices: visit.cookie(deviceCookie) ?? "", session: visit.visitor?.session)
  }

  /// The answer with the cookies of a new session.
  func letIn(_ arrival: Arrival, with answer: Answer) -> Answer {
    let session = Cookie(Site.sessionCookie(isSecure: isSecure), arrival.token, isSecure: isSecure)
    let devices = Cookie(
      deviceCookie, arrival.devices, isSecure: isSecure, maxAge: Int(Access.deviceLife))
    return answer.setting(session).setting(devices)
  }

  private var deviceCookie: String { isSecure ? "__Host-pierhead_device" : "pierhead_device" }

  /// Runs what a form asks for; a rejection shows the form again with its words. `tooMany` too, so that what
  /// was typed is there when the time has passed.
  func answering(
    _ form: FormState, _ act: () async throws -> Answer,
    orShow page: (FormState) async throws -> Page
  ) async throws -> Answer {
    do {
      return try await act()
    } catch Rejection.invalid(let problems) {
      return .page(try await page(form.with(problems)), .unprocessableContent)
    } catch Rejection.tooMany(let reason, let seconds) {
      var answer = Answer.page(
        try await page(form.with([Problem(nil, reason)])), .tooManyRequests)
      answer.headers[.retryAfter] = String(seconds)
      return answer
    }
  }

  /// A code from an app or a recovery code, never sent back.
  func codeInput(_ form: FormState, _ name: String = "code", hint: String) -> Markup {
    textInput(
      Field(name, "Code", hint: hint, problem: form.problem(name)), .code, width: .medium)
  }

  static let codeHint =
    "6 digits from your authenticator app. If you have lost it, type one of your recovery codes."
}
