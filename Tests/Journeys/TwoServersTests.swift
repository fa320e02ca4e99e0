import App
import Core
import Database
import Foundation
import Households
import Referrals
import Support
import Testing

@testable import Access
@testable import Messages

/// Two servers on one PostgreSQL: whatever one of them knows, the other knows, and work is done by one of them.
@Suite(.enabled(if: TestDatabase.engines.contains(.postgresql)))
struct TwoServersTests {
  @Test func `a session opens both, and ends on both at once`() async throws {
    try await Self.with { one, two, _ in
      let leader = try await one.user("team_leader", in: Place.liverpool)
      let session = try await one.session(of: leader)
      let (here, there) = (Browser(one, session: session), Browser(two, session: session))
      #expect(try await there.get("/inbox").status == 200)
      // The form token of one server's page is taken by the other.
      let token = try await here.formToken()
      let left = try await there.post("/sign-out", [("form_token", token)], token: false)
      #expect(left.status == 303)
      #expect(try await here.get("/inbox").status == 303)
      #expect(try await Browser(two, session: session).get("/inbox").status == 303)
      try await one.disable(leader)
      let again = try await Browser(two, session: two.session(of: leader)).get("/inbox")
      #expect(again.status == 303)
    }
  }

  @Test func `guesses sent to both at once count together`() async throws {
    try await Self.with { one, two, _ in
      let bucket = one.access.bucket("account", "mina@example.org", 10)
      let admitted = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<80 {
          let access = (number % 2 == 0 ? one : two).access
          group.addTask { await result { try await access.admit(to: [bucket]) } == "done" }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(admitted == 10)
    }
  }

  @Test func `each message is handed over by one of them`() async throws {
    try await Self.with { one, two, _ in
      for number in 0..<60 {
        _ = try await one.database.write(as: .system) { transaction in
          try transaction.send(
            NewMessage(
              "referral-received", by: .email, to: .address("ref\(number)@example.org"),
              values: ["reference": "EX-\(number)"], about: ReferralID(at: transaction.now),
              district: nil, once: "message \(number)"))
        }
      }
      let post = Post()
      let senders = [one, two].map { server in
        Messages(
          server.database, kinds: server.messages.kinds, settings: server.messages.settings,
          providers: Providers(email: post, text: nil)
        ).sender
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for sender in senders {
          group.addTask { while try await sender.round() > 0 {} }
        }
        try await group.waitForAll()
      }
      // Whoever found less than there was stopped early; nothing may be left.
      while try await senders[0].round() > 0 {}
      #expect(post.addresses.count == 60 && Set(post.addresses).count == 60)
    }
  }

  @Test func `regular work on both at once tells everybody once`() async throws {
    try await Self.with { one, two, clock in
      let leader = try await one.user("team_leader", in: Place.liverpool)
      let advocate = try await one.user("advocate", in: Place.liverpool)
      for number in 0..<6 {
        try await one.importRows([unlike("late\(number)", ["route": "jcp"])])
        _ = try await one.household("alone\(number)", by: leader, for: advocate)
      }
      clock.move(days: 14)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for server in [one, two, one, two] {
          group.addTask {
            try await server.referrals.escalateLateAnswers()
            try await server.households.tellOfEndingClocks()
          }
        }
        try await group.waitForAll()
      }
      let escalated: [Int] = try await one.database.read(fresh: true) {
        try $0.rows(
          """
          SELECT subject, COUNT(*) AS n FROM events WHERE verb = 'late answer escalated'
          GROUP BY subject ORDER BY subject
          """
        ).map { try $0["n"] }
      }
      #expect(!escalated.isEmpty && escalated.allSatisfy { $0 == 1 })
      let told: [Int] = try await one.database.read(fresh: true) {
        try $0.rows(
          "SELECT kind, recipient, COUNT(*) AS n FROM messages GROUP BY kind, recipient ORDER BY kind, recipient"
        ).map { try $0["n"] }
      }
      #expect(!told.isEmpty && told.allSatisfy { $0 == 1 })
    }
  }

  @Test func `one file at a time is read, and the same file twice is there once`() async throws {
    try await Self.with { one, two, _ in
      let rows = (0..<30).map { unlike("row\($0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for server in [one, two, one, two] {
          group.addTask { try await server.importRows(rows) }
        }
        try await group.waitForAll()
      }
      let counts: [Int] = try await one.database.read(fresh: true) { reader in
        try ["referrals", "people"].map { table in
          try reader.row(SQL(trusted: "SELECT COUNT(*) AS n FROM \(table)"))?["n"] ?? 0
        }
      }
      #expect(counts == [30, 30])
    }
  }

  @Test func `the same note sent to both at once is one note, and both say so`() async throws {
    try await Self.with { one, two, _ in
      let leader = try await one.user("team_leader", in: Place.liverpool)
      let advocate = try await one.user("advocate", in: Place.liverpool)
      let household = try await one.household("1", by: leader, for: advocate)
      for number in 0..<10 {
        let note = one.note("Note \(number)")
        let results = await withTaskGroup(of: String.self) { group in
          for server in [one, two, one, two] {
            group.addTask {
              await result {
                try await server.households.addNote(note, to: household, by: advocate)
              }
            }
          }
          return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(results == ["done"])
      }
      let counts: [Int] = try await one.database.read(fresh: true) { reader in
        [
          try reader.row("SELECT COUNT(*) AS n FROM contact_notes")?["n"] ?? 0,
          try reader.row(
            "SELECT COUNT(*) AS n FROM events WHERE verb = 'contact note added'")?["n"] ?? 0,
        ]
      }
      #expect(counts == [10, 10])
    }
  }

  @Test func `one key of the API sent to both at once is one row and one answer`() async throws {
    try await Self.with { one, two, _ in
      let leader = try await one.user("team_leader", in: Place.liverpool)
      let token = try await one.access.token(email: leader.email, days: 1, by: .system)
      let programs = [one, two].map { Program($0, token: token) }
      let answers = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<20 {
          group.addTask {
            let answer = try await programs[number % 2].post(
              "/api/v1/referrals", .row(row("EX-1")), key: "one")
            return "\(answer.status) \(answer.body)"
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(answers.count == 1 && answers.first?.hasPrefix("201") == true, "\(answers)")
      let stand: Int? = try await one.database.read(fresh: true) {
        try $0.row("SELECT COUNT(*) AS n FROM referrals")?["n"]
      }
      #expect(stand == 1)
    }
  }

  /// Takes every letter and remembers for whom it was.
  private final class Post: Provider, @unchecked Sendable {
    let name = "Post"
    private let lock = NSLock()
    private var taken: [String] = []

    var addresses: [String] { lock.withLock { taken } }

    func send(_ letter: Letter, now: Instant) -> Attempt {
      lock.withLock { taken.append(letter.to) }
      return .handedOver
    }

    func find(_ id: MessageID, now: Instant) -> Finding { .notThere }
  }

  private static func with(
    _ body: (Pierhead, Pierhead, TestClock) async throws -> Void
  ) async throws {
    try await TestDatabase.with(.postgresql) { one, clock in
      let two = try await Pierhead(one.configuration, wall: clock.wall, isDurable: false)
      defer { two.close() }
      try await body(one, two, clock)
    }
  }
}
