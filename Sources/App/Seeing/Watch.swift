import Core
import Database
import Synchronization
import Web

/// What this server knows of itself while it runs. Made once, with the doors.
package final class Watch: Sendable {
  package let startedAt: Instant
  package let meter = Meter()
  package let connections = Connections()
  package let health: HealthWatch
  private let uptime = Stopwatch()
  private let jobs = Mutex<[Job: Instant]>([:])

  /// What the server does by itself, again and again.
  package enum Job: String, CaseIterable, Sendable {
    case lateAnswers = "late_answers"
    case endingClocks = "ending_clocks"
    case dueReports = "due_reports"
    case programmeDates = "programme_dates"

    var words: String {
      switch self {
      case .lateAnswers: "Tells programme managers of late answers"
      case .endingClocks: "Tells advocates of clocks that end"
      case .dueReports: "Reminds project owners of reports"
      case .programmeDates: "Chases clearances and conditions of gates"
      }
    }
  }

  package init(_ database: Database) {
    startedAt = database.wall.now()
    health = HealthWatch(database)
  }

  /// Seconds since it was made.
  package var seconds: Double { uptime.seconds }

  func succeeded(_ job: Job, at now: Instant) { jobs.withLock { $0[job] = now } }

  /// When a job last went through on this server.
  package func lastSuccess(of job: Job) -> Instant? { jobs.withLock { $0[job] } }
}
