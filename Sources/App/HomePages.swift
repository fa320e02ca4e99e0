import Core
import HTML
import Web

/// What stands outside the rooms: the public home page, the components.
struct HomePages: Sendable {
  let service: String
  let place: String

  var routes: [Route] {
    [
      .get("/", .anyone) { _ in .page(home) },
      .get("/developers/components", .anyone) { _ in .page(Gallery.page()) },
    ]
  }

  private var home: Page {
    Page(service) {
      lead("Help for you, and the people you live with or care about, on the way into work.")
      paragraph(
        text:
          "You join together with at least one other adult. They need not be family, and you need not live at one address. You both agree by yourselves."
      )
      heading("What happens")
      numbered([
        "You tell us, or someone you trust tells us for you, if you say yes.",
        "A team near you reads it and calls you in a way that is safe for you.",
        "You meet your advocate. That is one person who stays with you for up to a year.",
        "Together you sort out what stands in the way: money, housing, health, skills, confidence.",
      ])
      heading("Who it is for")
      bullets([
        "You are 16 or over and live in the \(place).",
        "You are out of work, and so is someone who would join you.",
        "You want to. Nobody has to take part, and you can stop at any time.",
      ])
      heading("How to ask")
      paragraph(
        text:
          "Ask your work coach, your housing officer, your council or any service that helps you. They can send your details to us if you agree."
      )
      insetText {
        paragraph(
          text:
            "If you or someone else is in danger now, call 999. If you can't speak, press 55 when you hear the voice."
        )
      }
      heading("For staff")
      paragraph("\(link("Sign in", to: "/sign-in")) to see your inbox and your households.")
    }
  }
}
