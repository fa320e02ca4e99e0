import App
import Core
import Database
import HTTPTypes
import Programme
import Support
import Testing
import Web

@testable import API

/// Highlight reports through the API.
struct ReportProgramTests {
  private static let root = "/api/v1/programme"

  private func program(_ pierhead: Pierhead, _ role: String = "programme_office") async throws
    -> Program
  {
    try await Program(pierhead, as: pierhead.user(role))
  }

  private func items(_ answer: Program.Answer) throws -> [JSON] {
    guard case .array(let items) = try answer.json["items"] else {
      throw Fault("there are no items: \(answer.body)")
    }
    return items
  }

  private func text(_ json: JSON?, _ key: String) -> String {
    if case .string(let text) = json?[key] { text } else { "" }
  }

  /// Everything that a report says, without its month.
  private var whole: JSON {
    var fields = Pierhead.reportFields(ReportPeriod(of: TestDatabase.noon.day))
    fields["period"] = nil
    return .row(fields)
  }

  @Test(arguments: TestDatabase.engines)
  func `a report is begun, changed, sent, approved, and stands as it was then`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let (writer, office) = (try await program(pierhead), try await program(pierhead))
      let reader = try await program(pierhead, "analyst")
      let project = try await pierhead.project("Example hub")
      let list = "\(Self.root)/projects/\(project)/reports"
      #expect(try await writer.post(list, [:]).problems == ["period report.period"])
      let begun = try await writer.post(list, Examples.report, key: "b")
      #expect(begun.status == 201 && begun.version == "\"1\"", "\(begun.body)")
      #expect(try await writer.post(list, Examples.report, key: "b").body == begun.body)
      let second = try await writer.post(list, Examples.report)
      #expect(second.status == 409 && second.text("code") == "report.exists")
      let path = try #require(begun.headers[.location])
      #expect(path == "\(Self.root)/reports/\(begun.text("id"))")

      // What is missing is named by its field.
      let early = try await writer.post("\(path)/send", [:], version: "\"1\"")
      #expect(
        early.problems
          == Respect.single.map { "rating-\($0) report.rating" }, "\(early.body)")
      #expect(try await writer.post("\(path)/change", whole).status == 428)
      for _ in 1...2 {
        let changed = try await writer.post("\(path)/change", whole, key: "c", version: "\"1\"")
        #expect(changed.status == 200 && changed.version == "\"2\"", "\(changed.body)")
      }
      let stale = try await writer.post("\(path)/change", whole, version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      // What is left out stays, and where nothing changes the version stays.
      clock.move(seconds: 1)
      let more: JSON = ["decisions": "Fund the second year."]
      #expect(
        try await writer.post("\(path)/change", more, version: "\"2\"").version == "\"3\"")
      #expect(
        try await writer.post("\(path)/change", more, version: "\"3\"").version == "\"3\"")
      let read = try await writer.get(path)
      let fields = try read.json["fields"]
      #expect(text(fields, "rating-overall") == "green" && text(fields, "done") == "We met.")
      #expect(text(fields, "decisions") == "Fund the second year." && read.version == "\"3\"")

      // Nobody else sees it before it is approved, and nobody approves their own.
      #expect(try await reader.get(path).status == 404)
      #expect(try items(try await reader.get(list)).isEmpty)
      #expect(try await writer.post("\(path)/approve", [:], version: "\"3\"").status == 409)
      for _ in 1...2 {
        let sent = try await writer.post("\(path)/send", [:], key: "s", version: "\"3\"")
        #expect(sent.status == 200 && sent.version == "\"4\"", "\(sent.body)")
      }
      let own = try await writer.post("\(path)/approve", [:], version: "\"4\"")
      #expect(own.status == 409 && own.text("code") == "report.own")
      for _ in 1...2 {
        let approved = try await office.post("\(path)/approve", [:], key: "a", version: "\"4\"")
        #expect(approved.status == 200 && approved.version == "\"5\"", "\(approved.body)")
      }
      #expect(try await pierhead.events("report approved") == 1)

      // It stays as it was.
      let before = try await reader.get(path)
      #expect(before.text("state") == "approved" && before.version == "\"5\"")
      #expect(try before.json["intact"] == true)
      _ = try await pierhead.milestone("Later", in: project)
      #expect(try await reader.get(path).json["content"] == before.json["content"])
      let content = try before.json["content"]
      #expect(text(content, "project") == "Example hub" && text(content, "done") == "We met.")
      guard case .array(let ratings) = content?["ratings"],
        case .array(let steps) = try before.json["steps"]
      else {
        Issue.record("there are no ratings or steps: \(before.body)")
        return
      }
      #expect(ratings.count == 5 && ratings.allSatisfy { text($0, "rating") == "Green" })
      #expect(steps.map { text($0, "step") }.first == "Approved" && steps.count == 5)
      for verb in ["change", "send", "take-back", "withdraw", "approve", "return"] {
        let body: JSON = verb == "return" ? ["words": "Again"] : [:]
        let late = try await office.post("\(path)/\(verb)", body, version: "\"5\"")
        #expect(late.status == 409 && late.text("code") == "report.frozen", "\(verb)")
      }
      let standing = try await reader.get("\(Self.root)/projects/\(project)/ratings").body
      #expect(standing.contains(#""respect":"overall","rating":"green""#))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a report is returned with what must be changed, taken back, and withdrawn`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let (writer, office) = (try await program(pierhead), try await program(pierhead))
      let project = try await pierhead.project()
      let id = ProgrammeItemID(at: pierhead.database.wall.now())
      let account = try await pierhead.user("programme_office")
      let period = ReportPeriod(of: TestDatabase.noon.day)
      try await pierhead.highlights.begin(
        Pierhead.reportFields(period), as: id, for: project, by: account)
      let path = "\(Self.root)/reports/\(id)"
      #expect(try await writer.post("\(path)/take-back", [:], version: "\"1\"").status == 409)
      #expect(try await writer.post("\(path)/send", [:], version: "\"1\"").version == "\"2\"")
      #expect(try await office.post("\(path)/return", [:], version: "\"2\"").status == 422)
      let words: JSON = ["words": "Say what the second meeting is for."]
      for _ in 1...2 {
        let returned = try await office.post("\(path)/return", words, key: "r", version: "\"2\"")
        #expect(returned.status == 200 && returned.version == "\"3\"", "\(returned.body)")
      }
      let read = try await writer.get(path)
      #expect(read.text("state") == "returned")
      #expect(read.text("returned_because") == "Say what the second meeting is for.")
      #expect(try await writer.post("\(path)/send", [:], version: "\"3\"").version == "\"4\"")
      for _ in 1...2 {
        let back = try await writer.post("\(path)/take-back", [:], key: "t", version: "\"4\"")
        #expect(back.status == 200 && back.version == "\"5\"")
      }
      #expect(try await writer.get(path).text("state") == "draft")
      let stale = try await writer.post("\(path)/withdraw", [:], version: "\"4\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":4,"current":5"#))
      for _ in 1...2 {
        let gone = try await writer.post("\(path)/withdraw", [:], key: "w", version: "\"5\"")
        #expect(gone.status == 200 && gone.version == "\"6\"")
      }
      let list = "\(Self.root)/projects/\(project)/reports"
      #expect(try items(try await writer.get(list)).map { $0["archived"] } == [true])
      // Another can be begun for its month.
      let again = try await writer.post(list, ["period": .string(period.rawValue)])
      #expect(again.status == 201, "\(again.body)")
      #expect(try items(try await writer.get(list)).count == 2)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the list for a month has each project, and tells of reports to those who may read them`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let owner = try await pierhead.user("action_owner")
      let office = try await program(pierhead)
      let reader = try await program(pierhead, "board_member")
      let own = try await Program(pierhead, as: owner)
      let begun = try await pierhead.project("Begun", owner: owner)
      clock.move(seconds: 1)
      let approved = try await pierhead.project("Approved")
      clock.move(seconds: 1)
      _ = try await pierhead.project("None")
      let draft = try await pierhead.report(of: begun, isApproved: false)
      let done = try await pierhead.report(of: approved, isApproved: true)
      let list = "\(Self.root)/reports"
      func reports(_ program: Program, _ month: String) async throws -> [String] {
        try items(try await program.get("\(list)?month=\(month)")).map {
          [text($0, "project_name"), text($0, "state"), text($0, "report")].joined(separator: " ")
        }
      }
      for program in [office, own] {
        let now = try await reports(program, "2026-11")
        #expect(now == ["Begun draft \(draft)", "Approved  ", "None  "])
      }
      #expect(try await reports(reader, "2026-11") == ["Begun draft ", "Approved  ", "None  "])
      #expect(try await reports(reader, "2026-10") == ["Approved approved \(done)"])
      let first = try await office.get("\(list)?month=2026-11&limit=2")
      #expect(first.text("month") == "2026-11" && first.text("due_on") > "2026-11-30")
      let rest = try await office.get(
        "\(list)?month=2026-11&limit=2&cursor=\(first.text("next"))")
      #expect(try items(rest).map { text($0, "project_name") } == ["None"])
      #expect(rest.text("next").isEmpty)
      for wrong in ["2026-12", "2026-13", "2026-1", "26-10", "", "1899-12"] {
        #expect(
          try await office.get("\(list)?month=\(wrong)").problems == ["month report.period"],
          "\(wrong)")
      }
      #expect(try await !office.get(list).text("month").isEmpty)

      // An owner writes for their own project alone.
      #expect(try await own.get("\(list)/\(draft)").status == 200)
      #expect(try await reader.get("\(list)/\(draft)").status == 404)
      #expect(try await reader.get("\(list)/\(done)").status == 200)
      let body: JSON = ["period": "2026-10"]
      let mine = try await own.post("\(Self.root)/projects/\(begun)/reports", body)
      #expect(mine.status == 201, "\(mine.body)")
      let other = try await own.post("\(Self.root)/projects/\(approved)/reports", body)
      #expect(other.status == 403)
      for verb in ["approve", "return"] {
        let sent = try await own.post("\(list)/\(draft)/\(verb)", ["words": "W"], version: "\"1\"")
        #expect(sent.status == 403, "\(verb)")
      }
      #expect(
        try await reader.post("\(list)/\(done)/send", [:], version: "\"3\"").status == 403)
      // The item's own address tells nothing of reports.
      #expect(try await reader.get("\(Self.root)/items/\(draft)").status == 404)
      #expect(try await reader.get("\(Self.root)/items/\(draft)/history").status == 404)
    }
  }

  @Test func `the reports of a project are whole and in order, whatever the size of the parts`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let office = try await program(pierhead)
      let project = try await pierhead.project()
      for month in 1...9 {
        clock.move(seconds: 1)
        let sent = try await office.post(
          "\(Self.root)/projects/\(project)/reports", ["period": "2026-0\(month)"])
        #expect(sent.status == 201, "\(sent.body)")
      }
      for size in [1, 4, 9, 100] {
        var (months, next): ([String], String) = ([], "")
        repeat {
          let mark = next.isEmpty ? "" : "&cursor=\(next)"
          let part = try await office.get(
            "\(Self.root)/projects/\(project)/reports?limit=\(size)\(mark)")
          months += try items(part).map { text($0, "month") }
          next = part.text("next")
        } while !next.isEmpty
        #expect(months == (1...9).reversed().map { "2026-0\($0)" }, "in parts of \(size)")
      }
      let wrong = try await office.get("\(Self.root)/projects/\(project)/reports?cursor=2026-09")
      #expect(wrong.problems == ["cursor api.cursor"])
    }
  }
}
