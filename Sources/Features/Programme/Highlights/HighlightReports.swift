import Core
import Database

/// The door to highlight reports: what an owner says of a month, and what the programme office makes of it.
package struct HighlightReports: Sendable {
  let programme: Programme
  package let dates: ReportDates

  package init(_ programme: Programme, dates: ReportDates) {
    (self.programme, self.dates) = (programme, dates)
  }

  private var database: Database { programme.database }
  private var lists: ProgrammeLists { programme.lists }
  var today: Day { programme.wall.today }

  // MARK: - Writing

  /// Begins a report. The form's id makes a form that is sent twice one report.
  package func begin(
    _ fields: [String: String], as id: ProgrammeItemID, for project: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      try transaction.mayChange(project)
      if try transaction.read.kind(of: id) != nil { return }
      let (report, said) = try HighlightReport.read(
        fields, nil, by: user.id, lists, today: transaction.today)
      try transaction.read.mustBeNew(report.period, of: project)
      try transaction.begin(report, in: project, as: id)
      try transaction.insert(said, of: id, number: 1)
      transaction.record(
        "report written", id, ["project": project.text, "period": report.period.rawValue])
    }
  }

  /// Changes the words of a report that is not sent. `number` is the version that the form was made from; `keepsOthers`
  /// leaves fields that were not sent as they are. Answers the version that stands then, as all that names one does.
  @discardableResult
  package func change(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], keepsOthers: Bool = false,
    once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openReport(id, from: number)
      try old.mustBeOpen()
      let before = try transaction.read.said(in: old, lists)
      let kept = keepsOthers ? old.value.fields(before) : [:]
      let (report, said) = try HighlightReport.read(
        kept.merging(fields) { $1 }, old.value, by: user.id, lists, today: transaction.today)
      if report == old.value, said == before {
        transaction.unchanged(.report, id)
        return old.number
      }
      try transaction.change(old, to: report, said)
      transaction.record("report changed", id, ["version": String(old.number + 1)])
      return old.number + 1
    }
  }

  /// Sends a report for approval. Throws what is still missing, field by field.
  @discardableResult
  package func send(
    _ id: ProgrammeItemID, from number: Int, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openReport(id, from: number)
      try old.mustBeOpen()
      let project = try old.mustHaveProject()
      try transaction.read.mustBeLast(old.value.period, of: project)
      let said = try transaction.read.said(in: old, lists)
      let check = try transaction.read.check(said, project, lists, on: transaction.today)
      let problems = check.problems(old.value, said)
      guard problems.isEmpty else { throw Rejection.invalid(problems) }
      var report = old.value
      (report.state, report.sender, report.answer) = (.sent, user.id, nil)
      try transaction.change(
        old, to: report, said, needs: check.needs(said, in: report.period))
      transaction.record("report sent", id, ["version": String(old.number + 1)])
      return old.number + 1
    }
  }

  /// Takes back a report that waits, to change it.
  @discardableResult
  package func takeBack(
    _ id: ProgrammeItemID, from number: Int, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openReport(id, from: number)
      try old.mustWait()
      var report = old.value
      (report.state, report.sender) = (.draft, nil)
      try transaction.change(old, to: report, transaction.read.said(in: old, lists))
      transaction.record("report taken back", id, ["version": String(old.number + 1)])
      return old.number + 1
    }
  }

  /// Takes a report out of all lists. Another can be begun for its month.
  @discardableResult
  package func withdraw(
    _ id: ProgrammeItemID, from number: Int, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openReport(id, from: number)
      try old.mustNotBeFrozen()
      try transaction.change(
        old, to: old.value, transaction.read.said(in: old, lists), isArchived: true)
      transaction.record("report withdrawn", id, ["version": String(old.number + 1)])
      return old.number + 1
    }
  }

  // MARK: - Deciding

  /// Approves a report: from now on it is kept as it is, and its ratings are the project's.
  @discardableResult
  package func approve(
    _ id: ProgrammeItemID, from number: Int, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try user.must(.keepProgramme)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openReport(id, from: number)
      try old.mustWait()
      let project = try old.mustHaveProject()
      if try transaction.read.hasWritten(user.id, in: id) {
        throw Rejection.conflict(Reason("report.own"))
      }
      try transaction.read.mustBeLast(old.value.period, of: project)
      let said = try transaction.read.said(in: old, lists)
      guard let line = try transaction.read.portfolio(.current, only: project).lines.first else {
        throw Rejection.notFound("Project")
      }
      let check = ReportCheck(
        line, try transaction.read.ratingHistory(of: project), said, lists,
        today: transaction.today)
      guard check.problems(old.value, said).isEmpty else {
        throw Rejection.conflict(Reason("report.facts"))
      }
      var report = old.value
      (report.state, report.decider) = (.approved, user.id)
      let people = [report.writer, report.sender, user.id].compactMap(\.self)
      var content = ReportContent(
        report, said, line, check, names: try transaction.read.accountNames(Set(people)))
      content.approvedAt = transaction.now
      let text = content.json
      let sum = digest(text)
      report.digest = sum
      try transaction.insertSnapshot(of: id, text, digest: sum)
      try transaction.change(
        old, to: report, said, needs: check.needs(said, in: report.period))
      try transaction.rate(said, report, of: project, check)
      transaction.record(
        "report approved", id,
        ["project": project.text, "period": report.period.rawValue, "sha256": sum])
      return old.number + 1
    }
  }

  /// Gives a report back to be changed, and says what.
  @discardableResult
  package func giveBack(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try user.must(.keepProgramme)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.openReport(id, from: number)
      try old.mustWait()
      var typed = Typed(fields)
      let words = typed.required("words", "This", limit: 1000, missing: "report.words")
      try typed.check()
      var report = old.value
      (report.state, report.decider, report.answer) = (.returned, user.id, words)
      try transaction.change(old, to: report, transaction.read.said(in: old, lists))
      transaction.record("report returned", id, ["version": String(old.number + 1)])
      return old.number + 1
    }
  }
}

extension Transaction {
  /// A report that stands, for a user who may change its project, in the version that was read.
  func openReport(
    _ id: ProgrammeItemID, from number: Int
  ) throws -> Standing<HighlightReport> {
    guard try read.kind(of: id) == .report else { throw Rejection.notFound("Report") }
    let standing = try open(HighlightReport.self, id, from: number)
    if standing.isArchived { throw Rejection.conflict(Reason("report.withdrawn")) }
    return standing
  }
}

extension Reader {
  /// What a report is looked at by: what was said before, and what the facts propose.
  func check(
    _ said: [SaidRating], _ project: ProgrammeItemID, _ lists: ProgrammeLists, on today: Day
  ) throws -> ReportCheck {
    guard let line = try portfolio(.current, only: project).lines.first else {
      throw Rejection.notFound("Project")
    }
    return ReportCheck(line, try ratingHistory(of: project), said, lists, today: today)
  }
}

extension ReportCheck {
  /// The respects whose rating can't do without a reason.
  func needs(_ said: [SaidRating], in period: ReportPeriod) -> Set<String> {
    Set(said.filter { needsReason($0, in: period) }.map(\.respect))
  }
}

extension Standing<HighlightReport> {
  func mustHaveProject() throws -> ProgrammeItemID {
    guard let project else { throw Fault("a report belongs to no project") }
    return project
  }

  func mustNotBeFrozen() throws(Rejection) {
    if value.state == .approved { throw .conflict(Reason("report.frozen")) }
  }

  func mustBeOpen() throws(Rejection) {
    try mustNotBeFrozen()
    if !value.isOpen { throw .conflict(Reason("report.waits")) }
  }

  func mustWait() throws(Rejection) {
    try mustNotBeFrozen()
    if value.state != .sent { throw .conflict(Reason("report.not-sent")) }
  }
}
