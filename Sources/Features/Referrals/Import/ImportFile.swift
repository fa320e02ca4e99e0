import Core
import Database
import People
import ReferralFile

/// How a file is to be read.
package struct ImportOptions: Sendable {
  /// The file's name, for the record.
  package var name = ""
  package var isDryRun = false
  package var format = ImportReport.Format.words
  /// Prints what this organisation may know, and refuses rows of others.
  package var partner: String?
  /// Whether pages are served beside it, whose looks wait for the same writer.
  package var isShared = false

  package init() {}
}

extension Referrals {
  /// Reads a partner's file. Rows are staged in batches that nobody sees, and published whole by one short
  /// transaction. `next` gives the file's bytes until it answers nil; `progress` hears how many rows were read.
  package func importFile(
    _ options: ImportOptions, by user: User,
    progress: @Sendable (Int) -> Void, next: () async throws -> [UInt8]?
  ) async throws -> (ImportReport, remarks: [String]) {
    try user.must(.importReferrals)
    let id = ImportID(at: database.wall.now())
    if !options.isDryRun {
      while try await !database.keep({ try $0.begin(id, source: options.name, by: user) }) {
        try await waitForOthers()
      }
    }
    // Pages that wait for the same writer have the two processors to themselves.
    let second = try options.isDryRun || options.isShared ? nil : database.second()
    defer { second?.close() }
    var loader = Loader(self, id: id, options: options, user: user, second: second)
    do {
      try await loader.load(progress: progress, next: next)
      if !options.isDryRun {
        try await loader.publish()
        await database.countAnew()
      }
      return (loader.report, loader.reader.remarks)
    } catch {
      await loader.rest()
      if !options.isDryRun { try await abandon(id) }
      throw error
    }
  }

  /// Gives up imports that were cut off. For a process that knows it is alone.
  package func abandonUnfinishedImports() async throws {
    for (id, _) in try await database.read(fresh: true, { try $0.unfinishedImports() }) {
      try await database.keep { _ = try $0.abandon(id) }
    }
  }

  /// Takes away what imports that were given up have left, until it is done or the task is cancelled. May be cut off and
  /// begun again.
  package func clearAbandonedImports() async throws {
    for id in try await database.read(fresh: true, { try $0.abandonedImports() }) {
      while !Task.isCancelled, try await database.keep({ try $0.clear(id) }) {}
    }
  }

  /// One file at a time: waits for one that is being read, and clears away after one that has stopped.
  private func waitForOthers() async throws {
    while true {
      let others = try await database.read { try $0.unfinishedImports() }
      guard !others.isEmpty else { return }
      for (id, touchedAt) in others
      where touchedAt.adding(seconds: Self.silence) < database.wall.now() {
        try await abandon(id)
      }
      if others.contains(where: {
        $0.touchedAt.adding(seconds: Self.silence) >= database.wall.now()
      }) {
        // tidy: waits for another process, not for a clock
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Seconds after which a reading that gives no sign of life has stopped. A batch takes far less.
  private static let silence: Int64 = 10

  private func abandon(_ id: ImportID) async throws {
    guard try await database.keep({ try $0.abandon(id) }) else { return }
    while try await database.keep({ try $0.clear(id) }) {}
  }
}

/// One reading of one file.
private struct Loader {
  let referrals: Referrals
  let id: ImportID
  let options: ImportOptions
  let user: User
  /// Writes referrals, where the engine can, while their batch's successor writes its people.
  let second: Database?
  var reader = ReferralReader()
  var report: ImportReport
  private var settling: Settling
  private var contents = ""
  private var rowsRead = 0
  /// Rows after which the database is asked to count anew.
  private var countings = [1000, 10_000]

  private var batchSize: Int
  private var unfinished: [Task<Void, any Error>] = []

  init(
    _ referrals: Referrals, id: ImportID, options: ImportOptions, user: User, second: Database?
  ) {
    self.second = second
    self.referrals = referrals
    self.id = id
    self.options = options
    self.user = user
    settling = Settling(referrals, id: id)
    batchSize = options.isShared ? 150 : referrals.database.rowsAtOnce
    report = ImportReport(options.format)
  }

  /// Checks a batch while the one before it is being written.
  mutating func load(
    progress: @Sendable (Int) -> Void, next: () async throws -> [UInt8]?
  ) async throws {
    var batch: [Candidate] = []
    var writing: Task<Int64, any Error>?
    // The referrals of the last two batches, where they are written beside people.
    var referring: [Task<Void, any Error>] = []
    // Whoever clears away what this left must be alone with it.
    defer { unfinished = referring }
    var (isWhole, isAtEnd) = (false, false)
    while !isAtEnd {
      if let record = try reader.next() {
        batch.append(settling.check.prepare(record, under: reader.header!))
        if batch.count < batchSize { continue }
      } else if isWhole {
        isAtEnd = true
      } else if let bytes = try await next() {
        reader.append(bytes)
        continue
      } else {
        reader.finish()
        isWhole = true
        continue
      }
      let staged = try await settle(batch)
      let rows =
        options.isDryRun ? nil : StagedRows(staged, of: id, at: referrals.wall.now())
      rowsRead += batch.count
      batch.removeAll(keepingCapacity: true)
      try await written(writing)
      if let rows {
        // Not of self: a second holder of what is gathered would make each row copy it.
        let (database, isShared, before) = (referrals.database, options.isShared, referring.last)
        if let second {
          if referring.count == 2 { try await referring.removeFirst().value }
          let people = Task { try await Self.writePeople(rows, to: database) }
          writing = people
          referring.append(
            Task {
              try await before?.value
              _ = try await people.value
              try await second.keep(unseen: true) { try $0.stageReferrals(rows) }
            })
        } else {
          writing = Task { try await Self.write(rows, to: database, isShared: isShared) }
        }
      }
      progress(rowsRead)
      await countAnew()
    }
    try await written(writing)
    for task in referring { try await task.value }
  }

  /// Waits until nothing is being written any more, however it ended.
  func rest() async { for task in unfinished { _ = await task.result } }

  /// In a database that was nearly empty the plans of what pages ask would stand until the file is published.
  private mutating func countAnew() async {
    guard !options.isDryRun, let next = countings.first, rowsRead >= next else { return }
    countings.removeFirst()
    await referrals.database.countAnew()
  }

  /// Writes a batch and answers how many microseconds it took. Where pages wait for the same writer, it is theirs for as
  /// long again.
  private static func write(
    _ rows: StagedRows, to database: Database, isShared: Bool
  ) async throws -> Int64 {
    let began = try await database.keep(unseen: true) { keeper in
      try keeper.stage(rows)
      return keeper.now
    }
    let taken = database.wall.now().microseconds - began.microseconds
    // Not for longer where somebody has set the clock.
    // tidy: leaves the writer to pages between batches
    if isShared, taken > 0 { try await Task.sleep(for: .microseconds(min(taken, 200_000))) }
    return taken
  }

  private static func writePeople(_ rows: StagedRows, to database: Database) async throws -> Int64 {
    try await database.keep(unseen: true) { try $0.stagePeople(rows) }
    return 0
  }

  /// Waits for a batch. Where pages wait for the same writer, the next one is as large as can be written in the time
  /// that they can spare: large batches are quicker in all, because the indexes' pages are written less often.
  private mutating func written(_ batch: Task<Int64, any Error>?) async throws {
    guard let taken = try await batch?.value, options.isShared, taken > 0 else { return }
    let fitting = batchSize * Int(Self.spare) / Int(taken)
    batchSize = min(max(fitting, batchSize / 2, 20), batchSize * 2, 150)
  }

  /// Microseconds for which looks may wait for a batch.
  private static let spare: Int64 = 25_000

  func publish() async throws {
    let (id, moves, options, contents) = (id, settling.moves, options, contents)
    let summary = report.summary
    try await referrals.database.write(as: user) { transaction in
      try transaction.publish(id, moves)
      transaction.record(
        "referral file read", id,
        [
          "file": options.name, "read": String(summary.read), "accepted": String(summary.accepted),
          "warned": String(summary.warned), "rejected": String(summary.rejected),
          "unchanged": String(summary.unchanged), "contents": "sha256 \(contents)",
        ])
    }
  }

  /// Looks up what was known before of a batch, and says what becomes of each row.
  private mutating func settle(_ batch: [Candidate]) async throws -> StagedBatch {
    let lookUp = settling.lookUp(batch)
    let known = try await referrals.database.read { try lookUp.run($0) }
    let (staged, settled) = settling.settle(batch, known)
    for row in settled {
      report.add(row.outcome.result(for: options.partner.map { .partner($0) } ?? .staff))
      if !row.digest.isEmpty { contents = digest(contents + row.digest) }
    }
    return staged
  }
}
