import Core
import HTML
import Testing

struct FormTests {
  let state = FormState(
    sent: [("email", "mina@"), ("needs", "debt"), ("needs", "health"), ("route", "self")],
    problems: [
      Problem("email", Reason("required", ["what": "an email address"])),
      Problem("email", Reason("page-expired")), Problem(nil, Reason("page-expired")),
    ])
  let choices = [Choice("debt", "Debt"), Choice("health", "Health"), Choice("self", "Myself")]

  @Test func `a form state answers what was typed and what is wrong`() {
    #expect(state.text("email") == "mina@")
    #expect(state.text("phone") == "")
    #expect(state.texts("needs") == ["debt", "health"])
    #expect(state.problem("email")?.key == "required")
    #expect(state.problem("needs") == nil)
    #expect(!state.isGood)
    #expect(FormState().isGood)
    #expect(FormState(values: ["a": "b"]).with([]).text("a") == "b")
  }

  @Test func `a field in error keeps what was typed and points to the words`() {
    let made = textInput(Field("email", "Email", hint: "To reply", in: state)).description
    #expect(made.contains("value=\"mina@\""))
    #expect(made.contains("aria-invalid=\"true\""))
    #expect(made.contains("aria-describedby=\"email-hint email-error\""))
    #expect(made.contains("id=\"email-hint\">To reply<"))
    #expect(made.contains("id=\"email-error\"><span class=\"heard\">Error: </span>Enter an email"))
    #expect(made.contains("<label class=\"label\" for=\"email\">Email</label>"))
  }

  @Test func `a good field shows no error`() {
    let made = textInput(Field("name", "Name", in: state)).description
    #expect(!made.contains("aria-invalid"))
    #expect(!made.contains("aria-describedby"))
    #expect(!made.contains("Error"))
  }

  @Test func `every kind of field shows its error`() {
    let field = Field("email", "Email", in: state)
    let all = [
      textInput(field), passwordInput(field), textArea(field), dateInput(field), fileUpload(field),
      select(field, choices), radios(field, choices), checkboxes(field, choices), checkbox(field),
    ]
    for made in all {
      #expect(made.description.contains("id=\"email-error\""))
      #expect(made.description.contains("Enter an email address"))
      #expect(made.description.contains("id=\"email\""))
      #expect(made.description.contains("email-error\""))
    }
  }

  @Test func `the error summary links to each field and only names what has none`() {
    let made = errorSummary(state.problems).description
    #expect(made.contains("<a href=\"#email\">Enter an email address</a>"))
    #expect(made.contains("<li>This page was open"))
    #expect(made.contains("role=\"alert\""))
    #expect(made.contains("tabindex=\"-1\""))
    #expect(errorSummary([]).isEmpty)
  }

  @Test func `a password is never sent back`() {
    let typed = Field("password", "Password", values: ["correct horse"])
    #expect(!passwordInput(typed).description.contains("correct horse"))
    #expect(passwordInput(typed).description.contains("autocomplete=\"current-password\""))
    #expect(passwordInput(typed, isNew: true).description.contains("\"new-password\""))
  }

  @Test func `a date is one box for numbers that keeps what was typed`() {
    let made = dateInput(Field("born", "Born", values: ["31/02/1992"])).description
    #expect(made.contains("value=\"31/02/1992\""))
    #expect(made.contains("inputmode=\"numeric\""))
    #expect(made.contains("20/11/2026"))
    #expect(made.components(of: "<input") == 1)
  }

  @Test func `chosen answers stay chosen`() {
    #expect(
      checkboxes(Field("needs", "Needs", in: state), choices).description
        .components(of: "checked=\"\"") == 2)
    #expect(
      radios(Field("route", "Route", in: state), choices).description
        .contains("value=\"self\" checked=\"\""))
    #expect(
      select(Field("route", "Route", in: state), choices).description
        .contains("<option value=\"self\" selected=\"\">"))
  }

  @Test func `a text area keeps its first line break and cannot be closed by its text`() {
    let typed = Field("note", "Note", values: ["\n</textarea><b>"])
    let made = textArea(typed, limit: 20).description
    #expect(made.contains(">\n\n&lt;/textarea&gt;&lt;b&gt;</textarea>"))
    #expect(made.contains("aria-describedby=\"note-limit\""))
    #expect(made.contains("Up to 20 characters"))
  }

  @Test func `a form is posted with its token`() {
    let made = form(to: "/notes", token: "abc") { button("Save") }.description
    #expect(made.contains("method=\"post\""))
    #expect(made.contains("action=\"/notes\""))
    #expect(made.contains("<input type=\"hidden\" name=\"form_token\" value=\"abc\">"))
    #expect(!made.contains("enctype"))
    #expect(
      form(to: "/imports", token: "abc", sendsFiles: true) { "" }.description
        .contains("enctype=\"multipart/form-data\""))
  }

  @Test func `a form that asks carries no token`() {
    let made = filterForm(to: "/inbox") { "" }.description
    #expect(made.contains("method=\"get\""))
    #expect(!made.contains("form_token"))
  }
}

extension String {
  /// How often a piece occurs.
  func components(of piece: String) -> Int { ranges(of: piece).count }
}
