import Core
import Database

/// A session as every request finds it, with what its owner does today.
struct LiveSession: Sendable {
  let id: SessionID
  let account: AccountID
  let name: String
  let email: String
  let organisation: String?
  let createdAt: Instant
  let lastSeenAt: Instant
  let roles: [String]
  let districts: [String]
  let covers: [AccountID]
}

extension Reader {
  /// One statement, because every request waits for it: a row for each role with each district
  /// and each colleague who is covered.
  func liveSession(_ tokenHash: String, on day: Day) throws -> LiveSession? {
    let rows = try rows(
      """
      SELECT s.id, s.account_id, s.created_at, s.last_seen_at, a.name, a.email, a.organisation, r.role,
        d.district_code, b.account_id AS covered
      FROM sessions s
      JOIN accounts a ON a.id = s.account_id
      LEFT JOIN account_roles r ON r.account_id = s.account_id AND r.valid_from <= \(day)
        AND (r.valid_to IS NULL OR r.valid_to >= \(day))
      LEFT JOIN account_districts d ON d.account_id = s.account_id
      LEFT JOIN absences b ON b.covered_by = s.account_id AND b.ended_at IS NULL
        AND b.from_on <= \(day) AND b.until_on >= \(day)
      WHERE s.token_hash = \(tokenHash) AND s.ended_at IS NULL AND a.disabled_at IS NULL
      ORDER BY r.role, d.district_code, b.account_id LIMIT 1000
      """)
    guard let first = rows.first else { return nil }
    var (roles, districts): ([String], [String]) = ([], [])
    var covers: Set<AccountID> = []
    for row in rows {
      if let covered: AccountID = try row["covered"] { covers.insert(covered) }
      if let role: String = try row["role"], roles.last != role { roles.append(role) }
      guard roles.count <= 1, let district: String = try row["district_code"] else { continue }
      if districts.last != district { districts.append(district) }
    }
    return try LiveSession(
      id: first["id"], account: first["account_id"], name: first["name"], email: first["email"],
      organisation: first["organisation"], createdAt: first["created_at"],
      lastSeenAt: first["last_seen_at"], roles: roles, districts: districts,
      covers: covers.sorted { $0.text < $1.text })
  }

  /// Those that still work, last seen first.
  func sessions(of id: AccountID, seenAfter: Instant, createdAfter: Instant) throws -> [Session] {
    try rows(
      """
      SELECT id, device, address, created_at, last_seen_at FROM sessions
      WHERE account_id = \(id) AND ended_at IS NULL
        AND last_seen_at > \(seenAfter) AND created_at > \(createdAfter)
      ORDER BY last_seen_at DESC, id LIMIT 100
      """
    ).map { row in
      try Session(
        id: row["id"], device: row["device"], address: row["address"],
        createdAt: row["created_at"], lastSeenAt: row["last_seen_at"])
    }
  }

  /// Whether one of these browsers' tokens belongs to this account, and which.
  func knownDevice(of id: AccountID, among hashes: [String]) throws -> String? {
    try row(
      """
      SELECT token_hash FROM known_devices
      WHERE account_id = \(id) AND token_hash IN (\(list: hashes)) ORDER BY token_hash LIMIT 1
      """)?["token_hash"]
  }
}

extension Transaction {
  func insertSession(
    _ id: SessionID, of account: AccountID, tokenHash: String, device: String, address: String
  ) throws {
    try change(
      """
      INSERT INTO sessions (id, token_hash, account_id, created_at, last_seen_at, device, address)
      VALUES (\(id), \(tokenHash), \(account), \(now), \(now), \(device), \(address))
      """)
  }

  /// Whether there was such a session of this account to end.
  func endSession(_ id: SessionID, of account: AccountID) throws -> Bool {
    try changed(
      """
      UPDATE sessions SET ended_at = \(now)
      WHERE id = \(id) AND account_id = \(account) AND ended_at IS NULL RETURNING id
      """) != nil
  }

  /// Ends every session there is: a database that was put back knows nothing of those that ended since.
  package func endEverySession() throws {
    try change("UPDATE sessions SET ended_at = \(now) WHERE ended_at IS NULL")
  }

  /// Ends all sessions of an account but one, if one is given.
  func endSessions(of account: AccountID, but kept: SessionID? = nil) throws {
    try change(
      """
      UPDATE sessions SET ended_at = \(now)
      WHERE account_id = \(account) AND ended_at IS NULL AND id <> \(kept?.text ?? "")
      """)
  }

  func insertDevice(_ tokenHash: String, of account: AccountID) throws {
    try change(
      """
      INSERT INTO known_devices (account_id, token_hash, created_at)
      VALUES (\(account), \(tokenHash), \(now))
      """)
  }

  func forgetDevices(of account: AccountID) throws {
    try change("DELETE FROM known_devices WHERE account_id = \(account)")
  }
}

extension Keeper {
  func touchSession(_ id: SessionID) throws {
    try change(
      "UPDATE sessions SET last_seen_at = \(now) WHERE id = \(id) AND last_seen_at < \(now)")
  }

  /// Forgets sessions and browsers that are long out of use.
  func forgetSessions(before: Instant, devicesBefore: Instant) throws {
    try change("DELETE FROM sessions WHERE created_at < \(before)")
    try change("DELETE FROM known_devices WHERE created_at < \(devicesBefore)")
  }

  // MARK: - Limits

  /// Also those after `later`: a clock counted them that was ahead, and nobody shall wait until then.
  func forgetTries(before: Instant, andAfter later: Instant) throws {
    try change(
      "DELETE FROM sign_in_attempts WHERE tried_at <= \(before) OR tried_at > \(later)")
  }

  /// How many tries a bucket holds since an instant, and the first of them.
  func tries(in bucket: String, after: Instant) throws -> (count: Int, first: Instant?) {
    guard
      let row = try row(
        """
        SELECT count(*) AS count, min(tried_at) AS first FROM sign_in_attempts
        WHERE bucket = \(bucket) AND tried_at > \(after)
        """)
    else { return (0, nil) }
    return (try row["count"], try row["first"])
  }

  func insertTry(_ id: String, in bucket: String) throws {
    try change(
      "INSERT INTO sign_in_attempts (id, bucket, tried_at) VALUES (\(id), \(bucket), \(now))")
  }

  func deleteTry(_ id: String) throws {
    try change("DELETE FROM sign_in_attempts WHERE id = \(id)")
  }
}
