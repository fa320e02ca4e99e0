import Core
import HTML
import Testing

struct MarkupTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("Joe & \"Ann\" O'Brien", "Joe &amp; &quot;Ann&quot; O&#39;Brien"),
    ("&amp;", "&amp;amp;"), ("أمينة", "أمينة"), ("", ""),
  ])
  func `text is escaped`(text: String, written: String) {
    #expect(Markup(text).description == written)
    #expect(element(.p, text: text).description == "<p>\(written)</p>")
    #expect(element(.p) { text }.description == "<p>\(written)</p>")
    #expect(Markup("\(text)").description == written)
  }

  @Test func `an attribute cannot be broken out of`() {
    let made = element(.p, .title("\"><img src=x onerror='1'>"), text: "").description
    #expect(
      made == "<p title=\"&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;\"></p>")
  }

  @Test func `a literal keeps the markup in it and escapes the words around it`() {
    let name = "<Ann>"
    let made = element(.p) { "1 < 2 & \(element(.strong, text: name)) \(name) \(7)" }
    #expect(
      made.description
        == "<p>1 &lt; 2 &amp; <strong>&lt;Ann&gt;</strong> &lt;Ann&gt; 7</p>")
  }

  @Test func `an attribute without a value is left out`() {
    #expect(element(.p, .id(nil), .class("a"), text: "x").description == "<p class=\"a\">x</p>")
    #expect(element(.details, .open(false)) { "x" }.description == "<details>x</details>")
    #expect(element(.details, .open(true)) { "x" }.description == "<details open=\"\">x</details>")
  }

  @Test func `if, for, switch and optionals build in order`() {
    let (yes, missing) = (true, String?.none)
    let made = element(.ul) {
      for number in 1...3 { element(.li, text: String(number)) }
      if yes { "a" } else { "b" }
      if let missing { missing }
      Markup?.none
      switch yes {
      case true: "c"
      case false: "d"
      }
    }
    #expect(made.description == "<ul><li>1</li><li>2</li><li>3</li>ac</ul>")
  }

  @Test(arguments: [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,x", "vbscript:x", "\u{1}javascript:x", "blob:x", ":x",
  ])
  func `a link refuses an address that could run`(address: String) {
    #expect(link("x", to: address).description == "<a>x</a>")
    #expect(
      element(.form, .action(address)) { "" }.description == "<form></form>")
  }

  @Test(arguments: [
    "/households", "#email", "?page=2", "https://example.org/a:b", "HTTP://example.org",
    "mailto:a@example.org", "tel:+441510000000", "/a?b=javascript:c", "page",
  ])
  func `a link keeps an ordinary address`(address: String) {
    #expect(link("x", to: address).description == "<a href=\"\(address)\">x</a>")
  }

  @Test func `days and moments are readable by machines`() {
    #expect(
      date(Day(2026, 11, 20)!).description
        == "<time datetime=\"2026-11-20\">20 November 2026</time>")
    let made = moment(Instant(iso: "2026-06-01T12:00:00Z")!).description
    #expect(made.contains("datetime=\"2026-06-01T12:00:00.000000Z\""))
    #expect(made.contains(">1 June 2026 at 1:00pm<"))
  }
}
