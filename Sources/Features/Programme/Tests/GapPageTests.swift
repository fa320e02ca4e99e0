import App
import Core
import Support
import Testing

@testable import Programme

struct GapPageTests {
  private static let sent = [
    "population": "10,000", "rate": "60", "compared_rate": "75", "pay": "20,000",
    "compared_pay": "£25,000", "closed": "50", "years_to_reach": "2", "years": "3",
    "discount": "3.5",
  ]

  @Test func `what people type is the rule's figures`() throws {
    let read = try GapAssumptions.read(Self.sent)
    let made = try GapAssumptions(
      population: 10_000, rate: 600, comparedRate: 750, pay: 2_000_000, comparedPay: 2_500_000,
      closed: 50, yearsToReach: 2, years: 3)
    #expect(read == made)
    let places = try GapAssumptions.read(
      Self.sent.merging(["rate": "62.5", "discount": "1.25"]) { $1 })
    #expect(places.rate == 625 && places.discount == 125)
    _ = try GapAssumptions.read(GapAssumptions.example)
  }

  @Test(arguments: [
    (["rate": "62.55"], "rate"), (["rate": "101"], "rate"), (["rate": ""], "rate"),
    (["compared_rate": "-1"], "compared_rate"), (["population": "1.5"], "population"),
    (["population": "100000001"], "population"), (["pay": "1000000.01"], "pay"),
    (["compared_pay": "a lot"], "compared_pay"), (["closed": "50.5"], "closed"),
    (["years": "0"], "years"), (["years_to_reach": "31"], "years_to_reach"),
    (["discount": "20.01"], "discount"), (["discount": "3.555"], "discount"),
    (["rate": "x", "years": "x"], "rate, years"),
  ])
  func `a bad number is named`(changed: [String: String], wrong: String) async {
    let fields = Self.sent.merging(changed) { $1 }
    #expect(await result { _ = try GapAssumptions.read(fields) } == "invalid: \(wrong)")
  }

  @Test func `the page prints the result with what was taken for granted`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("analyst")))
      let example = try await browser.get("/programme/gap").body
      #expect(example.contains("They are of no real place"))
      let query =
        "population=10000&rate=60&compared_rate=75&pay=20000&compared_pay=25000&closed=50&years_to_reach=2&years=3&discount=3.5"
      let page = try await browser.get("/programme/gap?\(query)").body
      #expect(page.contains("£69,556,380 in today’s money, over 3 years."))
      #expect(page.contains("750 more people in work times £20,000 is £15,000,000"))
      #expect(page.contains("In the other group, in work (%)") && !page.contains("no real place"))
      let bad = try await browser.get(
        "/programme/gap?" + query.replacing("rate=60&", with: "rate=many&"))
      #expect(bad.status == 422 && bad.body.contains("value=\"many\""))
      #expect(bad.body.contains("with one place at most, like 62.5"))
      #expect(!bad.body.contains("in today’s money, over"))
    }
  }
}
