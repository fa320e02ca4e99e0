import Core
import Foundation

/// Whether the database serves, as a program asks that sends visitors to this server or elsewhere. Says nothing that
/// helps an attacker: no address, no name, no words of the engine.
package struct Health: Sendable {
  /// One thing that must be right, and why it is not.
  package struct Check: Sendable {
    package let name: String
    package let trouble: String?
  }

  package let checks: [Check]

  package init(checks: [Check]) { self.checks = checks }

  package var isReady: Bool { checks.allSatisfy { $0.trouble == nil } }
}

/// Knows how the database does. Asks it at most once in a second, however often it is asked itself, and writes nothing
/// while writing goes well.
package actor HealthWatch {
  private let database: Database
  private var last: (health: Health, age: Stopwatch)?
  private var asking: Task<Health.Check?, Never>?
  private var lastTry: Stopwatch?

  /// Seconds for which what was found stands.
  private static let keeping = 1.0
  /// Seconds after which the database is taken not to answer.
  private static let patience = 3.0
  /// Seconds after which a commit is taken not to end. A statement may take 20 on PostgreSQL.
  private static let longCommit = 10.0
  /// Seconds between two tries to write, where the last write failed.
  private static let pause = 5.0

  package init(_ database: Database) { self.database = database }

  package func health() async -> Health {
    if let last, last.age.seconds < Self.keeping { return last.health }
    let reading = await reading()
    let database = Health.Check(name: "database", trouble: reading == nil ? "no answer" : nil)
    let writing = Health.Check(name: "writing", trouble: writing())
    let health = Health(checks: [database, writing] + (reading.map { [$0] } ?? []))
    last = (health, Stopwatch())
    return health
  }

  /// What the schema's check says, or nil where the database does not answer in time. A question that is still open is
  /// not asked again.
  private func reading() async -> Health.Check? {
    let database = database
    let asked =
      asking
      ?? Task.detached {
        do {
          let version = try await database.read(fresh: true, isOneStatement: true) {
            try $0.schemaVersion()
          }
          let trouble = version == Database.newest ? nil : "another version"
          return Health.Check(name: "schema", trouble: trouble)
        } catch { return nil }  // whatever it is, there was no answer
      }
    asking = asked
    let answer = await Self.within(Self.patience, asked)
    if answer.isDone { asking = nil }
    return answer.value
  }

  /// How the last commits went. Where one failed, whether the next would is tried now and then: else a server to which
  /// nobody is sent any more would never hear that there is room again.
  private func writing() -> String? {
    let figures = database.commitFigures
    if let busy = figures.busy, busy.seconds > Self.longCommit { return "no answer" }
    guard let trouble = figures.trouble else { return nil }
    if lastTry.map({ $0.seconds > Self.pause }) ?? true {
      lastTry = Stopwatch()
      database.tryWriting()
    }
    return trouble.rawValue
  }

  /// What a task answers, or that it has not answered in so many seconds. It goes on then.
  private static func within<T: Sendable>(
    _ seconds: Double, _ task: Task<T?, Never>
  ) async -> (value: T?, isDone: Bool) {
    let first = First<(value: T?, isDone: Bool)>()
    return await withUnsafeContinuation { continuation in
      first.wait(continuation)
      let timer = Task.detached {
        // tidy: an answer is waited for so long, and no longer; what comes too late is kept for the next who asks
        do { try await Task.sleep(for: .seconds(seconds)) } catch { return }
        first.answer((nil, false))
      }
      Task.detached {
        let value = await task.value
        timer.cancel()
        first.answer((value, true))
      }
    }
  }
}

/// Takes the first of several answers.
private final class First<T: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var continuation: UnsafeContinuation<T, Never>?

  func wait(_ continuation: UnsafeContinuation<T, Never>) {
    lock.withLock { self.continuation = continuation }
  }

  func answer(_ answer: T) {
    let waiting = lock.withLock {
      defer { continuation = nil }
      return continuation
    }
    waiting?.resume(returning: answer)
  }
}

extension Reader {
  /// How many migrations this database has had.
  package func schemaVersion() throws -> Int {
    try row("SELECT schema_version FROM installation")?["schema_version"] ?? 0
  }
}
