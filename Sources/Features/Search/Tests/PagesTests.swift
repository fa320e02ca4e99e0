import App
import Core
import HTTPTypes
import Support
import Testing
import Web

/// What a person reads when they look for somebody.
struct PagesTests {
  private func searching(
    _ role: String, _ body: (Browser, Pierhead) async throws -> Void
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user(role, in: Place.liverpool)
      try await body(try await pierhead.browser(user), pierhead)
    }
  }

  @Test func `the box stands on every page for those who may search, and for nobody else`()
    async throws
  {
    try await searching("team_leader") { browser, _ in
      let page = try await browser.get("/inbox")
      #expect(page.body.contains("action=\"/search\"") && page.body.contains("method=\"post\""))
      let own = try await browser.get("/search")
      #expect(own.body.components(of: "action=\"/search\"") == 1)
      #expect(own.words.contains("Find a person or a household"))
      #expect(own.words.contains("What you can type"))
    }
    try await searching("analyst") { browser, _ in
      let page = try await browser.get("/account")
      #expect(!page.body.contains("/search"))
      #expect(try await browser.get("/search").status == 403)
      #expect(try await browser.post("/search", [("words", "jamal")]).status == 403)
    }
  }

  @Test func `who is found is shown with where they stand`() async throws {
    try await searching("team_leader") { browser, pierhead in
      let manager = try await pierhead.user("programme_manager")
      let home = try await pierhead.household("1", ["full_name": "Jamal Kowalski"], by: manager)
      try await pierhead.importRows([
        row(
          "2",
          [
            "full_name": "Aminata Kallon", "known_as": "Mina", "date_of_birth": "1985-03-12",
            "needs": "domestic-abuse",
          ])
      ])
      let one = try await browser.post("/search", [("words", "kowalski")])
      #expect(one.status == 200)
      #expect(one.body.contains("href=\"/households/\(home)\""))
      #expect(one.words.contains("1 person.") && one.words.contains("In household HH-2026-0001"))
      #expect(one.value(of: "words") == "kowalski")
      let other = try await browser.post("/search", [("words", "12 March 1985")])
      #expect(other.words.contains("Aminata Kallon (known as Mina ) , 41"))
      #expect(other.words.contains("12 March 1985 Liverpool Waiting Referral"))
      #expect(!other.words.lowercased().contains("abuse"))
      let reference = try await browser.post("/search", [("words", "hh 2026 1")])
      #expect(reference.body.contains("href=\"/households/\(home)\""))
      let slip = try await browser.post("/search", [("words", "kovalski")])
      #expect(slip.words.contains("Spelled in another way"))
    }
  }

  @Test func `nothing found says what to try, and keeps the words`() async throws {
    try await searching("advocate") { browser, pierhead in
      try await pierhead.importRows([row("1", ["full_name": "Jamal Kowalski"])])
      let seen = try await browser.post("/search", [("words", "kowalski")])
      let missing = try await browser.post("/search", [("words", "nosuchname")])
      #expect(seen.status == 200 && seen.words.contains("Nothing found"))
      // Whom one may not see is like nobody.
      #expect(
        seen.body.replacing("kowalski", with: "X")
          == missing.body.replacing("nosuchname", with: "X"))
    }
  }

  @Test func `too little is said beside the box, and what was typed stays`() async throws {
    try await searching("team_leader") { browser, _ in
      for (words, said) in [
        ("", "Type a name, a date of birth"), ("a", "Type at least two letters"),
        ("%", "Type at least two letters"),
        (String(repeating: "a", count: 10_000), "must be 200 characters or fewer"),
      ] {
        let page = try await browser.post("/search", [("words", words)])
        #expect(page.status == 422 && page.words.contains(said), "\(words.prefix(20))")
        #expect(page.value(of: "words") == words)
        #expect(page.body.contains("href=\"#words\""))
      }
      #expect(try await browser.post("/search").status == 422)
      #expect(try await browser.post("/search", [("words", "a\u{0}b")]).status == 400)
      #expect(try await browser.post("/search", [("words", "jamal")], token: false).status == 403)
    }
  }

  @Test func `words are shown as they are and never stand in an address`() async throws {
    try await searching("team_leader") { browser, pierhead in
      try await pierhead.importRows(
        (0..<60).map { row("\($0)", ["full_name": "Jamal Number\($0)"]) })
      let first = try await browser.post("/search", [("words", "jamal")])
      #expect(first.words.contains("More than 50 people.") && first.words.contains("Page 1 of 2"))
      #expect(!first.words.contains("60"))
      let second = try await browser.post("/search", [("words", "jamal"), ("page", "2")])
      #expect(second.words.contains("Page 2 of 2") && second.words.contains("Previous page"))
      for page in [first, second] {
        for link in page.body.split(separator: "href=\"").dropFirst() {
          #expect(!link.prefix { $0 != "\"" }.contains("amal"))
        }
      }
      for words in ["<script>alert(1)</script>", "\"><bold>", "\u{202E}لم", "👩‍👩‍👧 👩", "ab' OR '1'='1"]
      {
        let page = try await browser.post("/search", [("words", words)])
        #expect(page.status == 200, "\(words)")
        #expect(!page.body.contains("<script>alert") && !page.body.contains("\"><bold>"))
      }
      let cached = try await browser.post("/search", [("words", "jamal")]).headers[.cacheControl]
      #expect(cached?.contains("no-store") == true)
    }
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
