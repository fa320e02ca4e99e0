import App
import Core
import Database
import HTTPTypes
import Households
import ReferralFile
import Referrals
import Support
import Testing
import Web

/// Text of strangers is shown as it was sent, and never does anything.
struct HostileTextTests {
  private static let mark = "wrenfeather"
  private static let texts = [
    "<script>wrenfeather()</script>", "\"><script>wrenfeather()</script>",
    "'><script>wrenfeather()</script>",
    "<img src=x onerror=wrenfeather()>",
    "\" onmouseover=\"wrenfeather()", "' onfocus='wrenfeather()' autofocus='",
    "</textarea><script>wrenfeather()</script>",
    "</title><script>wrenfeather()</script>", "<svg/onload=wrenfeather()>",
    "<wrenfeather onclick=wrenfeather()>here",
    "javascript:wrenfeather()",
    "<a href=\"javascript:wrenfeather()\">here</a>", "<!--<script>wrenfeather()</script>-->",
    "]]><wrenfeather>",
    "&lt;script&gt;wrenfeather()&lt;/script&gt;",
    "&#60;script&#62;wrenfeather()", "{{wrenfeather}}${wrenfeather}<%= wrenfeather %>",
    "<style>*{background:url(//wrenfeather)}</style>",
    "\u{202E}<wrenfeather>\u{2066}", "<iframe srcdoc=\"<script>wrenfeather()</script>\">",
    "=wrenfeather|'/c calc'!A0",
    "<scr\u{0130}pt>wrenfeather</script>",
    "'; DROP TABLE referrals; --wrenfeather", "<form action=//wrenfeather><input name=wrenfeather>",
  ]

  private static let fields = [
    "full_name", "known_as", "household_key", "relationship", "referrer_name", "referrer_email",
    "phone", "email",
    "safe_contact", "language", "address", "postcode", "district", "benefits", "needs", "notes",
    "out_of_work_since",
    "in_work",
  ]

  /// One referral a text, which stands in every field; and one that comes again with the text.
  private func fill(_ pierhead: Pierhead) async throws {
    var rows: [[String: String]] = []
    for (number, text) in Self.texts.enumerated() {
      var changes = Dictionary(uniqueKeysWithValues: Self.fields.map { ($0, text) })
      changes["district"] = "Liverpool"
      changes["household_key"] = number < 4 ? "H" : text
      changes["referrer_organisation"] = "Org \(text)"
      rows.append(unlike("\(number) \(text)", changes))
    }
    let told = try await pierhead.importRows(rows)
    #expect(told.summary.rejected == 0)
    let again = rows.map {
      $0.merging(["district": $0["notes"] ?? "", "notes": "Again \($0["notes"] ?? "")"]) { $1 }
    }
    let second = try await pierhead.importRows(again)
    #expect(second.summary.warned == rows.count)
  }

  /// Every page that shows casework.
  private func paths(_ pierhead: Pierhead, _ users: [User]) async throws -> [String] {
    let (referrals, households) = try await pierhead.database.read(fresh: true) { reader in
      (
        try reader.rows("SELECT id FROM referrals ORDER BY id").map { try $0["id"] as String },
        try reader.rows("SELECT id FROM households ORDER BY id").map { try $0["id"] as String }
      )
    }
    return [
      "/inbox", "/inbox?page=2", "/today", "/households", "/households?order=newest", "/accounts",
      "/account", "/account/record", "/transfers", "/referrals/new", "/monday", "/team",
      "/absences",
    ]
      + referrals.map { "/referrals/\($0)" }
      + households.flatMap {
        [
          "/households/\($0)", "/households/\($0)/record", "/households/\($0)/record?view=lists",
          "/households/\($0)/transfer",
        ]
      } + users.flatMap { ["/accounts/\($0.id)", "/accounts/\($0.id)/record", "/team/\($0.id)"] }
  }

  @Test func `hostile text in every field comes out inert on every page`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let name = "<b wrenfeather>Tess</b> \"wrenfeather\""
      let leader = try await pierhead.user("team_leader", name: name, in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", name: name, in: Place.liverpool)
      try await fill(pierhead)
      for number in 3..<8 {
        let id = try await pierhead.accept("\(number) \(Self.texts[number])", by: leader)
        try await pierhead.households.assign(advocate.id.text, to: id, by: leader)
        for text in Self.texts {
          try await pierhead.households.addNote(pierhead.note(text), to: id, by: advocate)
        }
      }
      try await pierhead.referrals.decline(
        pierhead.referral("9 \(Self.texts[9])"), because: "other", note: Self.texts[9], by: leader)
      try await pierhead.referrals.withdraw(
        pierhead.referral("10 \(Self.texts[10])"), because: "other", note: Self.texts[10],
        by: leader)
      for number in 11..<14 {
        let id = try await pierhead.referral("\(number) \(Self.texts[number])")
        try await pierhead.referrals.setComplexity(
          "high", of: id, because: Self.texts[number], by: leader)
        _ = try await pierhead.referrals.transfer(
          id, to: Place.wirral, because: Self.texts[number], by: leader)
        let household = try await pierhead.accept(
          "\(number + 3) \(Self.texts[number + 3])", by: leader)
        try await pierhead.referrals.askToMove(
          household, to: Place.liverpool, because: Self.texts[number],
          handover: Self.texts[number], by: leader)
      }
      var shown = 0
      for user in try await [
        leader, advocate, pierhead.user("programme_manager"), pierhead.user("administrator"),
        pierhead.user("information_governance"),
      ] {
        let browser = try await pierhead.browser(user)
        for path in try await paths(pierhead, [leader, advocate]) {
          let page = try await browser.get(path)
          let alive = MarkupReader(page.body, mark: Self.mark).alive
          #expect(alive.isEmpty, "\(path) as \(user.roles): \(alive)")
          #expect(!page.body.contains("<script>"), "\(path)")
          shown += page.body.contains(Self.mark) ? 1 : 0
        }
      }
      #expect(shown > 100)
    }
  }

  @Test func `what is typed wrong comes back inert`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let leader = try await pierhead.browser(user)
      let administrator = try await pierhead.browser(pierhead.user("administrator"))
      let household = "/households/\(try await pierhead.household("1", by: user))"
      try await pierhead.importRows([
        unlike("2", ["household_key": "H"]), unlike("3", ["household_key": "H"]),
      ])
      let referral = "/referrals/\(try await pierhead.referral("2"))"
      let waiting = "/referrals/\(try await pierhead.referral("3"))"
      for text in Self.texts {
        for (browser, path, names) in [
          (leader, household + "/notes", ["key", "kind", "happened_on", "body", "person"]),
          (leader, household + "/assignments", ["advocate"]),
          (leader, referral + "/decline", ["reason", "note"]),
          (leader, referral + "/accept", ["others", "district"]),
          (leader, referral + "/withdraw", ["withdraw_reason", "withdraw_note"]),
          (leader, referral + "/complexity", ["complexity", "complexity_note"]),
          (leader, waiting + "/transfer", ["send_to", "send_reason"]),
          (leader, household + "/complexity", ["complexity", "complexity_note"]),
          (leader, household + "/transfer", ["to", "why", "handover"]),
          (
            leader, "/referrals/new",
            [
              "key", "agreed", "full_name", "date_of_birth", "phone", "safe_contact", "postcode",
              "district", "route", "needs", "another_adult", "notes",
            ]
          ),
          (
            administrator, "/accounts/new", ["name", "email", "organisation", "roles", "districts"]
          ),
          (Browser(pierhead), "/sign-in", ["next", "email"]),
        ] {
          let answer = try await browser.post(path, names.map { ($0, text) })
          if path.hasSuffix("/accept") { continue }
          #expect(answer.status == 422, "\(path)")
          let alive = MarkupReader(answer.body, mark: Self.mark).alive
          #expect(alive.isEmpty, "\(path) with \(text): \(alive)")
        }
        let query = text.utf8.map { byte in
          let digits = String(byte, radix: 16)
          return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
        for path in [
          "/inbox?district=\(query)&page=\(query)&done=\(query)",
          "/households?order=\(query)&advocate=\(query)&page=\(query)",
          "/sign-in?next=\(query)", "/\(query)", "/assets/\(query)", "/set-up/\(query)",
          "/referrals/\(query)", "/referrals/new?district=\(query)", "/transfers?page=\(query)",
          household + "?notes=\(query)", household + "/record?before=\(query)&view=\(query)",
        ] {
          let answer = try await (path.hasPrefix("/sign-in") ? Browser(pierhead) : leader).get(path)
          let alive = MarkupReader(answer.body, mark: Self.mark).alive
          #expect(alive.isEmpty && answer.status < 500, "\(path): \(answer.status) \(alive)")
        }
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `looking changes nothing but the record`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: advocate)
      try await pierhead.households.addNote(pierhead.note("Call"), to: id, by: advocate)
      try await pierhead.importRows([unlike("2")])
      let browsers = try await [
        pierhead.browser(leader), pierhead.browser(advocate),
        pierhead.browser(pierhead.user("administrator")),
        pierhead.browser(pierhead.user("information_governance")), Browser(pierhead),
      ]
      let asked =
        try await paths(pierhead, [leader, advocate])
        + pierhead.site(isDemo: true).routes.filter { $0.method == .get }.map {
          $0.path.replacing(":id", with: id.text).replacing(":token", with: "none").replacing(
            ":name", with: "none")
        }
      let before = try await pierhead.dump(without: ["events", "event_head"])
      for browser in browsers {
        for path in asked {
          for method in [HTTPRequest.Method.get, .head] {
            #expect(try await browser.send(method, path, form: nil).status < 500, "\(path)")
          }
        }
      }
      #expect(try await pierhead.dump(without: ["events", "event_head"]) == before)
      #expect(
        try await pierhead.number("SELECT COUNT(*) AS n FROM events WHERE is_look = TRUE") > 20)
    }
  }
}
