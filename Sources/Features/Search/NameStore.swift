import Core
import Database
import People

/// The statements that look people up by parts of their names. Each reads one stretch, or some, of the index of pairs, in its
/// order, and stops when it has enough.
struct NameSearch: Sendable {
  /// The two words that say most: the longest.
  let typed: [String]
  /// How many rows a statement may read, at first and then. More words than the index has beside each other are compared
  /// afterwards, so many are read at once.
  let limits: [Int]

  /// Rows of one statement: enough where everybody has two or three parts of a name.
  static let rows = 60
  /// And where everybody has as many as are indexed.
  static let mostRows = 600
  static let mostSpellings = 48

  init(_ sought: Sought) {
    typed = Array(sought.words.sorted { $0.utf8.count > $1.utf8.count }.prefix(2))
    limits = sought.words.count <= 2 ? [Self.rows, Self.mostRows] : [Self.mostRows]
  }

  typealias Statement = (Int) -> SQL

  /// As they are written: one of the words whole, the other whole or its beginning. One word alone comes before those that
  /// begin with it, as their keys do.
  func written(_ sought: Sought, for user: User) -> Statement {
    guard typed.count == 2 else {
      return statement([Self.begins("s.word", typed[0])], sought, user)
    }
    let (one, two) = (typed[0], typed[1])
    return statement(
      [
        "s.word = \(WordKey.of(one)) AND \(Self.begins("s.other", two))",
        // Whoever has both whole is found by the first.
        "s.word = \(WordKey.of(two)) AND \(Self.goesOn("s.other", one))",
      ], sought, user)
  }

  /// Other spellings of one word beside the other as it is written, or its beginning; then other spellings of both.
  /// Nil where neither has any.
  func spelled(_ spellings: [[Int]], _ sought: Sought, for user: User) -> Statement? {
    var ways: [SQL] = []
    if typed.count == 1 {
      if !spellings[0].isEmpty { ways = ["s.word IN (\(padded: spellings[0]))"] }
    } else {
      for (index, other) in [(0, 1), (1, 0)] where !spellings[index].isEmpty {
        ways.append(
          "s.word IN (\(padded: spellings[index])) AND \(Self.begins("s.other", typed[other]))")
      }
      if ways.count == 2 {
        ways.append("s.word IN (\(padded: spellings[0])) AND s.other IN (\(padded: spellings[1]))")
      }
    }
    return ways.isEmpty ? nil : statement(ways, sought, user)
  }

  /// The beginnings of both words.
  func beginnings(_ sought: Sought, for user: User) -> Statement? {
    guard typed.count == 2 else { return nil }
    return statement(
      ["\(Self.begins("s.word", typed[0])) AND \(Self.begins("s.other", typed[1]))"], sought, user)
  }

  private static func begins(_ column: SQL, _ beginning: String) -> SQL {
    let keys = WordKey.range(startingWith: beginning)
    return "\(column) >= \(keys.lowerBound) AND \(column) < \(keys.upperBound)"
  }

  /// Begins so and is longer.
  private static func goesOn(_ column: SQL, _ beginning: String) -> SQL {
    let keys = WordKey.range(startingWith: beginning)
    return "\(column) > \(keys.lowerBound) AND \(column) < \(keys.upperBound)"
  }

  /// Whoever has a name in one of these ways. All at once: to ask the database again takes longer than most answers.
  private func statement(_ ways: [SQL], _ sought: Sought, _ user: User) -> Statement {
    { limit in
      let parts = ways.map { part($0, sought, user, limit) }
      guard parts.count > 1 else { return parts[0] }
      return parts.dropFirst().reduce("SELECT * FROM (\(parts[0])) AS found" as SQL) {
        "\($0) UNION ALL SELECT * FROM (\($1)) AS found"
      }
    }
  }

  /// CROSS JOIN is the order in which SQLite reads; PostgreSQL finds it by itself.
  private func part(_ names: SQL, _ sought: Sought, _ user: User, _ limit: Int) -> SQL {
    let near: SQL = Places(searchedBy: user).map { "AND s.places & \($0.bits) <> 0" } ?? ""
    return
      """
      SELECT \(Candidate.columns)
      FROM search_names s CROSS JOIN search_people x CROSS JOIN people p
      WHERE \(names) \(near) AND \(SQL.mayBeFound("s.person_id", by: user))
        AND x.person_id = s.person_id AND p.id = s.person_id \(sought.narrowed)
      ORDER BY s.word, s.other, s.person_id LIMIT \(SQL(trusted: String(limit)))
      """
  }
}

extension Sought {
  /// What a person must have beside the name, for a statement that has `people AS p` and `search_people AS x`.
  fileprivate var narrowed: SQL {
    var all: SQL = ""
    if let bornOn { all = "\(all) AND p.date_of_birth = \(bornOn)" }
    if let phone { all = "\(all) AND x.phone = \(phone)" }
    if let postcode { all = "\(all) AND x.postcode = \(ContactKey.postcode(postcode))" }
    if let outward {
      let keys = ContactKey.postcodes(outward: outward)
      all = "\(all) AND x.postcode >= \(keys.lowerBound) AND x.postcode < \(keys.upperBound)"
    }
    if let email = email.flatMap({ ContactKey.email($0) }) { all = "\(all) AND x.email = \(email)" }
    return all
  }

  /// Whether something is given that so few share that their names can be compared one by one.
  var isFew: Bool { bornOn != nil || phone != nil || postcode != nil || email != nil }
}

extension SQL {
  /// By what few people share, without a look at the name.
  static func few(_ sought: Sought, for user: User) -> SQL {
    let isByBirth = sought.bornOn != nil
    let tables: SQL =
      isByBirth
      ? "people p CROSS JOIN search_people x" : "search_people x CROSS JOIN people p"
    let order: SQL = sought.isFew ? "p.id" : "x.postcode, x.person_id"
    return """
      SELECT \(Candidate.columns) FROM \(tables)
      WHERE p.id = x.person_id \(sought.narrowed)
        AND \(SQL.mayBeFound(isByBirth ? "p.id" : "x.person_id", by: user))
      ORDER BY \(order) LIMIT \(SQL(trusted: String(NameSearch.mostRows)))
      """
  }

  /// By the number that a partner gave a referral.
  static func referred(as id: String, for user: User) -> SQL {
    """
    SELECT \(Candidate.columns)
    FROM referrals e CROSS JOIN search_people x CROSS JOIN people p
    WHERE e.external_id IN (\(id), \(id.uppercased())) AND x.person_id = e.person_id
      AND p.id = e.person_id AND \(SQL.mayBeFound("e.person_id", by: user))
    ORDER BY p.id LIMIT \(SQL(trusted: String(SearchResults.most + 1)))
    """
  }
}

extension SQL.StringInterpolation {
  /// A list for IN, made as long as the next power of two by its last value, so that there are few statements.
  mutating func appendInterpolation(padded list: [some Storable]) {
    guard let last = list.last else { return appendInterpolation(list: list) }
    var size = 1
    while size < list.count { size *= 2 }
    appendInterpolation(list: list + Array(repeating: last, count: size - list.count))
  }
}
