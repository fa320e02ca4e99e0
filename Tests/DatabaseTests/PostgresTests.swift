import Core
import Foundation
import Schema
import Support
import Testing

@testable import Database

/// Opening a PostgreSQL database: an empty one is filled, anything else than ours is refused and left as it is.
@Suite(.enabled(if: TestDatabase.engines.contains(.postgresql)))
struct PostgresTests {
  @Test func `an empty one is filled, and opened again as it is`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let first = try await ground.open(tables: Ground.marks)
      try await first.mark("kept")
      let second = try await ground.open()
      #expect(try await second.marks() == ["kept"])
      #expect(try await second.head() == first.head())
      first.close()
      second.close()
    }
  }

  @Test(arguments: [
    ("CREATE TABLE customers (id INTEGER PRIMARY KEY)", "another program"),
    ("CREATE TABLE events (n BIGINT PRIMARY KEY)", "another program"),
  ])
  func `tables of another program are left alone`(tables: String, words: String) async throws {
    try await Ground.empty(.postgresql) { ground in
      try ground.script(tables)
      let before = try ground.tables()
      let error = await #expect(throws: Unusable.self) { try await ground.open().close() }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
      #expect(try ground.tables() == before)
    }
  }

  @Test(arguments: [
    (Database.newest + 1, false, "newer Pierhead"), (Database.newest + 1, true, "newer Pierhead"),
    (Database.newest - 1, false, "`pierhead migrate`"), (1, false, "`pierhead migrate`"),
  ])
  func `another schema is refused and left alone`(version: Int, migrates: Bool, words: String)
    async throws
  {
    try await Ground.empty(.postgresql) { ground in
      try await ground.open().close()
      try ground.script("UPDATE installation SET schema_version = \(version)")
      let before = try ground.tables()
      let error = await #expect(throws: Unusable.self) {
        try await ground.open(migrates: migrates).close()
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
      #expect(try ground.tables() == before)
    }
  }

  @Test(arguments: 1..<Database.newest)
  func `an older schema is brought up to date when that is asked for`(version: Int) async throws {
    var fresh: [String: String] = [:]
    try await Ground.with(.postgresql) { _, ground in fresh = try ground.columns() }
    try await Ground.empty(.postgresql) { ground in
      for migration in SchemaTexts.migrations.prefix(version) { try ground.script(migration.text) }
      try ground.script(
        "INSERT INTO installation (id, schema_version, created_at) VALUES ('one', \(version), now())"
      )
      let database = try await ground.open(migrates: true)
      #expect(try await database.events.count == Database.newest - version)
      _ = try await database.head()
      database.close()
      try await ground.open().close()
      #expect(try ground.columns() == fresh)
    }
  }

  @Test func `after much was written it plans by how much there is`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let database = try await ground.open(tables: Ground.marks)
      for number in 1...20 { try await database.mark("mark \(number)") }
      await database.countAnew()
      let counted = try PostgresConnection(ground.url).run(
        "SELECT reltuples::bigint AS n FROM pg_class WHERE oid = 'events'::regclass"
      ).map { try $0["n"] as Int }
      #expect(counted == [try await database.events.count])
      database.close()
    }
  }

  @Test func `of several hosts the one that lets us write is taken`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let hosts = ground.url.replacing("host=", with: "host=/nowhere/at/all,")
      #expect(hosts != ground.url)
      let database = try await Database.open(.postgresql(url: hosts), wall: ground.clock.wall)
      #expect(try await database.events.count == 1)
      database.close()
    }
  }

  @Test func `a commit that PostgreSQL warns of is no acknowledgement`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let connection = try PostgresConnection(ground.url)
      try connection.script(
        """
        \(Ground.marks);
        CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN RAISE WARNING 'the standby was not waited for'; RETURN NULL; END$$;
        CREATE CONSTRAINT TRIGGER warns AFTER INSERT ON marks DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW WHEN (NEW.amount < 0) EXECUTE FUNCTION warn()
        """)
      for (amount, isAcknowledged) in [(1, true), (-1, false), (2, true)] {
        _ = try connection.run("BEGIN")
        _ = try connection.run(
          "INSERT INTO marks (name, amount) VALUES (\(String(amount)), \(amount))")
        if isAcknowledged {
          try connection.commit()
        } else {
          #expect(throws: Away.self) { try connection.commit() }
          #expect(connection.hasLostTransaction && !connection.isBroken)
        }
      }
      // One that had failed is undone by its COMMIT, and PostgreSQL answers ROLLBACK.
      _ = try connection.run("BEGIN")
      #expect(throws: Fault.self) { try connection.run("SELECT * FROM nothing") }
      #expect(throws: Fault.self) { try connection.commit() }
    }
  }

  @Test func `a connection on which nobody may write any more is replaced`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let database = try await ground.open(tables: Ground.marks)
      try database.tamper("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
      try await database.mark("kept")
      #expect(try await database.marks() == ["kept"])
      database.close()
    }
  }

  @Test func `a read that has heard something is not begun again`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let database = try await ground.open()
      let runs = Counter()
      await #expect(throws: Away.self) {
        try await database.read { reader in
          runs.count()
          let own: Int = try reader.row("SELECT pg_backend_pid() AS amount")?["amount"] ?? 0
          try TestDatabase.script("SELECT pg_terminate_backend(\(own))")
          _ = try reader.rows("SELECT 1 AS one")
        }
      }
      #expect(runs.number == 1)
      // And the next one is served by a new connection.
      for _ in 0..<8 { #expect(try await database.events.count == 1) }
      database.close()
    }
  }

  @Test func `a commit waits also where nothing was changed`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let database = try await ground.open()
      let connection = try PostgresConnection(ground.url)
      func logged() throws -> Int {
        try connection.run("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint AS n").first?["n"]
          ?? 0
      }
      _ = try connection.run("BEGIN")
      let before = try logged()
      try connection.leaveMark()
      let after = try logged()
      #expect(after > before)
      let isCounted: Bool? = try connection.run(
        "SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS yes"
      ).first?["yes"]
      #expect(isCounted == true)
      try connection.commit()
      database.close()
    }
  }

  @Test func `a server that is not there is named, without its password`() async throws {
    let error = await #expect(throws: Unusable.self) {
      let address = try Address("postgresql://pierhead:hunter2@/pierhead?host=/nowhere/at/all")
      try await Database.open(address).close()
    }
    #expect(error?.description.contains("/nowhere/at/all") == true)
    #expect(error?.description.contains("hunter2") == false)
  }
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var counted = 0

  var number: Int { lock.withLock { counted } }
  func count() { lock.withLock { counted += 1 } }
}

extension Ground {
  fileprivate var url: String { if case .postgresql(let url) = address { url } else { "" } }

  fileprivate func script(_ text: String) throws {
    try PostgresConnection(url).script(text)
  }

  /// Every table of the schema with its columns and how many rows it holds.
  fileprivate func tables() throws -> [String: String] {
    let connection = try PostgresConnection(url)
    var found = try columns()
    for name in found.keys {
      let count = try connection.run(SQL(trusted: "SELECT COUNT(*) AS amount FROM \"\(name)\""))
        .first
      found[name, default: ""] += "\(try count?["amount"] as Int? ?? 0) rows"
    }
    return found
  }

  /// Every table of the schema with its columns.
  fileprivate func columns() throws -> [String: String] {
    let columns = try PostgresConnection(url).run(
      """
      SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
      """)
    var found: [String: String] = [:]
    for row in columns {
      found[try row["table_name"], default: ""] +=
        "\(try row["column_name"] as String) \(try row["data_type"] as String), "
    }
    return found
  }
}
