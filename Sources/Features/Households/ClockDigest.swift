import Core
import Database
import Eligibility
import Messages

/// Who works with a household now: its advocate, or whoever covers for them today.
struct Carrier: Sendable {
  let household: HouseholdID
  let account: AccountID
  let address: String
  /// The latest end of this household's clock that they were told of.
  let toldEnd: Day?
  /// When they were last told of any.
  let toldAt: Instant?
}

/// What an advocate is told of clocks that end soon: how many households, and no word about anybody.
struct ClockDigest: Sendable, Equatable {
  let account: AccountID
  let address: String
  /// With the last day of each clock.
  let households: [HouseholdID: Day]

  /// Who is told today: each who was not told of the end of a clock that is near, once a day at most.
  static func due(
    of running: [ClockFound], to carriers: [Carrier], on today: Day
  ) -> [ClockDigest] {
    let ends = Dictionary(
      uniqueKeysWithValues: running.filter { $0.clock.tellOn <= today && today <= $0.clock.joinBy }
        .map { ($0.id, $0.clock.joinBy) })
    let untold = carriers.filter { one in
      guard let end = ends[one.household] else { return false }
      return one.toldAt?.day != today && one.toldEnd.map { $0 < end } ?? true
        && EmailAddress(one.address) != nil
    }
    return Dictionary(grouping: untold, by: \.account).map { account, theirs in
      ClockDigest(
        account: account, address: theirs[0].address,
        households: Dictionary(
          theirs.map { ($0.household, ends[$0.household] ?? today) },
          uniquingKeysWith: { one, _ in one }))
    }.sorted { $0.account.text < $1.account.text }
  }

  func message(on today: Day, at origin: String) -> NewMessage {
    let count = households.count
    return NewMessage(
      Self.kind, by: .email, to: .address(address),
      values: [
        "households": count == 1 ? "1 household waits" : "\(count) households wait",
        "link": origin + HouseholdPages.clocksPath,
      ], about: account, district: nil, once: "\(Self.kind)/\(account)/\(today)")
  }

  /// A key of `messages.csv`.
  static let kind = "household-clocks"
}

extension Households {
  /// Tells advocates, and those who cover for them, of their households whose time to find another adult ends soon: of
  /// each end once. Regular work: doing it twice, or on two servers at once, tells nobody twice. Answers how many
  /// were told.
  @discardableResult
  package func tellOfEndingClocks() async throws -> Int {
    let (today, eligibility, origin) = (wall.today, eligibility, origin)
    // Most days there is nothing to tell, and then nothing is written.
    guard try await !database.read({ try $0.clockDigests(eligibility, on: today) }).isEmpty else {
      return 0
    }
    return try await database.write(as: .system) { transaction in
      let today = transaction.today
      var told = 0
      for digest in try transaction.read.clockDigests(eligibility, on: today)
      where try transaction.send(digest.message(on: today, at: origin)) {
        try transaction.insertTellings(digest)
        told += 1
      }
      // Another server was first.
      if told == 0 { transaction.record("no advocate told of a clock") }
      return told
    }
  }
}

extension Reader {
  func clockDigests(_ eligibility: Eligibility, on today: Day) throws -> [ClockDigest] {
    let running = try unendedClocks(eligibility, on: today).filter { $0.clock.tellOn <= today }
    guard !running.isEmpty else { return [] }
    return ClockDigest.due(
      of: running, to: try carriers(of: running.map(\.id), on: today), on: today)
  }
}
