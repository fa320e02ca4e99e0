import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct MeetingTests {
  private static func date(_ day: String, papers: String) -> MeetingRule.Date {
    MeetingRule.Date(
      id: ProgrammeItemID("0195f000-0000-7000-8000-000000000001"), day: .of(day),
      papersDue: .of(papers))
  }

  @Test(arguments: [
    // When it is due, and which meeting counts: n next, o papers over, - none, empty nothing to say.
    ("2027-02", "n2027-02-10"), ("2027-02-10", "n2027-02-10"), ("2027-02-09", "o2027-01-20"),
    ("2027-01", "o2027-01-20"), ("2027-01-19", "-"), ("Q4 2026/27", "n2027-02-10"),
    ("2027-01-14", ""), ("2027-01-15", "-"), ("", ""),
  ])
  func `the next meeting is the first for which papers can still be handed in`(
    due: String, answer: String
  ) {
    let dates = [
      Self.date("2027-03-10", papers: "2027-03-01"), Self.date("2027-01-20", papers: "2027-01-11"),
      Self.date("2027-02-10", papers: "2027-02-01"), Self.date("2027-01-10", papers: "2027-01-02"),
    ]
    let found = MeetingRule.answer(PlannedDate(canonical: due), dates, on: .of("2027-01-15"))
    switch found {
    case .next(let date): #expect("n\(date.day)" == answer)
    case .papersOver(let date): #expect("o\(date.day)" == answer)
    case .noMeeting: #expect("-" == answer)
    case nil: #expect(answer.isEmpty)
    }
  }

  @Test func `working days go back over weekends and bank holidays`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let days = pierhead.programme.lists.workingDays
      // Christmas Day 2026 is a Friday, and Monday the 28th stands for Boxing Day.
      #expect(days.before(.of("2027-01-04"), 5) == .of("2026-12-23"))
      #expect(days.before(.of("2026-12-09"), 3) == .of("2026-12-04"))
      #expect(days.before(.of("2026-12-12"), 0) == .of("2026-12-12"))
    }
  }

  private struct World {
    let programme: Programme
    let office: User
    let body = ProgrammeItemID(at: TestDatabase.noon)

    init(_ pierhead: Pierhead) async throws {
      programme = pierhead.programme
      office = try await pierhead.user("programme_office")
      try await programme.addBody(
        ["name": "Combined  Authority", "sort": "cabinet", "papers_days": "5"], as: body, by: office
      )
    }

    func meet(_ day: String, papers: String = "", by user: User? = nil) async -> String {
      await result {
        try await programme.addMeeting(
          ["body": body.text, "meets_on": day, "papers_days": papers],
          as: ProgrammeItemID(at: TestDatabase.noon), by: user ?? office)
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the office keeps bodies and the days on which they meet`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      let (programme, office) = (world.programme, world.office)
      let owner = try await pierhead.user("action_owner")
      #expect(await world.meet("09/12/2026") == "done")
      #expect(await world.meet("09/12/2026") == "invalid: meets_on")
      #expect(await world.meet("") == "invalid: meets_on")
      #expect(await world.meet("04/11/2026", papers: "61") == "invalid: papers_days")
      #expect(await world.meet("04/11/2026", papers: "0") == "done")
      #expect(
        await world.meet("10/12/2026", by: owner) == "forbidden")
      let twice = await result {
        try await programme.addBody(
          ["name": "combined authority", "sort": "board", "papers_days": "1"],
          as: ProgrammeItemID(at: TestDatabase.noon), by: office)
      }
      #expect(twice == "invalid: name")
      func days(isPast: Bool) async throws -> [String] {
        try await programme.meetings(isPast: isPast, page: 1, size: 50, for: office)
          .map { "\($0.meeting.value.day) \($0.meeting.value.papersDays) \($0.bodyName)" }
      }
      #expect(try await days(isPast: false) == ["2026-12-09 5 Combined Authority"])
      #expect(try await days(isPast: true) == ["2026-11-04 0 Combined Authority"])
      // The body's number is for meetings that come: those that stand keep theirs.
      try await programme.changeBody(
        world.body, from: 1, ["name": "Combined Authority", "sort": "cabinet", "papers_days": "8"],
        by: office)
      #expect(try await days(isPast: false) == ["2026-12-09 5 Combined Authority"])
      let meeting = try #require(
        try await programme.meetings(isPast: false, page: 1, size: 50, for: office).first
      ).meeting
      try await programme.archiveMeeting(meeting.id, from: 1, true, by: office)
      #expect(try await days(isPast: false).isEmpty)
      #expect(await world.meet("09/12/2026") == "done")
      let back = await result {
        try await programme.archiveMeeting(meeting.id, from: 2, false, by: office)
      }
      #expect(back == "invalid: meets_on")
      let item = try await programme.meeting(meeting.id, page: 1, for: office)
      #expect(item.history.versions.map(\.isArchived) == [true, false])
      #expect(
        item.history.versions[1].changes.first
          == ItemView.Change(field: "body", before: "", after: "Combined Authority"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a milestone says before which meeting it must come`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      let project = try await pierhead.project()
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      func page(_ due: String, _ body: String) async throws -> String {
        let id = ProgrammeItemID(at: TestDatabase.noon)
        try await world.programme.addMilestone(
          ["name": "Case ready", "due": due, "body": body], as: id, to: project, by: world.office)
        return try await browser.get("/programme/items/\(id)").body
      }
      #expect(await world.meet("25/11/2026") == "done")
      #expect(await world.meet("16/12/2026") == "done")
      let next = try await page("December 2026", "combined  authority")
      #expect(
        next.contains("16 December 2026") && next.contains("Papers are due by 9 December 2026"))
      #expect(try await page("November 2026", "Combined Authority").contains("Too late for papers"))
      #expect(try await page("23/11/2026", "Combined Authority").contains("No meeting by then"))
      #expect(try await page("December 2026", "Some board").contains("No meetings are kept here"))
      let list = try await browser.get("/programme/meetings").body
      #expect(list.contains("25 November 2026") && list.contains("18 November 2026"))
      #expect(!list.contains("Add a meeting"))
      #expect(
        try await browser.get("/programme/meetings?show=past").body.contains("No meeting was"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `milestones that no meeting reaches are listed over all projects, the first due first`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      #expect(await world.meet("25/11/2026") == "done")
      #expect(await world.meet("16/12/2026") == "done")
      let (hub, other) = (try await pierhead.project("Hub"), try await pierhead.project("Other"))
      for (name, due, body, project) in [
        ("Reached", "December 2026", "Combined Authority", hub),
        ("Papers over", "November 2026", "combined authority", other),
        ("Before it meets", "23/11/2026", "Combined Authority", hub),
        ("Elsewhere", "March 2027", "Some board", hub), ("Nobody decides", "March 2027", "", hub),
        ("Over", "October 2026", "Combined Authority", hub), ("Some day", "", "Some board", hub),
      ] {
        try await world.programme.addMilestone(
          ["name": name, "due": due, "body": body],
          as: ProgrammeItemID(at: pierhead.database.wall.now()), to: project, by: world.office)
      }
      let gaps = try await world.programme.meetingGaps(for: world.office)
      #expect(
        Set(gaps.prefix(2).map(\.milestone.name)) == ["Papers over", "Before it meets"]
          && gaps.dropFirst(2).map(\.milestone.name) == ["Elsewhere"])
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      let page = try await browser.get("/programme/meetings/missing").body
      for words in [
        "Papers over", "Too late for papers", "18 November 2026", "Before it meets",
        "No meeting by then", "Elsewhere", "No meetings are kept for this name",
      ] { #expect(page.contains(words), "\(words)") }
      for words in ["Reached", "Nobody decides", "Some day"] { #expect(!page.contains(words)) }
      #expect(
        try await browser.get("/programme/meetings/missing?page=2").body.contains("None is here"))
    }
  }

  @Test func `nothing typed is lost where a meeting can't be kept`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let browser = Browser(pierhead, session: try await pierhead.session(of: office))
      #expect(try await browser.get("/programme/meetings").body.contains("No meeting is entered"))
      #expect(try await browser.get("/programme/meetings/new").body.contains("No body is entered"))
      let body = try await browser.post(
        "/programme/bodies", [("name", "<Board>"), ("sort", "steering"), ("papers_days", "many")])
      #expect(body.status == 422 && body.body.contains("value=\"&lt;Board&gt;\""))
      #expect(body.body.contains("value=\"many\""))
      let saved = try await browser.post(
        "/programme/bodies", [("name", "Board"), ("sort", "steering"), ("papers_days", "3")])
      #expect(saved.status == 303)
      let again = try await browser.post(
        "/programme/meetings", [("meets_on", "soon"), ("note", "Town hall")])
      #expect(again.status == 422 && again.body.contains("value=\"Town hall\""))
      #expect(again.body.contains("value=\"soon\"") && again.body.contains("Choose a body"))
    }
  }
}

struct ProgrammeCalendarTests {
  @Test func `whoever reads the programme downloads what is planned and when bodies meet`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let project = try await pierhead.project("Hub", owner: office)
      let milestone = try await pierhead.milestone("Doors open", due: "March 2027", in: project)
      _ = try await pierhead.milestone("Without a date", due: "", in: project)
      _ = try await pierhead.milestone("Long ago", due: "March 2020", in: project)
      let body = ProgrammeItemID(at: TestDatabase.noon)
      try await pierhead.programme.addBody(
        ["name": "Cabinet", "sort": "cabinet", "papers_days": "5"], as: body, by: office)
      let meeting = try await pierhead.meeting(of: body)
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("analyst")))
      let file = try await browser.get("/programme/calendar.ics")
      #expect(file.status == 200)
      let lines = file.body.split(separator: "\r\n").map(String.init)
      #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR")
      #expect(lines.filter { $0.hasPrefix("UID:") } == ["UID:\(milestone)", "UID:\(meeting)"])
      #expect(
        lines.filter { $0.hasPrefix("SUMMARY:") } == [
          "SUMMARY:Doors open (Hub)", "SUMMARY:Cabinet meets",
        ])
      #expect(lines.contains("DTSTART;VALUE=DATE:20261220"))
      // Five working days before a Sunday. Lines are folded.
      #expect(
        file.body.replacing("\r\n ", with: "").contains("Papers are due by 14 December 2026."))
      // No person stands in it.
      #expect(!file.body.contains(office.name))
    }
  }
}
