import Core
import Database
import People
import ReferralFile

/// How well the check for duplicates does on made-up people of whom it is known who is who.
package struct DuplicateMeasure: Sendable {
  /// What was found, and how much of it is right.
  package struct Result: Sendable {
    package let copies: Int
    package let found: Int
    package let right: Int
    /// By how the copies differ: words, how many there are, how many were found.
    package let kinds: [(words: String, copies: Int, found: Int)]

    /// The share of copies that were found.
    package var recall: Double { Double(right) / Double(max(1, copies)) }
    /// The share of what was found that is right.
    package var precision: Double { Double(right) / Double(max(1, found)) }
  }

  let duplicates: Duplicates

  package init(_ duplicates: Duplicates) { self.duplicates = duplicates }

  /// Writes people and altered copies, in a mixed order, compares all, and holds the pairs against what is known.
  package func run(people: Int, copies: Int, seed: UInt64) async throws -> Result {
    let made = AlteredPeople(people: people, copies: copies, seed: seed).records
    let ids = try await write(made, shuffledBy: seed)
    try await duplicates.compareAll()
    let pairs = try await duplicates.database.read(fresh: true) { try $0.allPairs() }
    let own = Set(ids)
    let found = pairs.filter { !$0.isDisjoint(with: own) }
    let truth = made.enumerated().compactMap { index, record in
      record.copy.map { (pair: Set([ids[$0.of], ids[index]]), kind: $0.kind) }
    }
    let right = truth.filter { found.contains($0.pair) }
    return Result(
      copies: truth.count, found: found.count, right: right.count,
      kinds: AlteredPeople.Kind.allCases.map { kind in
        (
          kind.words, truth.count { $0.kind == kind }, right.count { $0.kind == kind }
        )
      })
  }

  /// The pairs that were missed, and those that are wrong, as names: for whoever works on the rule.
  package func mistakes(people: Int, copies: Int, seed: UInt64) -> [String] {
    let made = AlteredPeople(people: people, copies: copies, seed: seed).records
    return made.compactMap { record in
      guard let copy = record.copy else { return nil }
      let likeness = Likeness(
        made[copy.of].features, record.features, variants: duplicates.variants)
      let shares = !Set(made[copy.of].features.keys).isDisjoint(with: record.features.keys)
      guard !likeness.isLikely || !shares else { return nil }
      return
        "\(copy.kind): \(made[copy.of].name) \(made[copy.of].born) / \(record.name) \(record.born): \(likeness.score), \(shares ? "key" : "no key")"
    }
  }

  /// More people, so that a check has as many to look among as in a large service.
  package func fill(_ count: Int, seed: UInt64) async throws {
    _ = try await write(
      AlteredPeople(people: count, copies: 0, seed: seed).records, shuffledBy: seed)
    try await duplicates.compareAll()
    await duplicates.database.countAnew()
  }

  /// The seconds that checks of single people take, in rising order.
  package func times(of count: Int) async throws -> [Double] {
    let people = try await duplicates.database.read(fresh: true) { try $0.somePeople(count) }
    var seconds: [Double] = []
    for person in people {
      let clock = ContinuousClock()
      let began = clock.now  // tidy: measures how long a check takes
      _ = try await duplicates.pairs(of: [person])
      let taken = began.duration(to: clock.now)  // tidy: measures how long a check takes
      seconds.append(Double(taken.components.attoseconds) / 1e18 + Double(taken.components.seconds))
    }
    return seconds.sorted()
  }

  private func write(_ records: [AlteredPeople.Record], shuffledBy seed: UInt64) async throws
    -> [PersonID]
  {
    let now = duplicates.wall.now()
    let importID = ImportID(at: now)
    var random = Splitmix(state: seed &+ 1)
    let places = Array(records.indices).shuffled(using: &random)
    // An id's place in order is by its first letters.
    let ids = records.map { _ in PersonID(at: now) }
    let people = places.map { records[$0].person(ids[$0], importID) }
    let database = duplicates.database.keeping(["people", "person_needs"] + SearchIndex.tables)
    for start in stride(from: 0, to: people.count, by: 1000) {
      let part = PeopleRows(Array(people[start..<min(start + 1000, people.count)]))
      try await database.keep { keeper in
        if start == 0 { try keeper.beginMade(importID) }
        try keeper.stage(part)
      }
    }
    await database.countAnew()
    return ids
  }
}

extension AlteredPeople.Record {
  var features: Features {
    Features(
      nameKey: NameKey(name).sorted, knownAs: knownAs, born: born, phone: phone, email: email,
      postcode: postcode)
  }

  fileprivate func person(_ id: PersonID, _ importID: ImportID) -> NewPerson {
    NewPerson(
      id: id, importID: importID, fullName: name, nameKey: NameKey(name).sorted, knownAs: knownAs,
      dateOfBirth: born, phone: phone, email: email, safeContact: nil, language: nil,
      interpreterNeeded: nil, address: nil, postcode: postcode, hasNoFixedAddress: false, needs: [])
  }
}
