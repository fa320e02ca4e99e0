import App
import Core
import Database
import Households
import People
import Referrals
import Support
import Testing

@testable import Duplicates

/// Random sequences of putting together and taking apart, with other work between: at the end everything is as if only
/// the other work had happened, byte for byte.
struct SequenceTests {
  /// Five hundred sequences on each engine, in twenty databases; where chance has not led to a refusal by then, more.
  @Test(arguments: TestDatabase.engines, 0..<20)
  func `taking apart restores every byte, whatever happened between`(
    engine: TestDatabase.Engine, part: Int
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      var sequence = try await Sequence(pierhead, clock, Seeded())
      print("seed \(sequence.random.seed), \(engine), part \(part)")
      var number = 0
      while number < 25 || (number < 250 && !sequence.hasSeenAll) {
        let differences = try await sequence.run()
        #expect(
          differences.isEmpty,
          "seed \(sequence.random.seed), sequence \(number): \(differences.prefix(10))")
        guard differences.isEmpty else { return }
        number += 1
      }
      #expect(sequence.undone == sequence.merges)
      #expect(sequence.hasSeenAll, "\(sequence.merges) together, \(sequence.refused) refused")
    }
  }

  /// One database with a few clusters of people who look alike.
  private struct Sequence {
    let pierhead: Pierhead
    let clock: TestClock
    var random: Seeded
    let leader: User
    let advocates: [User]
    var imported = 0
    var merges = 0
    var undone = 0
    var refused = 0
    /// Enough were put together, and some could not be taken apart before others.
    var hasSeenAll: Bool { merges > 25 && refused > 0 }
    var shadow: Casework
    var now: Casework

    init(_ pierhead: Pierhead, _ clock: TestClock, _ random: Seeded) async throws {
      (self.pierhead, self.clock, self.random) = (pierhead, clock, random)
      leader = try await pierhead.user("team_leader", in: Place.liverpool)
      advocates = [
        try await pierhead.user("advocate", in: Place.liverpool),
        try await pierhead.user("trainee_advocate", in: Place.liverpool),
      ]
      shadow = try await Casework(of: pierhead)
      now = shadow
      for cluster in 0..<3 { for _ in 0..<4 { try await importOne(cluster) } }
    }

    /// Six to twelve steps, then all that is together is taken apart. Answers how it differs from the other work alone.
    mutating func run() async throws -> [String] {
      now = try await Casework(of: pierhead)
      shadow = now
      for _ in 0..<Int.random(in: 6...12, using: &random) {
        clock.move(seconds: 90)
        if Int.random(in: 0..<6, using: &random) == 0 { clock.move(days: 1) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: try await merge()
        case 4..<6: try await undo()
        default: try await work()
        }
      }
      while try await !active().isEmpty { try await undo() }
      now = try await Casework(of: pierhead)
      return now.differences(from: shadow)
    }

    // MARK: - Together and apart

    private mutating func merge() async throws {
      let pairs = try await ids(
        """
        SELECT x.id FROM person_pairs x JOIN people a ON a.id = x.person_id
        JOIN people b ON b.id = x.other_person_id
        WHERE a.merged_into IS NULL AND b.merged_into IS NULL ORDER BY x.id
        """)
      guard let pair = pairs.randomElement(using: &random).map({ PersonPairID($0) }) else { return }
      let view = try await pierhead.duplicates.find(pair, for: leader)
      var draft = MergeDraft()
      draft.kept = choose()
      draft.household = choose()
      draft.reason = "They told us."
      draft.seen = view.seen
      for field in MergeField.allCases { draft.picks[field.rawValue] = choose() }
      _ = try await pierhead.duplicates.merge(pair, draft, by: leader)
      merges += 1
      now = try await Casework(of: pierhead)
    }

    private mutating func undo() async throws {
      guard let merge = try await active().randomElement(using: &random) else { return }
      let ended = await result {
        try await pierhead.duplicates.undo(PersonMergeID(merge), because: "Two people.", by: leader)
      }
      // Refused where another must come out first.
      #expect(["done", "conflict"].contains(ended), "seed \(random.seed): \(ended)")
      if ended == "done" { undone += 1 } else { refused += 1 }
      now = try await Casework(of: pierhead)
    }

    private func active() async throws -> [String] {
      try await ids("SELECT id FROM person_merges WHERE undone_at IS NULL ORDER BY id")
    }

    private mutating func choose() -> String { Bool.random(using: &random) ? "first" : "second" }

    // MARK: - Other work

    private mutating func work() async throws {
      let before = now
      try await change()
      now = try await Casework(of: pierhead)
      shadow.take(before, now)
    }

    private mutating func change() async throws {
      switch Int.random(in: 0..<8, using: &random) {
      case 0..<2:
        guard let referral = try await referral("waiting") else { return }
        let ended = await result {
          try await pierhead.referrals.accept(
            referral, with: [], district: nil, despite: "Agreed.", by: leader)
        }
        #expect(["done", "conflict"].contains(ended))
      case 2:
        guard let referral = try await referral("waiting") else { return }
        try await pierhead.referrals.decline(referral, because: "duplicate", note: "", by: leader)
      case 3:
        guard let referral = try await referral("declined") else { return }
        try await pierhead.referrals.reopen(referral, by: leader)
      case 4..<6: try await addNote()
      case 6:
        guard let household = try await household() else { return }
        let advocate = advocates.randomElement(using: &random)!
        try await pierhead.households.assign(advocate.id.text, to: household, by: leader)
      default:
        if imported < 24 {
          try await importOne(Int.random(in: 0..<3, using: &random))
        } else if let pair = try await ids(
          """
          SELECT x.id FROM person_pairs x JOIN people a ON a.id = x.person_id
          JOIN people b ON b.id = x.other_person_id
          WHERE a.merged_into IS NULL AND b.merged_into IS NULL AND x.state <> 'different' ORDER BY x.id
          """
        ).randomElement(using: &random) {
          _ = try await pierhead.duplicates.decide(
            PersonPairID(pair), Bool.random(using: &random) ? "different" : "unsure",
            because: "We asked.", by: leader)
        }
      }
    }

    private mutating func addNote() async throws {
      guard let id = try await household() else { return }
      let members = try await pierhead.households.find(id, for: leader).members
      let about = members.randomElement(using: &random).map(\.person.id.text) ?? ""
      let draft = NoteDraft(
        id: ContactNoteID(at: pierhead.database.wall.now()), kind: "phone",
        happenedOn: pierhead.database.wall.today.description, body: "We spoke.",
        person: Bool.random(using: &random) ? about : "")
      try await pierhead.households.addNote(draft, to: id, by: leader)
    }

    /// Somebody of a cluster: one birthday, names that sound alike, and other values here and there.
    private mutating func importOne(_ cluster: Int) async throws {
      imported += 1
      let families = ["Shevchenko", "Karimi", "Novak"]
      let given = [
        ["Oleksandr", "Aleksandr", "Alexander", "Олександр"],
        ["Yusuf", "Youssef", "Yousef", "Yusuf"],
        ["Katarzyna", "Katarzina", "Katarzyna", "KATARZYNA"],
      ]
      try await pierhead.importRows([
        row(
          "S\(imported)",
          [
            "full_name": "\(given[cluster].randomElement(using: &random)!) \(families[cluster])",
            "date_of_birth": "198\(cluster)-03-07",
            "known_as": ["", "Sam", "Kit"].randomElement(using: &random)!,
            "phone": ["", "07700 900123", "07700 900124"].randomElement(using: &random)!,
            "postcode": ["", "L8 1AB"].randomElement(using: &random)!,
            "needs": ["", "housing", "housing;skills", "domestic-abuse;skills"].randomElement(
              using: &random)!,
          ])
      ])
      try await pierhead.duplicates.compareAll()
    }

    private mutating func referral(_ state: String) async throws -> ReferralID? {
      try await ids("SELECT id FROM referrals WHERE state = \(state) ORDER BY id")
        .randomElement(using: &random).map { ReferralID($0) }
    }

    private mutating func household() async throws -> HouseholdID? {
      try await ids("SELECT id FROM households ORDER BY id").randomElement(using: &random)
        .map { HouseholdID($0) }
    }

    private func ids(_ sql: SQL) async throws -> [String] {
      try await pierhead.database.read(fresh: true) { try $0.rows(sql).map { try $0["id"] } }
    }
  }
}
