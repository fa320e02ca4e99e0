import Core
import Foundation
import Support
import Testing

@testable import Database

/// A database that goes away in the middle: nothing is lost, nothing is done twice, and nobody is told what isn't so.
struct AwayTests {
  @Test(arguments: TestDatabase.engines)
  func `what was cut off before its commit runs again`(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { database, fickle in
      fickle.next = [.cutBefore, .cutBefore]
      try await database.mark("kept")
      #expect(try await database.marks() == ["kept"] && fickle.next.isEmpty)
      _ = try await database.head()
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `work that is cut off each time is given up`(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { database, fickle in
      fickle.next = Array(repeating: .cutBefore, count: 10)
      let error = await #expect(throws: Away.self) { try await database.mark("poison") }
      #expect(error?.mayBeDone == false && fickle.next.count == 7)
      fickle.next = []
      let left = try await database.marks()
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a commit that was not confirmed is looked for, and counts where it stands`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Self.with(engine) { database, fickle in
      let before = try await database.events
      fickle.next = [.cutAfter]
      try await database.mark("stands")
      try await database.look(as: .system, "seen") { _ in }
      #expect(try await database.marks() == ["stands"])
      #expect(try await database.events == (before.count + 2, before.last + 2))
      #expect(fickle.asked == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a commit that was not confirmed and does not stand is made again`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Self.with(engine) { database, fickle in
      let before = try await database.events
      fickle.next = [.cutDuring, .cutDuring]
      try await database.mark("made again")
      #expect(try await database.marks() == ["made again"])
      #expect(try await database.events == (before.count + 1, before.last + 1))
      _ = try await database.head()
    }
  }

  @Test(arguments: TestDatabase.engines, [Fickle.Trouble.cutAfter, .cutDuring])
  func `what leaves no event can't be found again, and its caller is told so`(
    engine: TestDatabase.Engine, trouble: Fickle.Trouble
  ) async throws {
    try await Self.with(engine) { database, fickle in
      fickle.next = [trouble]
      let error = await #expect(throws: Away.self) {
        try await database.keeping(["marks"]).keep {
          try $0.change("INSERT INTO marks (name, amount) VALUES ('unsure', 0)")
        }
      }
      #expect(error?.mayBeDone == true)
      let left = try await database.marks()
      #expect(left == (trouble == .cutAfter ? ["unsure"] : []))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `whoever waits too long is answered, and only what had begun may stand`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Self.with(engine) { database, fickle in
      database.answer(within: .seconds(300))
      fickle.next = [.hang]
      async let first = Self.outcome { try await database.mark("begun") }
      await fickle.hanging()
      async let second = Self.outcome { try await database.mark("waiting") }
      async let third = Self.outcome { try await database.look(as: .system, "seen") { _ in } }
      while database.writer.state.waiting < 2 { await Task.yield() }
      #expect(database.writer.answerLate(at: Uptime.nanoseconds) && !database.isStalled)
      #expect(database.writer.answerLate(at: Uptime.nanoseconds + 301_000_000_000))
      #expect(await first == "may be done")
      #expect(await second == "not done")
      #expect(await third == "not done")
      #expect(database.isStalled)
      async let late = Self.outcome { try await database.mark("late") }
      fickle.goOn()
      #expect(await late == "done")
      #expect(!database.isStalled)
      let left = try await database.marks()
      #expect(left == ["begun", "late"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a server that stops does not wait for a commit that nobody waits for`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Self.with(engine) { database, fickle in
      database.answer(within: .seconds(300))
      fickle.next = [.hang]
      async let first = Self.outcome { try await database.mark("begun") }
      await fickle.hanging()
      async let closed = database.writer.closes()
      while !database.writer.state.isClosed { await Task.yield() }
      while database.writer.answerLate(at: Uptime.nanoseconds + 301_000_000_000) {}
      #expect(await first == "may be done")
      #expect(await closed == false)
      fickle.goOn()
      while !database.writer.state.hasEnded { await Task.yield() }
    }
  }

  /// "done", or what the caller was told.
  private static func outcome(_ work: @Sendable () async throws -> Void) async -> String {
    do {
      try await work()
      return "done"
    } catch let away as Away {
      return away.mayBeDone ? "may be done" : "not done"
    } catch {
      return "\(error)"
    }
  }

  private static func with(
    _ engine: TestDatabase.Engine, _ body: (Database, Fickle) async throws -> Void
  ) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, ground in
      let fickle = Fickle(database.engine)
      let unsteady = Database(fickle, wall: ground.clock.wall)
      defer { unsteady.close() }
      try await body(unsteady, fickle)
    }
  }
}

extension GroupCommit {
  func closes() async -> Bool {
    await onOwnThread { [self] in close() }
  }
}

/// A database on which one transaction after the other fails as the test says.
final class Fickle: Engine, @unchecked Sendable {
  enum Trouble: Sendable {
    /// The connection breaks, and what was written goes with it.
    case cutBefore
    /// It breaks while the commit is under way: undone, but nobody can tell.
    case cutDuring
    /// It breaks after the commit, before anybody hears of it.
    case cutAfter
    /// The commit is not answered until the test says so.
    case hang
  }

  private let engine: any Engine
  private let lock = NSLock()
  private let hangs = DispatchSemaphore(value: 0)
  private let goesOn = DispatchSemaphore(value: 0)
  private var troubles: [Trouble] = []
  private var questions = 0

  init(_ engine: any Engine) { self.engine = engine }

  /// What goes wrong with the next transactions.
  var next: [Trouble] {
    get { lock.withLock { troubles } }
    set { lock.withLock { troubles = newValue } }
  }

  /// How often it was asked whether a batch stands.
  var asked: Int { lock.withLock { questions } }

  /// Waits until a commit hangs.
  func hanging() async {
    await onOwnThread { [self] in hangs.wait() }
  }

  func goOn() { goesOn.signal() }

  var name: String { engine.name }
  var beginWriting: SQL { engine.beginWriting }
  var rowsAtOnce: Int { engine.rowsAtOnce }
  let mayBeAway = true

  func read<T: Sendable>(
    fresh: Bool, isOneStatement: Bool, _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> T {
    try await engine.read(fresh: fresh, isOneStatement: isOneStatement, body)
  }

  func withWriter<T>(_ body: (any Connection) throws -> T) throws -> T {
    try engine.withWriter { connection in
      let trouble = lock.withLock { troubles.isEmpty ? nil : troubles.removeFirst() }
      return try body(
        FickleConnection(
          connection, trouble,
          asked: { [self] in lock.withLock { questions += 1 } },
          hang: { [self] in
            hangs.signal()
            goesOn.wait()
          }))
    }
  }

  func apart<T>(_ body: (any Connection) throws -> T) throws -> T { try engine.apart(body) }
  func second() throws -> (any Engine)? { try engine.second() }
  func committed(changing: Bool) { engine.committed(changing: changing) }
  func rest() { engine.rest() }
  func countAnew() async { await engine.countAnew() }
  func close() {}
}

private final class FickleConnection: Connection {
  private let connection: any Connection
  private let trouble: Fickle.Trouble?
  private let asked: () -> Void
  private let hang: () -> Void

  init(
    _ connection: any Connection, _ trouble: Fickle.Trouble?, asked: @escaping () -> Void,
    hang: @escaping () -> Void
  ) {
    (self.connection, self.trouble, self.asked, self.hang) = (connection, trouble, asked, hang)
  }

  var hasLostTransaction: Bool { connection.hasLostTransaction }

  func run(_ sql: SQL) throws -> [Row] {
    if sql.pieces[0].hasPrefix("SELECT hash FROM events") { asked() }
    if trouble == .cutBefore, sql.pieces[0] == "RELEASE SAVEPOINT work" {
      _ = try connection.run("ROLLBACK")
      throw Away("the connection broke", mayBeDone: false)
    }
    return try connection.run(sql)
  }

  func each(_ sql: SQL, _ body: ([Value]) throws -> Void) throws {
    try connection.each(sql, body)
  }

  func takeTime() throws { try connection.takeTime() }

  func copy(into table: String, columns: [String], rows: [[Value]]) throws {
    try connection.copy(into: table, columns: columns, rows: rows)
  }

  func script(_ text: String) throws { try connection.script(text) }

  func commit() throws {
    switch trouble {
    case .cutDuring:
      _ = try connection.run("ROLLBACK")
      throw Away("the commit was not answered", mayBeDone: true)
    case .cutAfter:
      try connection.commit()
      throw Away("the commit was not answered", mayBeDone: true)
    case .hang:
      hang()
      try connection.commit()
    case .cutBefore, nil: try connection.commit()
    }
  }
}
