import App
import Core
import Database
import Support

@testable import Programme

/// A project with its owner and two of the programme office, for tests of reports.
struct HighlightWork {
  let pierhead: Pierhead
  let owner: User
  let office: User
  let other: User
  let project: ProgrammeItemID

  init(_ pierhead: Pierhead, project name: String = "Example hub") async throws {
    self.pierhead = pierhead
    owner = try await pierhead.user("action_owner", name: "Osman Example")
    office = try await pierhead.user("programme_office", name: "Olive Example")
    other = try await pierhead.user("programme_office", name: "Oriel Example")
    project = try await pierhead.project(name, owner: owner)
  }

  var reports: HighlightReports { pierhead.highlights }

  /// A whole form in which nothing needs a reason, where nothing was said before.
  static func fields(
    _ period: String, _ rating: String = "green", _ more: [String: String] = [:]
  ) -> [String: String] {
    var fields = ["period": period, "done": "We met.", "next": "We meet again."]
    for respect in Respect.all {
      fields[HighlightReport.ratingField(respect)] = rating
      fields[HighlightReport.reasonField(respect)] = "We say so."
    }
    return fields.merging(more) { _, new in new }
  }

  /// A report that was begun by the owner.
  func begin(
    _ period: String, _ rating: String = "green", _ more: [String: String] = [:],
    by user: User? = nil
  ) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: pierhead.database.wall.now())
    try await reports.begin(
      Self.fields(period, rating, more), as: id, for: project, by: user ?? owner)
    return id
  }

  /// A report that was begun and sent by the owner, and approved by the office.
  @discardableResult
  func approved(_ period: String, _ rating: String = "green") async throws -> ProgrammeItemID {
    let id = try await begin(period, rating)
    try await reports.send(id, from: 1, by: owner)
    try await reports.approve(id, from: 2, by: office)
    return id
  }

  func view(_ id: ProgrammeItemID) async throws -> ReportView {
    try await reports.report(id, for: office)
  }

  func line() async throws -> PortfolioLine {
    try await pierhead.programme.project(project, for: office).line
  }
}
