import App
import Core
import Database
import HTTPTypes
import Support
import Testing

@testable import Invitations

/// What people read and press: staff, and those who are asked.
struct PagesTests {
  @Test(arguments: TestDatabase.engines)
  func `a team leader makes a list, adds people, asks them, and reads who said yes`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let browser = try await pierhead.browser(leader)
      #expect(try await browser.get("/invitations").words.contains("There is no list yet"))
      let form = try await browser.get("/invitations/new")
      #expect(form.words.contains("It is our task as a public authority"))
      #expect(form.words.contains("UK GDPR Article 6(1)(e)"))
      let refused = try await browser.post(
        "/invitations", [("list_name", "Autumn"), ("source", "Example Housing")])
      #expect(refused.status == 422 && refused.value(of: "list_name") == "Autumn")
      #expect(refused.words.contains("Choose why the law lets us contact them"))
      let made = try await browser.post(
        "/invitations",
        [
          ("list", form.value(of: "list") ?? ""), ("list_name", "Autumn"),
          ("source", "Example Housing"), ("basis", "public-task"), ("basis_note", "Example Act"),
          ("list_district", Place.liverpool), ("ask_until", "01/12/2026"),
        ])
      #expect(made.status == 303)
      let add = try #require(made.location?.split(separator: "?").first.map(String.init))
      let list = add.replacing("/add", with: "")

      let wrong = try await browser.post(add, [("full_name", "Ada Example"), ("mobile", "0151")])
      #expect(wrong.status == 422 && wrong.value(of: "full_name") == "Ada Example")
      #expect(wrong.words.contains("Enter a mobile number, like 07700 900123"))
      let ada = [("full_name", "Ada Example"), ("email", "ada@example.org")]
      #expect(try await browser.post(add, ada).status == 303)
      let twice = try await browser.post(add, ada)
      #expect(
        twice.status == 422 && twice.words.contains("Not added: this person is already on a list"))
      #expect(twice.value(of: "email") == "ada@example.org")

      let pasted = try await browser.post(
        list + "/rows",
        [
          (
            "rows",
            "full_name,email\nBo Example,bo@example.org\nCy Example,cy\nAda Again,ada@example.org"
          )
        ])
      #expect(pasted.status == 422)
      for words in [
        "1 person is added.", "Left out: 1 already on a list.",
        "Line 2, email: Enter an email address",
        "Cy Example,cy",
      ] { #expect(pasted.words.contains(words), "\(words)") }
      #expect(!pasted.words.contains("Bo Example"))
      let mended = try await browser.post(
        list + "/rows", [("rows", "full_name,email\nCy Example,cy@example.org")])
      #expect(mended.status == 200 && mended.words.contains("1 person is added."))
      #expect(
        try await browser.post(list + "/rows", [("rows", "")]).words.contains("Paste the line with")
      )
      let unnamed = try await browser.post(list + "/rows", [("rows", "Dee,dee@example.org")])
      #expect(unnamed.words.contains("The first line must name the columns"))

      let preview = try await browser.get(list + "/send")
      #expect(preview.words.contains("Would you like to hear from us?"))
      #expect(preview.words.contains("Ask 3 people now") && !preview.words.contains("Ada"))
      let sent = try await browser.post(
        list + "/send", [("count", preview.value(of: "count") ?? "")])
      #expect(sent.status == 303)
      let stale = try await browser.post(list + "/send", [("count", "3")])
      #expect(stale.status == 409 && stale.words.contains("Nobody was asked"))

      let token = try #require(try await pierhead.invitationLinks()["ada@example.org"])
      let visitor = Browser(pierhead)
      let reply = try await visitor.post(
        "/invitation/\(token)", [("answer", "yes"), ("reach", "Call 07700 900123")], token: false)
      #expect(reply.location == "/answered?with=yes")
      let page = try await browser.get(list)
      #expect(page.words.contains("Said yes") && page.words.contains("Write a referral"))
      let csv = try await browser.get("/invitations/counts.csv")
      #expect(csv.body.contains("Autumn,Liverpool,2026-12-01,3,0,3,1,0,0,2,0,0\r\n"))
      #expect(!csv.body.contains("Ada") && csv.headers[.contentType] == "text/csv; charset=utf-8")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `reading a link changes nothing, and a dead link is one page whatever it died of`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = try await pierhead.invitationList(until: "2026-11-30", by: leader)
      try await pierhead.invited("Ada Example", on: list, by: leader)
      try await pierhead.invited("Bo Example", on: list, by: leader)
      _ = try await pierhead.invitations.send(list, confirmed: 2, by: leader)
      let links = try await pierhead.invitationLinks()
      let ada = "/invitation/" + (links["AdaExample@example.org"] ?? "")
      let bo = "/invitation/" + (links["BoExample@example.org"] ?? "")
      let visitor = Browser(pierhead)
      let before = try await pierhead.database.read(fresh: true) {
        try $0.row("SELECT MAX(n) AS n FROM events")?["n"] as Int?
      }
      for _ in 0..<3 {
        let page = try await visitor.get(ada)
        #expect(page.status == 200 && page.words.contains("May we contact you?"))
        #expect(
          page.words.contains("Example Housing") && page.words.contains("Yes, please contact me"))
        // Somebody else may read the letter.
        #expect(!page.words.contains("Ada"))
      }
      let after = try await pierhead.database.read(fresh: true) {
        try $0.row("SELECT MAX(n) AS n FROM events")?["n"] as Int?
      }
      #expect(before == after)
      let empty = try await visitor.post(ada, token: false)
      #expect(empty.status == 422 && empty.words.contains("Choose an answer"))
      let noWay = try await visitor.post(
        ada, [("answer", "yes"), ("reach_time", "At noon")], token: false)
      #expect(noWay.status == 422 && noWay.words.contains("Write a safe way to get in touch"))
      #expect(noWay.words.contains("At noon"))
      let off = try await visitor.post(ada, [("answer", "off")], token: false)
      #expect(
        try await visitor.get(off.location ?? "").words.contains("We are sorry that we had them"))
      clock.move(days: 60)
      let unknown = "/invitation/" + String(repeating: "a", count: 43)
      var bodies: Set<String> = []
      for path in [ada, bo, unknown, "/invitation/short", "/invitation/%27%20OR%201=1"] {
        let read = try await visitor.get(path)
        #expect(read.status == 404 && read.words.contains("This link is closed"), "\(path)")
        let posted = try await visitor.post(path, [("answer", "no")], token: false)
        #expect(posted.status == 404, "\(path)")
        bodies.formUnion([read.body, posted.body])
      }
      #expect(bodies.count == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `letters are a page to print, and safe wishes are read before somebody is asked`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = try await pierhead.invitationList(by: leader)
      try await pierhead.invited(
        "Ada Example", ["email": "", "address": "1 Example Street\nL8 1SF"], on: list, by: leader)
      let bo = try await pierhead.invited(
        "Bo Example", ["address": "2 Example Street", "safe_contact": "Letters only"], on: list,
        by: leader)
      let browser = try await pierhead.browser(leader)
      let letters = try await browser.post("/invitations/\(list)/letters")
      #expect(letters.status == 200)
      for words in [
        "Ada Example", "1 Example Street", "/invitation/", "Example Housing", "call us",
      ] {
        #expect(letters.words.contains(words), "\(words)")
      }
      #expect(!letters.words.contains("Bo Example"))
      #expect(letters.headers[.cacheControl]?.contains("no-store") == true)
      let page = try await browser.get("/invited/\(bo)").words
      #expect(page.contains("Letters only") && page.contains("Ask this person now"))
      let refused = try await browser.post("/invited/\(bo)/ask", [("way", "text")])
      #expect(refused.status == 422 && refused.words.contains("Choose how to ask them"))
      let asked = try await browser.post("/invited/\(bo)/ask", [("way", "letter")])
      #expect(asked.status == 200 && asked.words.contains("2 Example Street"))
      let keyed = try await browser.post(
        "/invited/\(bo)/answer", [("answer", "no"), ("came_by", "post")])
      #expect(keyed.status == 303)
      let gone = try await browser.get("/invited/\(bo)").words
      #expect(gone.contains("Details taken away") && !gone.contains("Bo Example"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a file is read line by line, and says what it can't use`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = try await pierhead.invitationList(by: leader)
      let output = Spoken()
      func load(_ text: String, to list: String) async throws -> Int32 {
        var chunks = stride(from: 0, to: text.utf8.count, by: 7).map {
          Array(text.utf8.dropFirst($0).prefix(7))
        }
        return try await pierhead.run(.importInvitations(list: list), output: output) {
          chunks.isEmpty ? nil : chunks.removeFirst()
        }
      }
      let text = "full_name,email\r\nAda,ada@example.org\r\nBo,bo\r\nAda,ADA@example.org\r\n"
      #expect(try await load(text, to: list.text) == 1)
      #expect(
        output.text
          == "Line 3, email: Enter an email address, like name@example.org, or leave it empty\n"
          + "1 added.\nLeft out: 1 already on a list.\n1 line can't be used.\n")
      #expect(try await load("full_name,email\nCy,cy@example.org\n", to: list.text) == 0)
      #expect(try await load("who\nCy\n", to: list.text) == 2)
      #expect(try await load(text, to: "no-list") == 2)
    }
  }

  private final class Spoken: CommandOutput, @unchecked Sendable {
    private(set) var text = ""
    func say(_ bytes: [UInt8]) { text += String(decoding: bytes, as: UTF8.self) }
    func remark(_ text: String) {}
  }
}
