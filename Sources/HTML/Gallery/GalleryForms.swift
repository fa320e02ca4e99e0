import Core

extension Gallery {
  private static let required = Reason("required", ["what": "an email address"])

  static var fields: [GallerySection] {
    [
      GallerySection(
        "Text fields",
        [
          GalleryItem("Text input") {
            textInput(Field("email", "Email address", hint: "We only use it to reply"), .email)
          },
          GalleryItem("In error") {
            textInput(
              Field(
                "email-wrong", "Email address", hint: "We only use it to reply", values: ["mina@"],
                problem: required), .email)
          },
          GalleryItem("Disabled") {
            textInput(
              Field(
                "email-disabled", "Email address", values: ["mina@example.org"], isDisabled: true))
          },
          GalleryItem("Optional, long value") {
            textInput(Field("long-value", "Known as", values: [longText], isOptional: true))
          },
          GalleryItem("Right to left") {
            textInput(Field("rtl-value", "Name", values: ["أمينة يوسف"]))
          },
          GalleryItem("Widths and kinds") {
            textInput(Field("code", "Code from your app"), .code, width: .short)
            textInput(Field("postcode", "Postcode"), .postcode, width: .medium)
            textInput(Field("phone", "Phone"), .phone)
            textInput(Field("amount", "Amount in pounds"), .money, width: .short)
            textInput(Field("full", "Address"), width: .full)
          },
          GalleryItem("Password input") {
            form(to: "#", token: "") {
              hiddenUsername("amir@example.org")
              passwordInput(Field("password", "Password"))
            }
          },
          GalleryItem("Password input in error") {
            form(to: "#", token: "") {
              hiddenUsername("amir@example.org")
              passwordInput(
                Field(
                  "password-wrong", "Password", problem: Reason("required", ["what": "a password"]))
              )
            }
          },
          GalleryItem("Date input") { dateInput(Field("born", "Date of birth")) },
          GalleryItem("Date input in error") {
            dateInput(
              Field(
                "born-wrong", "Date of birth", values: ["31/02/1992"],
                problem: Reason("bad-day", ["what": "Date of birth"])))
          },
          GalleryItem("Textarea") {
            textArea(Field("note", "Note", hint: "What was said and agreed"), limit: 2000)
          },
          GalleryItem("Textarea in error") {
            textArea(
              Field(
                "note-wrong", "Note", values: ["Called about the\nhousing letter."],
                problem: Reason("too-long", ["what": "Note", "limit": "20", "count": "32"])),
              rows: 3, limit: 20)
          },
          GalleryItem("File upload") {
            fileUpload(Field("file", "File of referrals", hint: "CSV, up to 10 MB"), accept: ".csv")
          },
        ])
    ]
  }

  private static let routes = [
    Choice("jcp", "Jobcentre Plus"),
    Choice("housing", "Housing provider", hint: "A housing association or the council"),
    Choice("self", "Myself"),
    Choice("closed", "A route that has closed", isDisabled: true),
  ]

  static var choices: [GallerySection] {
    [
      GallerySection(
        "Choices",
        [
          GalleryItem("Select") { select(Field("select", "District"), routes) },
          GalleryItem("Select in error") {
            select(
              Field("select-wrong", "District", problem: Reason("choose", ["what": "a district"])),
              routes)
          },
          GalleryItem("Radios") { radios(Field("route", "How they heard of us"), routes) },
          GalleryItem("Radios in error") {
            radios(
              Field(
                "route-wrong", "How they heard of us", hint: "Choose one",
                problem: Reason("choose", ["what": "how they heard of us"])), routes)
          },
          GalleryItem("Radios side by side") {
            radios(
              Field("agree", "Do they agree?", values: ["yes"]),
              [Choice("yes", "Yes"), Choice("no", "No")], isInline: true)
          },
          GalleryItem("Checkboxes, two ticked") {
            checkboxes(
              Field("needs", "What stands in the way", values: ["jcp", "self"], isOptional: true),
              routes)
          },
          GalleryItem("Checkboxes in error") {
            checkboxes(
              Field(
                "needs-wrong", "What stands in the way",
                problem: Reason("choose", ["what": "at least one"])), routes)
          },
          GalleryItem("One checkbox") {
            checkbox(Field("told", "I have told them what we keep and why"))
          },
          GalleryItem("One checkbox in error") {
            checkbox(
              Field(
                "told-wrong", "I have told them what we keep and why",
                problem: Reason("choose", ["what": "the box once you have told them"])))
          },
        ])
    ]
  }

  static var forms: [GallerySection] {
    [
      GallerySection(
        "Forms",
        [
          GalleryItem("Buttons") {
            buttonRow {
              button("Save and continue")
              button("Save as draft", .secondary)
              button("Withdraw", .warning)
              button("Can't be pressed", isDisabled: true)
              linkButton(Link("Start", to: "#"))
              button("Sign out", .plain)
            }
          },
          GalleryItem("Form with a fieldset") {
            form(to: "/developers/components", token: "made-up") {
              fieldset("Where they live", hint: "Now, even if not for long", id: "home") {
                textInput(Field("line-1", "Address"), width: .full)
                textInput(Field("home-postcode", "Postcode"), .postcode, width: .medium)
              }
              buttonRow {
                button("Continue")
                link("Cancel", to: "#")
              }
            }
          },
          GalleryItem("Filter") {
            filterForm(to: "/developers/components", clear: "/developers/components") {
              textInput(Field("filter-name", "Name"), .search, width: .full)
              select(Field("filter-route", "Route"), routes, prompt: "All routes")
            }
          },
          GalleryItem("Search") {
            searchForm(to: "/developers/components", label: "Find a household", name: "find")
          },
          GalleryItem("Print button, shown by scripts") {
            printButton()
            printOnly { paragraph("These words appear on paper only.") }
          },
        ])
    ]
  }
}
