import Access
import App
import Core
import Database
import Referrals
import Support
import Testing
import Web

/// What a partner's account may do and learn.
struct PartnerTests {
  @Test(arguments: TestDatabase.engines)
  func `it sends and sees its own organisation's referrals only`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let partner = try await Program(
        pierhead, as: pierhead.partner("Example Advice Centre"))
      let made = try await partner.post("/api/v1/referrals", .row(row("1")))
      #expect(made.status == 201)
      let foreign = try await partner.post(
        "/api/v1/referrals", .row(row("2", ["referrer_organisation": "Example Homes"])))
      #expect(foreign.status == 422)
      #expect(foreign.problems == ["referrer_organisation api.organisation"])

      try await pierhead.importRows([unlike("9", ["referrer_organisation": "Example Homes"])])
      let other = try await pierhead.referral("9")
      let list = try await partner.get("/api/v1/referrals")
      #expect(list.body.contains(made.text("id")) && !list.body.contains(other.text))
      #expect(!list.body.contains("Person 1"))
      #expect(
        try await partner.get("/api/v1/referrals/\(made.text("id"))").text("progress") == "received"
      )
      let missing = try await partner.get("/api/v1/referrals/\(ReferralID(at: TestDatabase.noon))")
      let theirs = try await partner.get("/api/v1/referrals/\(other)")
      #expect(theirs.status == 404 && theirs.body == missing.body)
      let found = try await partner.post("/api/v1/referrals/search", ["referral_id": "9"])
      #expect(found.status == 200 && found.body == #"{"items":[],"next":null}"#)
      for path in ["/api/v1/households", "/api/v1/households/\(other)"] {
        #expect(try await partner.get(path).status == 403)
      }
    }
  }

  @Test func `it hears that something was started or ended, never what was decided`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.partner("Example Advice Centre")
      let partner = try await Program(pierhead, as: user)
      try await pierhead.importRows([unlike("1"), unlike("2")])
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      _ = try await pierhead.accept("1", by: leader)
      let declined = try await pierhead.referral("2")
      try await pierhead.referrals.decline(declined, because: "duplicate", note: "", by: leader)
      let list = try await partner.get("/api/v1/referrals").body
      #expect(list.contains(#""progress":"started""#) && list.contains(#""progress":"ended""#))
      #expect(!list.contains("duplicate") && !list.contains("declined"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `it can't tell who is known from who is not`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let known = (0..<10).map { unlike("K\($0)", ["referrer_organisation": "Example Homes"]) }
      try await pierhead.importRows(known)
      let partner = try await Program(
        pierhead, as: pierhead.partner("Example Advice Centre"))
      var answers: Set<String> = []
      for (index, one) in known.enumerated() {
        let same = one.merging([
          "referral_id": "S\(index)", "referrer_organisation": "Example Advice Centre",
        ]) { $1 }
        for sent in [same, unlike("N\(index)")] {
          let answer = try await partner.post("/api/v1/referrals", .row(sent))
          let shape = answer.body.replacing(answer.text("id"), with: "ID")
          answers.insert("\(answer.status) \(shape)")
        }
      }
      #expect(answers == [#"201 {"id":"ID","result":"accepted","problems":[]}"#])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM person_matches") == 10)
    }
  }

  @Test func `without an organisation nothing is sent or seen`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let lonely = try await Program(pierhead, as: pierhead.user("referrer"))
      #expect(try await lonely.post("/api/v1/referrals", .row(row("1"))).status == 403)
      #expect(try await lonely.get("/api/v1/referrals").status == 403)
    }
  }
}

extension Pierhead {
  func partner(_ organisation: String) async throws -> User {
    let email = "partner@example.org"
    _ = try await access.add(
      email: email, name: "Pat Partner", roles: ["referrer"], organisation: organisation,
      by: .system)
    let token = try await access.token(email: email, days: 1, by: .system)
    return try await access.identify(bearer: token)!
  }
}
