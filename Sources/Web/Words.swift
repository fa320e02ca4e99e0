import Core
import HTML
import HTTPTypes

/// The pages that say no, in plain words.
enum Words {
  static func page(for rejection: Rejection) -> (Page, HTTPResponse.Status) {
    switch rejection {
    case .invalid(let problems):
      (
        Page("Something needs your attention", problems: problems) {
          paragraph("Go back, put it right and send it again.")
        },
        .unprocessableContent
      )
    case .conflict(let reason):
      (Page("That can't be done now") { paragraph(text: reason.words) }, .conflict)
    case .forbidden:
      (
        Page("You do not have access to this") {
          paragraph(
            "Your role does not include this. If your work needs it, ask your administrator.")
        }, .forbidden
      )
    case .notFound(let noun):
      (
        Page("\(noun) not found") {
          paragraph("It may have been moved, or it is not one that you can see.")
          paragraph(
            "If you typed the address, check it. If you pasted it, check that all of it is there.")
        }, .notFound
      )
    case .tooMany(let reason, _):
      (Page("Please wait a little") { paragraph(text: reason.words) }, .tooManyRequests)
    case .notSignedIn:
      (Page("Sign in first") { paragraph(link("Sign in", to: "/sign-in")) }, .unauthorized)
    }
  }

  static func unusable(_ status: HTTPResponse.Status) -> Page {
    let words =
      switch status {
      case .requestTimeout: "What you sent came too slowly. Your connection may be weak."
      case .contentTooLarge: "That was too much to send at once."
      case .methodNotAllowed: "This address can't be used in that way."
      case .unsupportedMediaType: "Send this as an ordinary form."
      default: "We could not read what your browser sent."
      }
    return Page("That did not work") {
      paragraph(text: words)
      paragraph("Go back and try again.")
    }
  }

  /// What was typed, to copy it from; but no password and no code.
  static func stale(_ form: FormState, isSignedIn: Bool) -> Page {
    let secret: Set = ["form_token", "key", "password", "current", "code", "next"]
    let typed = form.values.filter { !secret.contains($0.key) }.sorted { $0.key < $1.key }
      .flatMap { $0.value }.filter { $0.count > 20 }
    return Page("Please send that again") {
      paragraph(
        text: isSignedIn
          ? "The page was open for too long, or you signed in again meanwhile. Nothing was saved."
          : "You were signed out before you sent it. Nothing was saved.")
      if !typed.isEmpty {
        paragraph(
          text: isSignedIn
            ? "This is what you wrote. Copy it, open the page again and paste it."
            : "This is what you wrote. Copy it, sign in, open the page again and paste it.")
        for text in typed { insetText { written(text) } }
      }
      if !isSignedIn { paragraph(link("Sign in", to: "/sign-in")) }
    }
  }

  static let full = Page("We can't save anything now") {
    paragraph(text: "There is no room left on our side. Nothing was changed. Try again later.")
  }

  static func away(_ away: any NotNow) -> Page {
    Page("Please try again in a minute") {
      if away.mayBeDone {
        paragraph(
          "We can't reach the place where we keep things. So we do not know if what you sent is saved."
        )
        paragraph("Go back in a minute and look. If it is not there, send it again.")
      } else {
        paragraph("We can't reach the place where we keep things. Nothing was changed.")
        paragraph("Go back and try again in a minute.")
      }
    }
  }

  static func fault(request: String) -> Page {
    Page("Sorry, something went wrong") {
      paragraph(
        "This is our fault. Nothing was changed unless we told you so. Try again in a minute.")
      paragraph("If it happens again, tell your administrator this number: \(request)")
    }
  }
}
