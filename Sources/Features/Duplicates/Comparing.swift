import Core
import Database
import ReferralFile

/// Compares people who came lately with everybody known, in small steps beside other work. What it writes can be made
/// again, and a step that is cut off is done again, so that it may be stopped at any moment.
extension Duplicates {
  /// People a step: few, so that a page that writes does not wait long.
  static let step = 50

  /// One step. Answers how many people were compared, or nil when there is nothing left to do.
  package func compareSome() async throws -> Int? {
    guard
      let work = try await database.read(fresh: true, { try $0.uncompared(Self.step) })
    else { return nil }
    do {
      try await database.keep { try $0.addKeys(of: work.people) }
      let found = try await pairs(of: work.people)
      let isWhole = work.people.count < Self.step
      try await database.keep { keeper in
        try keeper.addPairs(found)
        try keeper.compared(work, isWhole: isWhole)
      }
      if isWhole, work.isLarge { await database.countAnew() }
    } catch is Clash {
      // Another server on this database did the same step.
    }
    return work.people.count
  }

  /// Compares until all are compared.
  package func compareAll() async throws {
    while try await compareSome() != nil {}
  }

  /// Whom each of these people may be, from one snapshot.
  func pairs(of people: [Compared]) async throws -> [FoundPair] {
    let variants = variants
    return try await database.read(fresh: true) { reader in
      try people.flatMap { try Self.likely($0, reader, variants) }
    }
  }

  /// Whom one person may be: one statement by keys, then the rule.
  static func likely(
    _ person: Compared, _ reader: borrowing Reader, _ variants: NameVariants
  ) throws -> [FoundPair] {
    var best: [PersonID: Int] = [:]
    for candidate in try reader.candidates(for: person) where candidate.standing != person.standing
    {
      let likeness = Likeness(person.features, candidate.features, variants: variants)
      guard likeness.isLikely else { continue }
      best[candidate.standing] = max(best[candidate.standing] ?? 0, likeness.score)
    }
    return best.map { FoundPair(one: person.standing, two: $0.key, score: $0.value) }
  }
}

/// A record to be compared.
struct Compared: Sendable {
  let id: PersonID
  /// The record that stands for it: itself, unless it was put into another.
  let standing: PersonID
  let features: Features
}

/// People of one import who have not been compared yet.
struct Uncompared: Sendable {
  let importID: ImportID
  let people: [Compared]
  /// Whether there was a step of this import before.
  let isLarge: Bool
}

/// Two records that are likely one person's.
struct FoundPair: Sendable {
  let one: PersonID
  let two: PersonID
  let score: Int
}
