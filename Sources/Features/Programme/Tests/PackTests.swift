import App
import Core
import Database
import HTML
import Support
import Testing
import Web

@testable import Programme

/// What stays out of the public's papers, what has changed, and the clearances.
struct PackTests {
  private static let lists = PackLists(
    grounds: DatedList([
      DatedList.Entry(
        key: "business", label: "Paragraph 3: business affairs", from: nil, until: nil)
    ]))

  private func standing<Value: Kept>(
    _ value: Value, of project: ProgrammeItemID?, _ id: ProgrammeItemID
  ) -> Standing<Value> {
    Standing(
      id: id, project: project, number: 1, since: TestDatabase.noon, until: nil,
      by: User.system.id, origin: .person, reason: "why-\(id.text.suffix(6))", isArchived: false,
      value: value)
  }

  /// A project whose every word says of which part it is: `money-3`.
  private func line(
    _ number: Int, _ ids: [ProgrammeItemID], mark: String = ""
  ) -> PortfolioLine {
    var used = number * 10
    func id() -> ProgrammeItemID {
      used += 1
      return ids[used]
    }
    func word(_ part: PackPart) -> String { "\(part.rawValue)-\(number)-words\(mark)" }
    let own = id()
    var line = PortfolioLine(
      standing(
        Project(
          name: "project-\(number)-words", workstream: "employer", owner: nil, sponsor: nil,
          board: nil, position: word(.position), viability: "needs \(word(.money))",
          doubt: word(.position)), of: nil, own))
    line.milestones = [
      standing(
        Milestone(
          name: "milestones-\(number)-words", due: PlannedDate(written: "March 2020"),
          baseline: PlannedDate(written: mark.isEmpty ? "January 2020" : "February 2020"),
          baselineNumber: 1, body: word(.milestones), doubt: word(.milestones)), of: own, id())
    ]
    for sort in [Risk.Sort.risk, .decision] {
      line.risks.append(
        standing(
          Risk(
            sort: sort, words: word(.risks), likelihood: 4, impact: 5, owner: word(.risks),
            doubt: word(.risks)), of: own, id()))
    }
    line.sources = [
      standing(
        Source(
          name: "money-\(number)-words", amount: 1_000_003 << number, state: .secured,
          stateNote: word(.money), doubt: word(.money)), of: own, id())
    ]
    let rating = Rating(respect: "overall", scale: "status", rating: "ratings-\(number)-words")
    line.ratings = [
      "overall": RatingLine(
        standing: Standing(
          id: id(), project: own, number: 1, since: TestDatabase.noon, until: nil,
          by: User.system.id, origin: .person, reason: word(.ratings), isArchived: false,
          value: rating), before: word(.ratings))
    ]
    return line
  }

  /// The same things on two days: what is said of them differs, and the last of them may be archived since.
  private func portfolios(_ count: Int, isLastOver: Bool = false) -> (Portfolio, Portfolio) {
    let ids = (0...count * 10).map { _ in ProgrammeItemID(at: TestDatabase.noon) }
    var (now, before) = (Portfolio(), Portfolio())
    now.lines = (0..<(isLastOver ? count - 1 : count)).map { line($0, ids) }
    before.lines = (0..<count).map { line($0, ids, mark: "-before") }
    return (now, before)
  }

  private func lists(_ pierhead: Pierhead) -> ProgrammeLists { pierhead.programme.lists }

  @Test func `no word and no sum of what is exempt is in any format of the public's papers`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      var random = Seeded()
      let seed = random.seed
      for round in 0..<12 {
        let count = Int.random(in: 1...6, using: &random)
        let (now, before) = portfolios(count, isLastOver: Bool.random(using: &random))
        var exemptions: [Exemption] = []
        var hidden: Set<String> = []
        for (number, line) in before.lines.enumerated() {
          for part in PackPart.allCases where Int.random(in: 0..<4, using: &random) == 0 {
            exemptions.append(
              Exemption(pack: line.id, subject: line.id, part: part, ground: "business"))
            for gone in part == .project ? PackPart.allCases : [part] {
              hidden.insert("\(gone.rawValue)-\(number)-words")
              if gone == .money { hidden.insert(Money.spoken(1_000_003 << number)) }
            }
          }
        }
        let asked = now.lines.enumerated().map { number, line in
          (
            line.id,
            WantedDecision(
              words: "risks-\(number)-words", period: ReportPeriod(of: Day(2021, 1, 1)!))
          )
        }
        let wanted = Dictionary(uniqueKeysWithValues: asked)
        func paper(_ audience: PackPaper.Audience) -> PackPaper {
          PackMaking(
            lists: lists(pierhead), stands: Day(2021, 1, 31)!, since: Day(2020, 12, 1)!,
            exemptions: PackExemptions(exemptions, Self.lists), audience: audience, wanted: wanted
          ).paper("Example board", now: now, before: before)
        }
        let (open, full) = (paper(.public), paper(.full))
        let page = open.page(back: PackPages.home) { Markup() }.content.description
        let document = HTML.document("Example board") { open.markup(inDocument: true) }.description
        let sheets = "\(open.sheets)"
        for words in hidden {
          for text in [page, document, sheets, "\(open)"] {
            #expect(!text.contains(words), "\(words) in round \(round) of seed \(seed)")
          }
        }
        // Whoever may see all of it does, in every part.
        for number in now.lines.indices {
          for part in PackPart.allCases {
            #expect("\(full)".contains("\(part.rawValue)-\(number)-words"), "\(part), seed \(seed)")
          }
        }
        let standing = exemptions.filter { one in now.lines.contains { $0.id == one.subject } }
        let parts = standing.filter { $0.part != .project }.map(\.subject)
        let whole = Set(standing.filter { $0.part == .project }.map(\.subject))
        #expect(open.leftOut.map(\.count).reduce(0, +) == whole.count, "seed \(seed)")
        #expect(open.projects.count == now.lines.count - whole.count, "seed \(seed)")
        if parts.contains(where: { !whole.contains($0) }) {
          #expect(page.contains("Not for the public. Paragraph 3: business affairs."))
        }
        // Nobody can work out what is missing: the sum is of what is shown.
        let shown = now.lines.filter { line in
          !exemptions.contains {
            $0.subject == line.id && ($0.part == .money || $0.part == .project)
          }
        }.flatMap(\.sources).filter { $0.value.state != .lost }.compactMap(\.value.amount).reduce(
          0, +)
        let money = open.tables.first { $0.title == "Money" }
        if let total = money?.rows.last, case .text("Together") = total[0] {
          #expect(total[1] == .pence(shown), "seed \(seed)")
        }
      }
    }
  }

  @Test func `changes are told in words, and nothing where nothing changed`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let changes = PackChanges(lists(pierhead), stands: Day(2021, 1, 31)!)
      let one = portfolios(1).0.lines[0]
      #expect(changes.words(from: one, to: one) == [])
      #expect(changes.words(from: nil, to: one) == ["Added"])
      var later = one
      later.milestones[0].value.state = .done
      later.milestones[0].value.due = PlannedDate(written: "April 2020")
      later.sources[0].value.state = .lost
      later.sources[0].value.amount = nil
      later.risks[0].value.state = .closed
      later.risks[1].value.impact = 1
      later.ratings = [:]
      #expect(
        changes.words(from: one, to: later) == [
          "Overall: ratings-0-words became Not rated",
          "“milestones-0-words” is done",
          "“milestones-0-words” is due April 2020, was March 2020",
          "“money-0-words”: amount not known, was £10,000.03", "“money-0-words”: Lost, was Secured",
          "Risk closed: risks-0-words",
          "Decision has score 4, was 20: risks-0-words",
        ])
    }
  }

  @Test func `a spreadsheet holds text as text, and is made twice with one result`() throws {
    let sheet = Spreadsheet.Sheet(
      name: "A/B: [very] long name of a sheet that is too long", columns: ["What", .number("How")],
      rows: [
        [.text("=1+1"), .pence(150)], [.text("@x"), .whole(3)], [.none("Nothing"), .exempt("P")],
      ])
    let bytes = try Spreadsheet.bytes([sheet, sheet])
    #expect(bytes.starts(with: Array("PK".utf8)) && bytes.count > 2000)
    #expect(try Spreadsheet.bytes([sheet]).count < bytes.count)
  }

  // MARK: - Doors and pages

  private let meeting = [
    "body": "Programme board", "meets_on": "04/12/2026", "papers_on": "27/11/2026",
  ]

  private func pack(_ pierhead: Pierhead, by office: User) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: pierhead.database.wall.now())
    try await pierhead.packs.add(meeting, as: id, by: office)
    return id
  }

  @Test(arguments: TestDatabase.engines)
  func `a pack shows its day, asks for clearances, and those missing stand first`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = try await pierhead.user("programme_office")
      let project = try await pierhead.project("Example hub")
      let milestone = try await pierhead.milestone("Begins", in: project)
      let id = try await pack(pierhead, by: office)
      // The form that comes twice is one pack.
      try await pierhead.packs.add(meeting, as: id, by: office)
      #expect(try await pierhead.packs.list(page: 1, for: office).lines.count == 1)
      let view = try await pierhead.packs.view(id, for: office)
      #expect(view.line.clearances.map(\.value.subject) == ["finance", "legal", "equality"])
      #expect(view.line.missing == 3)
      let given = [
        "asked_of": "Fern Example", "asked_on": "20/11/2026", "given_by": "Fern Example",
        "given_on": "20/11/2026", "words": "The sums agree.",
      ]
      try await pierhead.programme.change(
        view.line.clearances[0].id, from: 1, given, by: office)
      let after = try await pierhead.packs.view(id, for: office)
      #expect(after.line.clearances.map(\.value.isGiven) == [false, false, true])

      // After its day the pack stays as it was, whatever changes.
      clock.move(days: 9)
      try await pierhead.programme.change(milestone, from: 1, ["name": "Renamed"], by: .system)
      let paper = try await pierhead.packs.paper(id, .full, for: office)
      #expect(paper.stands == Day(2026, 11, 27))
      #expect("\(paper)".contains("Begins") && !"\(paper)".contains("Renamed"))
      let today = try await pierhead.packs.paper(on: nil, since: nil, for: office)
      #expect("\(today)".contains("Renamed") && today.since == Day(2026, 11, 27))

      // The next of the same body tells what changed since.
      let next = ProgrammeItemID(at: pierhead.database.wall.now())
      try await pierhead.packs.add(
        ["body": "programme board", "meets_on": "2027-01-08", "papers_on": "2027-01-04"], as: next,
        by: office)
      let second = try await pierhead.packs.view(next, for: office)
      #expect(second.line.pack.value.sinceOn == Day(2026, 11, 27))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a part is exempt once, on a ground of the list, and can be put back`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let project = try await pierhead.project("Example hub")
      let id = try await pack(pierhead, by: office)
      let part = ["project": project.text, "part": "money", "ground": "business"]
      for _ in 1...2 { try await pierhead.packs.exempt(part, in: id, by: office) }
      var view = try await pierhead.packs.view(id, for: office)
      #expect(view.exemptions.map(\.exemption.value.part) == [.money])
      for (field, value) in [("project", id.text), ("part", "luck"), ("ground", "because")] {
        let wrong = part.merging([field: value]) { $1 }
        let problem = await result { try await pierhead.packs.exempt(wrong, in: id, by: office) }
        #expect(problem == "invalid: \(field)")
      }
      let lifted = view.exemptions[0].exemption.id
      for _ in 1...2 { try await pierhead.packs.lift(lifted, in: id, by: office) }
      view = try await pierhead.packs.view(id, for: office)
      #expect(view.exemptions.isEmpty)
      try await pierhead.packs.exempt(part, in: id, by: office)
      view = try await pierhead.packs.view(id, for: office)
      #expect(view.exemptions.map(\.exemption.id) == [lifted])
      let reader = try await pierhead.user("board_member")
      #expect(
        await result { try await pierhead.packs.exempt(part, in: id, by: reader) }
          == "\(Rejection.forbidden)")
    }
  }

  @Test func `every format of the public's papers is served, without what is exempt`() async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let project = try await pierhead.project("Example hub")
      try await pierhead.programme.change(
        project, from: 1, ["name": "Example hub", "position": "Talks with <Example Ltd>"],
        by: office)
      let id = try await pack(pierhead, by: office)
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: office), isDemo: false)
      let path = "/programme/packs/\(id)"
      for (kind, sees) in [("full", true), ("public", true)] {
        #expect(try await browser.get("\(path)/\(kind)").body.contains("&lt;Example Ltd") == sees)
      }
      let marked = try await browser.post(
        "\(path)/exempt", [("project", project.text), ("part", "position"), ("ground", "business")])
      #expect(marked.status == 303)
      for kind in ["full", "public"] {
        for format in ["", ".doc"] {
          let answer = try await browser.get("\(path)/\(kind)\(format)")
          #expect(answer.status == 200)
          #expect(answer.body.contains("Example Ltd") == (kind == "full"), "\(kind)\(format)")
          #expect(answer.body.contains("Paragraph 3"), "\(kind)\(format)")
          // A word processor shows what a browser hides.
          #expect(answer.body.contains("<caption") == (format == ""), "\(kind)\(format)")
          #expect(answer.body.contains("<th scope=\"row\""), "\(kind)\(format)")
        }
        #expect(try await browser.get("\(path)/\(kind).xlsx").status == 200)
      }
      #expect(try await browser.get("\(path)/public").body.contains("As it stands on 20 November"))
      let page = try await browser.get(path).body
      #expect(page.contains("in 7 days") && page.contains("Missing"))
      let wrong = try await browser.post(
        "/programme/packs",
        [("body", "Board <one>"), ("meets_on", "01/12/2026"), ("papers_on", "02/12/2026")])
      #expect(wrong.status == 422 && wrong.body.contains("Board &lt;one&gt;"))
      #expect(try await browser.get("/programme/pack?on=soon").status == 422)
      #expect(try await browser.get("/programme/pack?on=20/11/2026&since=20/11/2026").status == 422)
      #expect(try await browser.get("/programme/pack").body.contains("Talks with"))
    }
  }
}
