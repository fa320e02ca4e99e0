import Core
import Database

extension Reader {
  /// The reference of a household that this user may read the record of.
  func recordTitle(of household: HouseholdID, in scope: Scope, _ user: User) throws -> String? {
    try row(
      "SELECT reference FROM households WHERE id = \(household) AND \(Self.place(scope, user))")?[
        "reference"]
  }

  func household(called reference: String, in scope: Scope, _ user: User) throws -> HouseholdID? {
    try row(
      "SELECT id FROM households WHERE reference = \(reference) AND \(Self.place(scope, user))")?[
        "id"]
  }

  private static func place(_ scope: Scope, _ user: User) -> SQL {
    switch scope {
    case .all: "TRUE"
    case .district: "district_code IN (\(list: user.districts))"
    case .team, .own: "FALSE"
    }
  }

  /// A household, its people and their referrals: everything about which an event may be.
  func subjects(of household: HouseholdID) throws -> [String] {
    let rows = try rows(
      """
      SELECT person_id, referral_id FROM household_members WHERE household_id = \(household)
      ORDER BY id LIMIT 200
      """)
    return try rows.reduce(into: [household.text]) { subjects, row in
      subjects.append(try row["person_id"])
      if let referral = try row["referral_id"] as String? { subjects.append(referral) }
    }
  }

  /// Changes to and looks at any of these, found by index.
  func events(about subjects: [String], before: Int?) throws -> [RecordEntry] {
    try entries(
      """
      \(Self.selectEvents) WHERE e.subject IN (\(list: subjects)) AND e.n < \(before ?? .max)
      ORDER BY e.n DESC \(SQL.page(1, of: RecordPart.size))
      """)
  }

  /// Looks at lists that showed any of these, between two events. A list is one event
  /// that holds the ids it showed; to index each would double what a page costs, so they are searched.
  func lists(showing subjects: [String], after first: Int, before: Int) throws -> [RecordEntry] {
    try entries(
      """
      \(Self.selectEvents) WHERE e.n > \(first) AND e.n < \(before) AND e.is_look = TRUE
        AND e.subject IS NULL AND \(Self.shows(subjects))
      ORDER BY e.n DESC LIMIT \(RecordPart.listsShown)
      """)
  }

  func lastEvent() throws -> Int { try row("SELECT n FROM event_head")?["n"] ?? 0 }

  func events(by account: AccountID, before: Int?) throws -> [RecordEntry] {
    try entries(
      """
      \(Self.selectEvents) WHERE e.account_id = \(account) AND e.n < \(before ?? .max)
      ORDER BY e.n DESC \(SQL.page(1, of: RecordPart.size))
      """)
  }

  func accountNames() throws -> [(id: AccountID, name: String)] {
    try rows("SELECT id, name FROM accounts ORDER BY name, id LIMIT 1000")
      .map { (try $0["id"], try $0["name"]) }
  }

  func accountName(_ account: AccountID) throws -> String? {
    try row("SELECT name FROM accounts WHERE id = \(account)")?["name"]
  }

  private static let selectEvents: SQL = """
    SELECT e.n, e.happened_at, e.account_id, a.name AS who, e.verb, e.is_look, e.subject, e.detail
    FROM events e LEFT JOIN accounts a ON a.id = e.account_id
    """

  private static func shows(_ subjects: [String]) -> SQL {
    var any: SQL = "("
    for (index, subject) in subjects.enumerated() {
      any =
        index == 0
        ? "\(any)e.detail LIKE \("%\(subject)%")" : "\(any) OR e.detail LIKE \("%\(subject)%")"
    }
    return "\(any))"
  }

  private func entries(_ sql: SQL) throws -> [RecordEntry] {
    try rows(sql).map {
      try RecordEntry(
        n: $0["n"], happenedAt: $0["happened_at"], account: $0["account_id"], who: $0["who"],
        verb: $0["verb"], isLook: $0["is_look"], subject: $0["subject"], detail: $0["detail"])
    }
  }
}
