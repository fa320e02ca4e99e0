import Core
import Database

extension Post {
  fileprivate static let select: SQL = """
    SELECT t.id, t.account_id, c.name, t.district_code, t.from_on, t.ends_on, t.is_fixed_term, t.funding,
      e.name AS entered_by
    FROM posts t JOIN accounts c ON c.id = t.account_id JOIN accounts e ON e.id = t.created_by
    """

  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], account: row["account_id"], name: row["name"], district: row["district_code"],
      from: row["from_on"], endsOn: row["ends_on"], isFixedTerm: row["is_fixed_term"],
      funding: row["funding"], enteredBy: row["entered_by"])
  }
}

extension SQL {
  /// Posts that end by a day and whose account still has households, the earliest end first.
  static func endingPosts(
    by last: Day, in scope: Scope, of user: User, on day: Day, limit: Int
  ) -> SQL {
    """
    \(Post.select)
    WHERE t.replaced_at IS NULL AND t.ends_on IS NOT NULL AND t.ends_on <= \(last)
      AND (t.ends_on >= \(day) OR EXISTS (SELECT 1 FROM assignments a JOIN households h ON h.id = a.household_id
        WHERE a.account_id = t.account_id AND a.until_on IS NULL AND h.state = 'open'))
      AND NOT EXISTS (SELECT 1 FROM posts o WHERE o.account_id = t.account_id AND o.replaced_at IS NULL
        AND o.from_on > t.from_on AND (o.ends_on IS NULL OR o.ends_on > t.ends_on))
      AND \(SQL.colleagues(in: scope, of: user, on: day))
    ORDER BY t.ends_on, t.id \(SQL(trusted: "LIMIT \(limit)"))
    """
  }
}

extension Reader {
  /// What stands of an account's posts, the latest first.
  func posts(of account: AccountID) throws -> [Post] {
    try rows(
      """
      \(Post.select) WHERE t.account_id = \(account) AND t.replaced_at IS NULL
      ORDER BY t.from_on DESC, t.id DESC LIMIT 50
      """
    ).map { try Post($0) }
  }

  /// A post that stands, of an advocate whom this user looks after.
  func post(_ id: PostID, in scope: Scope, of user: User, on day: Day) throws -> Post {
    let found = try row(
      """
      \(Post.select) WHERE t.id = \(id) AND t.replaced_at IS NULL
        AND \(SQL.colleagues(in: scope, of: user, on: day))
      """)
    guard let found else { throw Rejection.notFound("Post") }
    return try Post(found)
  }

  func endingPosts(
    by last: Day, in scope: Scope, of user: User, on day: Day, limit: Int
  ) throws -> [Post] {
    try rows(.endingPosts(by: last, in: scope, of: user, on: day, limit: limit)).map {
      try Post($0)
    }
  }

  /// How many households have been handed over because a post ends.
  func handedOver(because post: PostID) throws -> Int {
    try row("SELECT COUNT(DISTINCT household_id) AS n FROM assignments WHERE post_id = \(post)")?[
      "n"]
      ?? 0
  }

  /// The days of what is planned with an account's households from a day on.
  func plannedDays(with account: AccountID, from day: Day) throws -> [HouseholdID: [Day]] {
    var days: [HouseholdID: [Day]] = [:]
    for row in try rows(
      """
      SELECT v.household_id, v.on_day FROM assignments a JOIN appointments v ON v.household_id = a.household_id
      WHERE a.account_id = \(account) AND a.until_on IS NULL AND v.state = 'planned' AND v.on_day >= \(day)
      ORDER BY v.on_day, v.id LIMIT 500
      """)
    {
      days[try row["household_id"], default: []].append(try row["on_day"])
    }
    return days
  }
}

extension Transaction {
  func insertPost(
    _ new: NewPost, of account: AccountID, replacing old: PostID? = nil
  ) throws -> PostID {
    let id: PostID = newID()
    try change(
      """
      INSERT INTO posts (id, account_id, district_code, from_on, ends_on, is_fixed_term, funding, replaces,
        created_at, created_by)
      VALUES (\(id), \(account), \(new.district), \(new.from), \(new.endsOn), \(new.isFixedTerm), \(new.funding),
        \(old), \(now), \(user.id))
      """)
    return id
  }

  /// Ends a post as it stood. Whoever is second is told.
  func replacePost(_ id: PostID) throws {
    let done = try changed(
      "UPDATE posts SET replaced_at = \(now) WHERE id = \(id) AND replaced_at IS NULL RETURNING id")
    if done == nil { throw Rejection.conflict(Reason("post.replaced")) }
  }
}
