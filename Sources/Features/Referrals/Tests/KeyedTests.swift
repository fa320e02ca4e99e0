import App
import Core
import Database
import Support
import Testing

@testable import Referrals

/// Referrals that staff type: by phone, on paper, face to face.
struct KeyedTests {
  private static let form = [
    "agreed": "phone", "full_name": "Aminata Kallon", "date_of_birth": "14/05/1992",
    "phone": "07700 900123", "postcode": "L1 8JQ", "route": "self",
    "safe_contact": "Text only", "another_adult": "Fatu Bangura", "notes": "Rang at noon.",
  ]

  private static func form(_ changes: [String: String] = [:], key: ReferralID? = nil)
    -> [(String, String)]
  {
    var form = form.merging(changes) { $1 }
    if let key { form["key"] = key.text }
    return form.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      + [("needs", "homelessness"), ("needs", "skills")]
  }

  @Test(arguments: TestDatabase.engines)
  func `a phone call becomes a referral that waits, once, with how they agreed`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let tess = try await pierhead.user("team_leader", name: "Tess A", in: Place.liverpool)
      let leader = try await pierhead.browser(tess)
      let empty = try await leader.get("/referrals/new")
      #expect(empty.words.contains("We write down what you tell us"))
      let key = try #require(empty.value(of: "key").flatMap { ReferralID(checking: $0) })
      let sent = try await leader.post("/referrals/new", Self.form(key: key))
      #expect(sent.status == 303)
      let page = try await leader.get(sent.location ?? "").words
      for words in [
        "The referral is saved.", "Aminata Kallon", "By phone, typed by Tess A",
        "In spoken words, by the notice 2026-11", "Fatu Bangura would join", "Text only",
        "Liverpool City Region support programme", "Homelessness",
      ] { #expect(page.contains(words), "\(words)") }
      let again = try await leader.post("/referrals/new", Self.form(key: key))
      #expect(again.location == sent.location)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM keyed_referrals") == 1)
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: tess)
      #expect(inbox.waiting == 1 && inbox.urgent == 1)
      #expect(try await pierhead.events("agreement to share noted") == 1)

      let changed = try await leader.post(
        "/referrals/new", Self.form(["phone": "07700 900124"], key: key))
      #expect(changed.location?.hasSuffix("done=keyed-again") == true)
      #expect(try await leader.get(changed.location ?? "").words.contains("Sent again with"))
    }
  }

  @Test(arguments: [
    ("full_name", " ", "Enter the full name"), ("date_of_birth", "", "Enter the date of birth"),
    ("date_of_birth", "31/02/1990", "The date of birth must be a real date"),
    ("date_of_birth", "21/11/2026", "The date of birth must be today or earlier"),
    ("phone", "12", "Enter one telephone number"), ("postcode", "L1", "Enter the whole postcode"),
    ("agreed", "", "Choose whether they agreed"), ("agreed", "no", "until they agree"),
    ("route", "jcp", "Choose how they came to us"), ("postcode", "", "Choose the district"),
    ("another_adult", String(repeating: "n", count: 201), "The name must be 200 characters"),
  ])
  func `what is wrong is said by its field, and nothing typed is lost`(
    field: String, value: String, words: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(
        pierhead.user("trainee_advocate", in: Place.liverpool))
      let key = ReferralID(at: TestDatabase.noon)
      let answer = try await leader.post("/referrals/new", Self.form([field: value], key: key))
      #expect(answer.status == 422 && answer.words.contains(words))
      #expect(
        answer.body.contains(
          "href=\"#\(field == "postcode" && value.isEmpty ? "district" : field)\""))
      #expect(answer.value(of: "key") == key.text && answer.words.contains("Rang at noon."))
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `somebody of another district goes to its inbox, and no more is told`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let wyn = try await pierhead.user("team_leader", in: Place.wirral)
      try await pierhead.importRows([
        row(
          "1",
          [
            "full_name": "Aminata Kallon", "date_of_birth": "1992-05-14", "district": "Wirral",
          ])
      ])
      for role in ["advocate", "team_leader"] {
        let browser = try await pierhead.browser(pierhead.user(role, in: Place.liverpool))
        let sent = try await browser.post(
          "/referrals/new", Self.form(["postcode": "", "district": Place.wirral]))
        #expect(sent.location == "/referrals/new?district=\(Place.wirral)&done=keyed")
        let page = try await browser.get(sent.location ?? "").words
        #expect(page.contains("waits in the inbox of Wirral"))
        #expect(!page.contains("Aminata") && !page.contains("someone we know"))
      }
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: wyn)
      #expect(inbox.waiting == 3)
      let keyed = inbox.lines.filter { $0.organisation.hasPrefix("Liverpool City Region") }
      #expect(keyed.count == 2)
      let page = try await pierhead.browser(wyn).get("/referrals/\(keyed[1].id)").words
      #expect(page.contains("May be someone we know"))
    }
  }

  @Test func `eleven fields at most are asked`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let page = try await leader.post(
        "/referrals/new", Self.form(["postcode": "", "full_name": ""]))
      let names = Set(page.body.matches(of: /\ name="([a-z_]+)"/).map { String($0.1) })
        .subtracting(["form_token", "key", "viewport", "description", "robots", "words"])
      #expect(names.contains("district") && names.count == 11, "\(names.sorted())")
    }
  }
}
