import Core
import HTML
import HTTPTypes
import Web

/// Links for calendar programs, each shown once, and what they read.
package struct CalendarPages: Sendable {
  let links: CalendarLinks

  package init(_ links: CalendarLinks) { self.links = links }

  package var routes: [Route] {
    [
      .get("/programme/calendar", .may(.readProgramme)) { visit in
        .page(try await page(visit, made: nil))
      },
      .post("/programme/calendar", .may(.readProgramme)) { visit in
        .page(try await page(visit, made: try await links.make(by: visit.user)))
      },
      .post("/programme/calendar/:id/end", .may(.readProgramme)) { visit in
        try await links.end(visit.id("Link"), by: visit.user)
        return .see("/programme/calendar", done: "calendar-ended")
      },
      .get("/calendar/:token", .anyone) { visit in
        let text = try await links.calendar(visit.word("token"), from: visit.address)
        return Answer(
          status: .ok, headers: [:],
          body: .bytes(Array(text.utf8), contentType: "text/calendar; charset=utf-8"))
      },
    ]
  }

  private func page(_ visit: Visit, made: String?) async throws -> Page {
    let open = try await links.links(of: visit.user)
    return Page(
      "Calendar", back: ProgrammePages.home, section: ProgrammePages.section
    ) {
      if let made {
        notificationBanner("Your link is made", .good) {
          paragraph("Copy it now and give it to your calendar. It is shown only this once.")
          paragraph(element(.code, .class("secret"), text: made))
        }
      }
      paragraph(
        "A link lets your calendar show milestones and meetings and keep them up to date. Whoever has the link can read them without signing in, so give it to nobody. No person stands in it."
      )
      paragraph(link("Download it once instead", to: "/programme/calendar.ics"))
      heading("Your links")
      if open.isEmpty { paragraph("You have none.") }
      for one in open {
        paragraph(
          Markup {
            "Made on "
            moment(one.madeAt)
          })
        buttonForm(
          "End this link", to: "/programme/calendar/\(one.id)/end", token: visit.formToken,
          about: "made on \(one.madeAt.day.spoken)")
      }
      if open.count < CalendarLinks.most {
        form(to: "/programme/calendar", token: visit.formToken) { button("Make a link") }
      }
    }
  }
}
