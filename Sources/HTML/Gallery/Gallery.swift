import Core

/// A group of components in the gallery.
package struct GallerySection: Sendable {
  package let title: String
  package let items: [GalleryItem]

  init(_ title: String, _ items: [GalleryItem]) {
    self.title = title
    self.items = items
  }
}

/// One component in one state.
package struct GalleryItem: Sendable {
  package let state: String
  package let markup: Markup

  init(_ state: String, @MarkupBuilder _ markup: () -> Markup) {
    self.state = state
    self.markup = markup()
  }
}

/// Every component in every state, for developers and for the checks that look at pages.
package enum Gallery {
  package static func sections() -> [GallerySection] {
    words + notices + fields + choices + forms + lists + navigation + codes
  }

  /// The whole gallery as a page.
  package static func page() -> Page {
    Page("Components", caption: "For developers", problems: summaryProblems) {
      lead("Every component in every state. Names and people are made up.")
      for section in sections() {
        heading(section.title)
        for item in section.items {
          heading(item.state, level: 3)
          item.markup
        }
      }
    }
  }

  /// The error summary links to fields that are on the page.
  private static let summaryProblems = [
    Problem("email-wrong", Reason("required", ["what": "an email address"])),
    Problem("route-wrong", Reason("choose", ["what": "how they heard of us"])),
    Problem(nil, Reason("page-expired")),
  ]

  static let longText =
    "Bartholomew-Featherstonehaugh-Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
  static let rightToLeft = "مرحبا، اسمي أمينة وأبحث عن عمل في ليفربول"
  static let someDay = Day(2026, 11, 20)!
  static let someInstant = Instant(iso: "2026-11-20T15:07:00Z")!
}

// MARK: - Words, notices

extension Gallery {
  private static var words: [GallerySection] {
    [
      GallerySection(
        "Words",
        [
          GalleryItem("Heading with a caption") {
            heading("Contact notes", level: 4, caption: "Kallon household")
          },
          GalleryItem("Paragraphs, quiet words, link, date") {
            lead("A lead paragraph says what the page is for.")
            paragraph(
              "Sent on \(date(someDay)), changed \(moment(someInstant)). \(link("Read it", to: "#"))"
            )
            paragraph(quiet("Quiet words say less."))
          },
          GalleryItem("Lists") {
            bullets(["One thing", "Another, with \(link("a link", to: "#"))"])
            numbered(["First", "Second"])
          },
          GalleryItem("Text that somebody wrote") {
            written("First line.\nSecond line, <b>not bold</b>.")
          },
          GalleryItem("Text written from right to left") { written(rightToLeft) },
          GalleryItem("A word longer than a phone is wide") { paragraph(text: longText) },
        ]),
      GallerySection(
        "People",
        [
          GalleryItem("In one line") {
            paragraph(personLine(name: "Aminata Kallon", knownAs: "Mina", age: 34))
          },
          GalleryItem("As a card") {
            personCard(
              name: "Aminata Kallon", knownAs: "Mina", born: Day(1992, 5, 3), today: someDay,
              pronouns: "she/her")
          },
          GalleryItem("With little known") { personCard(name: "Joe", today: someDay) },
          GalleryItem("Name from right to left") {
            personCard(name: "أمينة يوسف", knownAs: "Amina", born: Day(1988, 1, 9), today: someDay)
          },
        ]),
    ]
  }

  private static var notices: [GallerySection] {
    [
      GallerySection(
        "Notices",
        [
          GalleryItem("Tags") {
            element(.p) {
              for tone in Tone.allCases {
                tag(tone.rawValue.capitalizedFirst, tone)
                " "
              }
            }
          },
          GalleryItem("Banner: information") {
            notificationBanner("The service is closed on Monday") {
              paragraph("Referrals sent meanwhile are kept.")
            }
          },
          GalleryItem("Banner: success") {
            notificationBanner("Referral sent", .good) {
              paragraph("We reply within 2 working days.")
            }
          },
          GalleryItem("Banner: warning") {
            notificationBanner("Check before you call", .warning) {
              paragraph("It is not safe to leave a message on this number.")
            }
          },
          GalleryItem("Banner: danger") { notificationBanner("This record is sealed", .danger) },
          GalleryItem("Inset text") { insetText { paragraph("They asked to be called Mina.") } },
          GalleryItem("Warning text") {
            warningText("Once a household has left, its clock does not start again.")
          },
          GalleryItem("Details, closed") {
            details("What happens next") { paragraph("Somebody calls within 2 working days.") }
          },
          GalleryItem("Details, open") {
            details("Who can see this", isOpen: true) { paragraph("Only the advocate.") }
          },
          GalleryItem("Empty state") {
            emptyState(
              "Nothing is waiting", "New referrals appear here as they are sent.",
              action: Link("Add a referral", to: "#"))
          },
          GalleryItem("Why") {
            whyList(
              "Why this is likely to be accepted",
              [
                Why(.yes, "Lives in Sefton"), Why(.no, "Nobody else has joined yet"),
                Why(.unknown, "Whether another adult is out of work"),
              ])
          },
        ])
    ]
  }
}
