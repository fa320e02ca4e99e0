import Core
import Database
import Foundation
import Messages
import Referrals

/// When the last backup was made and how many bytes it has; nil where there is none yet.
package typealias LastBackup = @Sendable () async throws -> (at: Instant, size: Int64)?

/// How the service does, as its administrators see it. What can't be found out is nil.
struct ServiceState: Sendable {
  let now: Instant
  let startedAt: Instant
  let engine: String
  let machine: String
  var health = Health(checks: [])
  var commits = CommitFigures()
  var queue: MessageQueue?
  var openImport: Instant?
  var jobs: [(job: Watch.Job, last: Instant?)] = []
  var databaseBytes: Int?
  var room: (free: Int, all: Int)?
  var backup: Backup
  var isKeyOpen = false
  var process = OwnProcess()

  enum Backup: Sendable {
    /// Nobody has told this server where its backups are.
    case notSetUp
    case none
    case made(at: Instant, bytes: Int64)
  }

  /// What somebody should do something about, the worst first.
  var warnings: [Warning] {
    Warning.allCases.filter { warning in
      switch warning {
      case .noAnswer: isWrong("database")
      case .noWriting: isWrong("writing")
      case .otherSchema: isWrong("schema")
      case .littleRoom: room.map { $0.free < Self.leastRoom || $0.free < $0.all / 20 } ?? false
      case .noBackup: if case .none = backup { true } else { false }
      case .oldBackup:
        if case .made(let at, _) = backup { age(of: at) > Self.oldBackup } else { false }
      case .keyIsOpen: isKeyOpen
      case .messagesWait: queue?.oldest.map { age(of: $0) > Self.longWait } ?? false
      case .workStopped: jobs.contains { age(of: $0.last ?? startedAt) > Self.longPause }
      case .fewFiles:
        process.openFiles.flatMap { open in process.mostFiles.map { open > $0 / 5 * 4 } } ?? false
      }
    }
  }

  enum Warning: CaseIterable, Sendable {
    case noAnswer, noWriting, otherSchema, littleRoom, noBackup, oldBackup, keyIsOpen, messagesWait
    case workStopped, fewFiles

    var words: String {
      switch self {
      case .noAnswer: "The database does not answer."
      case .noWriting:
        "The last change could not be saved. Look at the room on the disk, and at the log."
      case .otherSchema:
        "Another version of Pierhead has changed the database. Start this server again with that version."
      case .littleRoom:
        "The disk is nearly full. Make room before nothing can be saved any more."
      case .noBackup: "No backup has been made yet."
      case .oldBackup:
        "The last backup is more than 26 hours old. Find out why the next was not made."
      case .keyIsOpen:
        "Others on this machine can read the key file. Take that right away: chmod 600."
      case .messagesWait:
        "A message has waited for more than an hour. Look at the mail server and at the log."
      case .workStopped:
        "Regular work has not gone through for an hour. Look at the log."
      case .fewFiles:
        "Nearly all file handles are in use. Let the service have more: LimitNOFILE."
      }
    }
  }

  /// Bytes.
  static let leastRoom = 1 << 30
  /// Seconds. A day, and two hours in which a late one may be made.
  static let oldBackup: Int64 = 26 * 3600
  static let longWait: Int64 = 3600
  static let longPause: Int64 = 3600

  private func isWrong(_ check: String) -> Bool {
    health.checks.contains { $0.name == check && $0.trouble != nil }
  }

  private func age(of instant: Instant) -> Int64 { now.seconds - instant.seconds }
}

extension Pierhead {
  /// Looks at everything once. Where the database does not answer, what it would say is missing.
  func state(lastBackup: LastBackup?) async throws -> ServiceState {
    let health = await watch.health.health()
    var state = ServiceState(
      now: database.wall.now(), startedAt: watch.startedAt, engine: database.engineName,
      machine: OwnProcess.machine, backup: .notSetUp)
    state.health = health
    state.commits = database.commitFigures
    state.jobs = Watch.Job.allCases.map { ($0, watch.lastSuccess(of: $0)) }
    state.process = OwnProcess.look()
    state.isKeyOpen = OwnProcess.isOpenToOthers(configuration.keyFile)
    if case .sqlite(let path) = configuration.database {
      let folder = URL(filePath: path).deletingLastPathComponent().path
      state.room = OwnProcess.room(at: folder)
    }
    guard health.checks.first?.trouble == nil else { return state }
    state.queue = try await messages.queue()
    state.openImport = try await referrals.openImport()
    state.databaseBytes = try await database.size()
    if let lastBackup {
      state.backup = try await lastBackup().map { .made(at: $0.at, bytes: $0.size) } ?? .none
    }
    return state
  }
}
