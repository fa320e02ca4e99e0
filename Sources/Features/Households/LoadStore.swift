import Core
import Database

extension SQL {
  /// The last day of the absence that holds on a day, for a statement about `accounts AS c`.
  package static func awayUntil(on day: Day) -> SQL {
    """
    (SELECT MAX(b.until_on) FROM absences b WHERE b.account_id = c.id AND b.ended_at IS NULL
      AND b.from_on <= \(day) AND b.until_on >= \(day))
    """
  }

  /// The day on which the last post of `accounts AS c` ends or ended, NULL where one goes on without an end.
  package static var postEndsOn: SQL {
    """
    (SELECT CASE WHEN COUNT(*) = COUNT(t.ends_on) THEN MAX(t.ends_on) END FROM posts t
      WHERE t.account_id = c.id AND t.replaced_at IS NULL)
    """
  }

  /// What the advocates carry whom a condition about `assignments AS a` names, a row for each level of complexity.
  static func loads(on day: Day, of whom: SQL) -> SQL {
    """
    SELECT a.account_id, h.complexity, COUNT(DISTINCT h.id) AS households, COUNT(m.id) AS people,
      COUNT(DISTINCT CASE WHEN h.quiet_since <= \(day.adding(days: -Load.quietAfter)) THEN h.id END) AS quiet
    FROM assignments a JOIN households h ON h.id = a.household_id AND h.state = 'open'
    LEFT JOIN household_members m ON m.household_id = h.id AND m.left_on IS NULL
    WHERE a.until_on IS NULL AND \(whom)
    GROUP BY a.account_id, h.complexity LIMIT 10000
    """
  }

  static func loads(inDistrict district: String, on day: Day) -> SQL {
    .loads(
      on: day,
      of:
        "a.account_id IN (SELECT account_id FROM account_districts WHERE district_code = \(district))"
    )
  }
}

extension Reader {
  /// Who could work with a household of a district: its own advocates first, with what they carry.
  func advocates(
    for district: String, on day: Day, _ weights: LoadWeights
  ) throws -> [Advocate] {
    var all = try advocates(on: day)
    let loads = try loads(inDistrict: district, on: day, weights)
    for index in all.indices where all[index].districts.contains(district) {
      all[index].load = loads[all[index].id] ?? Load()
    }
    return all.filter { $0.districts.contains(district) }
      + all.filter { !$0.districts.contains(district) }
  }

  /// What the advocates of a district carry; who carries nothing is left out.
  func loads(
    inDistrict district: String, on day: Day, _ weights: LoadWeights
  ) throws -> [AccountID: Load] {
    try loads(.loads(inDistrict: district, on: day), on: day, weights)
  }

  /// What one account carries.
  package func load(of account: AccountID, on day: Day, _ weights: LoadWeights) throws -> Load {
    try loads(.loads(on: day, of: "a.account_id = \(account)"), on: day, weights)[account] ?? Load()
  }

  /// What everybody of these districts carries, or of all with nil.
  package func loads(
    inDistricts districts: [String]?, on day: Day, _ weights: LoadWeights
  ) throws -> [AccountID: Load] {
    let whom: SQL =
      districts.map {
        "a.account_id IN (SELECT account_id FROM account_districts WHERE district_code IN (\(list: $0)))"
      } ?? "TRUE"
    return try loads(.loads(on: day, of: whom), on: day, weights)
  }

  private func loads(
    _ statement: SQL, on day: Day, _ weights: LoadWeights
  ) throws -> [AccountID: Load] {
    try Dictionary(grouping: rows(statement)) { try $0["account_id"] as AccountID }.mapValues {
      rows in
      try Load(
        rows.map { (level: try $0["complexity"], households: try $0["households"]) },
        people: rows.reduce(0) { $0 + (try $1["people"]) },
        quiet: rows.reduce(0) { $0 + (try $1["quiet"]) }, weights, on: day)
    }
  }
}
