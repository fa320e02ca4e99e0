import Core
import Database
import Programme

extension Demonstration {
  /// What waits for what in the made-up programme, when its bodies meet, and two who ask the same people.
  static func addTime(_ pierhead: Pierhead, _ lines: [PortfolioLine]) async throws {
    let programme = pierhead.programme
    func milestone(_ name: String) throws -> ProgrammeItemID {
      guard
        let found = lines.flatMap(\.milestones).first(where: { $0.value.name == name })
      else { throw Fault("the demonstration has no milestone \(name)") }
      return found.id
    }
    for (waiting, needed, weeks, note) in [
      ("Building begins", "Business case ready", "8", "The case must be agreed before we sign."),
      ("Pledge agreed", "First businesses helped", "", "Firms want to see how it went."),
      ("Rolled out to all teams", "New adverts tried", "4", ""),
    ] {
      try await programme.wait(
        milestone(waiting),
        ["needed": milestone(needed).text, "weeks": weeks, "note": note],
        as: ProgrammeItemID(at: pierhead.database.wall.now()), by: .system)
    }
    try await addMeetings(pierhead)
    try await addTouches(pierhead, lines)
  }

  private static func addMeetings(_ pierhead: Pierhead) async throws {
    let (programme, today) = (pierhead.programme, pierhead.database.wall.today)
    for (name, sort, papers, first, every) in [
      ("Programme board", "board", "5", 9, 28), ("Combined authority", "cabinet", "8", 20, 42),
    ] {
      let body = ProgrammeItemID(at: pierhead.database.wall.now())
      try await programme.addBody(
        ["name": name, "sort": sort, "papers_days": papers], as: body, by: .system)
      for number in -1..<4 {
        try await programme.addMeeting(
          [
            "body": body.text, "meets_on": today.adding(days: first + number * every).description,
            "note": number == 0 ? "In the town hall" : "",
          ],
          as: ProgrammeItemID(at: pierhead.database.wall.now()), by: .system)
      }
    }
  }

  private static func addTouches(
    _ pierhead: Pierhead, _ lines: [PortfolioLine]
  ) async throws {
    let (programme, today) = (pierhead.programme, pierhead.database.wall.today)
    func month(_ days: Int) -> String { String(today.adding(days: days).description.prefix(7)) }
    let project = lines.first { $0.project.value.name == "Fair recruitment" }?.id.text ?? ""
    for fields in [
      [
        "sort": "engagement", "project": project, "name": "Talks at the mosque",
        "community": "Somali women", "question": "What keeps women from apprenticeships?",
        "begins": month(40), "ends": month(70),
      ],
      [
        "sort": "commission", "partner": "Example Community Trust", "name": "Study of young people",
        "community": "Somali community", "question": "What keeps people from apprenticeships?",
        "begins": month(70),
      ],
    ] {
      try await programme.addTouch(
        fields, as: ProgrammeItemID(at: pierhead.database.wall.now()), by: .system)
    }
  }
}
