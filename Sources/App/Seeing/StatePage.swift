import Core
import Database
import HTML
import Messages
import Web

/// How the service does, for administrators: what runs, what waits, what to do something about. It shows no person.
struct StatePage: Sendable {
  let pierhead: Pierhead
  /// Nil where no backups are set up.
  var lastBackup: LastBackup?

  init(pierhead: Pierhead, lastBackup: LastBackup? = nil) {
    self.pierhead = pierhead
    self.lastBackup = lastBackup
  }

  static let nav = [NavEntry("State", to: "/state", for: .manageAccounts)]

  var routes: [Route] {
    [
      .get("/state", .may(.manageAccounts)) { visit in
        try visit.user.must(.manageAccounts)
        return .page(Self.page(try await pierhead.state(lastBackup: lastBackup)))
      }
    ]
  }

  static func page(_ state: ServiceState) -> Page {
    Page("State of the service", width: .reading, section: "/state") {
      let warnings = state.warnings
      if warnings.isEmpty {
        lead("Nothing needs you.")
      } else {
        for warning in warnings { warningText(Markup(warning.words)) }
      }
      heading("This server")
      summaryList([
        SummaryRow("Version", Markup(Release.words)),
        SummaryRow("Machine", Markup(state.machine)),
        SummaryRow("Runs since", moment(state.startedAt)),
        SummaryRow("Memory", state.process.residentBytes.map { Markup(words(bytes: $0)) }),
      ])
      heading("Data")
      summaryList(data(state))
      heading("Backup")
      paragraph(backup(state.backup))
      heading("Messages")
      messages(state.queue)
      heading("What the server does by itself")
      summaryList(
        state.jobs.map { job, last in SummaryRow(job.words, last.map(moment) ?? "Not yet") })
    }
  }

  private static func data(_ state: ServiceState) -> [SummaryRow] {
    let commits = state.commits
    let shared = commits.commits > 0 ? Double(commits.works) / Double(commits.commits) : 0
    var rows = [
      SummaryRow("Database", Markup("\(state.engine), schema \(Database.schema)")),
      SummaryRow("Size", state.databaseBytes.map { Markup(words(bytes: $0)) } ?? "Not known"),
    ]
    if let room = state.room {
      rows.append(
        SummaryRow(
          "Room on the disk",
          Markup("\(words(bytes: room.free)) free of \(words(bytes: room.all))")))
    }
    rows.append(
      SummaryRow(
        "A file is being read", state.openImport.map { "Since \(moment($0))" } ?? "No"))
    rows.append(
      SummaryRow(
        "Saved",
        Markup(
          commits.commits == 1
            ? "Once" : "\(commits.commits) times, \(atATime(shared))"
        )))
    rows.append(SummaryRow("Could not be saved", Markup(times(commits.failures))))
    return rows
  }

  /// How many changes and looks were saved together, on the average.
  static func atATime(_ average: Double) -> String {
    let number = oneDecimal(average)
    return number == "1"
      ? "one change or look at a time" : "\(number) changes and looks at a time on average"
  }

  private static func backup(_ backup: ServiceState.Backup) -> Markup {
    switch backup {
    case .notSetUp: "Not set up here."
    case .none: "None yet."
    case .made(let at, let bytes):
      "The last was made on \(moment(at)): \(words(bytes: Int(bytes)))."
    }
  }

  @MarkupBuilder private static func messages(_ queue: MessageQueue?) -> Markup {
    if let queue {
      summaryList([
        SummaryRow(
          "Wait to go",
          queue.oldest.map { "\(String(queue.waiting)), the oldest since \(moment($0))" } ?? "None"),
        SummaryRow("On their way", Markup(String(queue.sending))),
        SummaryRow("Held for somebody", Markup(String(queue.held))),
        SummaryRow("Did not arrive", Markup(String(queue.failed))),
      ])
      paragraph(link("See the messages", to: "/messages"))
    } else {
      paragraph("Not known.")
    }
  }

  private static func times(_ count: Int) -> String {
    switch count {
    case 0: "Never"
    case 1: "Once"
    default: "\(count) times"
    }
  }

  /// As people say sizes: `14 MB`, `2.3 GB`, by thousands.
  static func words(bytes: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (size, unit) = (Double(bytes), 0)
    while size >= 1000, unit < units.count - 1 {
      size /= 1000
      unit += 1
    }
    return "\(unit == 0 ? String(bytes) : oneDecimal(size)) \(units[unit])"
  }

  private static func oneDecimal(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 || tenths >= 1000 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
