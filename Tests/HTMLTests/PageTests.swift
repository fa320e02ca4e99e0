import Core
import HTML
import Testing

struct PageTests {
  let layout = Layout(
    service: "Households into Work",
    signedIn: SignedIn(
      name: "Ruth <Lee>",
      nav: [NavItem("Inbox", to: "/inbox", count: 3), NavItem("Today", to: "/today")],
      formToken: "abc"),
    strip: ("Training", "Made-up people"))

  func text(_ page: Page, in layout: Layout? = nil) -> String {
    String(decoding: (layout ?? self.layout).document(page), as: UTF8.self)
  }

  @Test func `a page has one first heading, and no heading skips a level`() {
    let made = text(Gallery.page())
    let levels = made.matches(of: /<h([1-6])/).map { Int($0.1)! }
    #expect(levels.count { $0 == 1 } == 1)
    // The error summary stands before the first heading.
    let inOrder = levels.drop { $0 != 1 }
    for (before, after) in zip(inOrder, inOrder.dropFirst()) { #expect(after <= before + 1) }
  }

  @Test func `every id of the gallery is there once and every reference has its id`() {
    let made = text(Gallery.page())
    let ids = made.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let references =
      made.matches(of: /\s(?:for|aria-describedby)="([^"]*)"/)
      .flatMap { $0.1.split(separator: " ") }
    for reference in references { #expect(ids.contains(String(reference)), "\(reference)") }
  }

  @Test func `nothing on a page is refused by the content security policy`() {
    let made = text(Gallery.page())
    #expect(!made.contains(" style="))
    #expect(!made.contains("<style"))
    #expect(made.matches(of: /\son[a-z]+=/).isEmpty)
    #expect(made.components(of: "<script") == 1)
    #expect(made.contains("<script type=\"module\" src=\"\(Assets.script.path)\"></script>"))
  }

  @Test func `the title says when there is a problem`() {
    let problem = Problem("name", Reason("required", ["what": "a name"]))
    #expect(
      text(Page("Sign <in>") { "" }).contains("<title>Sign &lt;in&gt; - Households into Work<"))
    let wrong = text(Page("Sign in", problems: [problem]) { "" })
    #expect(wrong.contains("<title>Error: Sign in"))
    #expect(wrong.contains("<a href=\"#name\">Enter a name</a>"))
  }

  @Test func `the skip link leads to the main part`() {
    let made = text(Page("Today") { "" })
    #expect(made.contains("href=\"#main\""))
    #expect(made.contains("<main id=\"main\" tabindex=\"-1\">"))
  }

  @Test func `navigation marks the section and says what waits`() {
    let made = text(Page("Inbox", section: "/inbox") { "" })
    #expect(made.contains("<a href=\"/inbox\" aria-current=\"true\">Inbox"))
    #expect(made.contains(">3</span><span class=\"heard\"> waiting</span>"))
    #expect(made.components(of: "aria-current") == 1)
  }

  @Test func `only somebody signed in has navigation and can sign out`() {
    let inside = text(Page("Today") { "" })
    #expect(inside.contains("Ruth &lt;Lee&gt;"))
    #expect(inside.contains("method=\"post\" action=\"/sign-out\""))
    #expect(inside.contains("name=\"form_token\" value=\"abc\""))
    let outside = text(Page("Sign in") { "" }, in: Layout(service: "Pierhead"))
    #expect(!outside.contains("Sign out"))
    #expect(!outside.contains("<nav"))
  }

  @Test func `a right-to-left page says so`() {
    let made = text(
      Page("x") { "" }, in: Layout(service: "x", language: "ar", isRightToLeft: true))
    #expect(made.contains("lang=\"ar\" dir=\"rtl\""))
  }
}
