import Core

extension Gallery {
  static var lists: [GallerySection] {
    [
      GallerySection(
        "Lists",
        [
          GalleryItem("Summary list") {
            summaryList([
              SummaryRow("Name", "Aminata Kallon", actions: [Link("Change", to: "#")]),
              SummaryRow(
                "Date of birth", date(Day(1992, 5, 3)!), actions: [Link("Change", to: "#")]),
              SummaryRow("Phone", nil, actions: [Link("Add", to: "#")]),
              SummaryRow("A long name for a value that is long too", Markup(longText)),
              SummaryRow("Own words", written(rightToLeft)),
            ])
          },
          GalleryItem("Table") { exampleTable },
          GalleryItem("Task list") {
            taskList([
              TaskItem("Who joins", path: "#", status: tag("Done", .good)),
              TaskItem(
                "Where they live", hint: "The address decides the district", path: "#",
                status: tag("To do", .info)),
              TaskItem("Check and send", path: nil, status: tag("Not yet")),
            ])
          },
          GalleryItem("Timeline") {
            timeline(
              [
                TimelineEntry(
                  "Phone call", when: moment(someInstant), by: "Sam Okafor",
                  tag: tag("Shared", .info)
                ) { written("Talked about the course. Starts on Monday.") },
                TimelineEntry("Household joined", when: date(Day(2026, 10, 2)!), by: "Ruth Lee"),
                TimelineEntry("Note", when: date(Day(2026, 10, 1)!), by: "أمينة يوسف") {
                  written(rightToLeft)
                },
              ], headingLevel: 4)
          },
          GalleryItem("Timeline without entries") { emptyState("No contact yet") },
          GalleryItem("Progress") {
            progressStrip(["Sent", "Received", "Accepted", "Advocate assigned"], current: 2)
          },
        ])
    ]
  }

  private static var exampleTable: Markup {
    table(
      "Referrals waiting",
      columns: ["Household", "Route", "State", .number("Days")],
      rows: [
        [
          "\(link("Aminata Kallon", to: "#"))", "Jobcentre Plus", tag("New", .info), "1",
        ],
        [Markup(longText), "Housing provider", tag("Overdue", .danger), "12"],
        ["أمينة يوسف", "Myself", tag("Waiting"), "3"],
      ])
  }

  static var navigation: [GallerySection] {
    [
      GallerySection(
        "Navigation",
        [
          GalleryItem("Breadcrumbs") {
            breadcrumbs([Link("Households", to: "#"), Link("Kallon", to: "#")])
          },
          GalleryItem("Back link") { backLink(Link("Back to the inbox", to: "#")) },
          GalleryItem("Section navigation") {
            sectionNav(
              [
                Link("Overview", to: "#overview"), Link("Notes", to: "#notes"),
                Link("Plan", to: "#plan"),
              ],
              current: "#notes", label: "Household")
          },
          GalleryItem("Pagination, first page") {
            pagination(page: 1, of: 3, previous: nil, next: "#")
          },
          GalleryItem("Pagination, in the middle") {
            pagination(page: 2, of: 3, previous: "#", next: "#")
          },
        ])
    ]
  }

  static var codes: [GallerySection] {
    [
      GallerySection(
        "Codes",
        [
          GalleryItem("QR code") {
            qrCode(modules: exampleModules, label: "An example, not a real code")
          },
          GalleryItem("Line, beside its table") {
            lineChart(
              [(x: 0, y: 400), (x: 3, y: 420), (x: 4, y: 415), (x: 9, y: 520)],
              label: "An example: it rises from 400 to 520")
          },
          GalleryItem("Secret to type by hand") { secretCode("JBSWY3DPEHPK3PXP") },
          GalleryItem("Recovery codes") {
            recoveryCodes([
              "7kq4-m2xp", "d9fw-3hzt", "p5vr-8ncj", "x6bm-2qlk", "w4tz-9grs", "h8yj-5dvn",
            ])
          },
        ])
    ]
  }

  /// A pattern that looks like a QR code of 21 modules and says nothing.
  private static var exampleModules: [[Bool]] {
    (0..<21).map { y in
      (0..<21).map { x in
        for (cornerX, cornerY) in [(0, 0), (14, 0), (0, 14)] {
          let (inX, inY) = (x - cornerX, y - cornerY)
          guard (-1...7).contains(inX), (-1...7).contains(inY) else { continue }
          let ring = max(abs(inX - 3), abs(inY - 3))
          return ring == 3 || ring <= 1
        }
        return (x * x * 7 + y * y * 3 + x * y) % 5 < 2
      }
    }
  }
}
