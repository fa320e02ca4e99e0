import Core
import Database

extension Reader {
  func credentials(email: String) throws -> Credentials? {
    try row("SELECT \(Credentials.columns) FROM accounts WHERE email = \(email)")
      .map(Credentials.init)
  }

  func credentials(_ id: AccountID) throws -> Credentials? {
    try row("SELECT \(Credentials.columns) FROM accounts WHERE id = \(id)").map(Credentials.init)
  }

  func account(_ id: AccountID, on day: Day) throws -> Account? {
    try accounts("WHERE id = \(id) ORDER BY id LIMIT 1", on: day).first
  }

  func account(email: String, on day: Day) throws -> Account? {
    try accounts("WHERE email = \(email) ORDER BY id LIMIT 1", on: day).first
  }

  /// By name, those who can still sign in first.
  func accounts(after offset: Int, limit: Int, on day: Day) throws -> [Account] {
    try accounts(
      """
      ORDER BY CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END, name, id
      LIMIT \(limit) OFFSET \(offset)
      """, on: day)
  }

  func accountCount() throws -> Int {
    try row("SELECT count(*) AS count FROM accounts")?["count"] ?? 0
  }

  /// The roles held on a day and the districts of one account.
  func duties(of id: AccountID, on day: Day) throws -> (
    roles: [String], districts: [String], covers: [AccountID]
  ) {
    let rows = try rows(
      """
      SELECT 0 AS kind, role AS key FROM account_roles
      WHERE account_id = \(id) AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
      UNION ALL SELECT 1, district_code FROM account_districts WHERE account_id = \(id)
      UNION ALL SELECT 2, account_id FROM absences
      WHERE covered_by = \(id) AND ended_at IS NULL AND from_on <= \(day) AND until_on >= \(day)
      ORDER BY 1, 2 LIMIT 1000
      """)
    var (roles, districts): ([String], [String]) = ([], [])
    var covers: [AccountID] = []
    for row in rows {
      let key: String = try row["key"]
      switch try row["kind"] as Int {
      case 0: roles.append(key)
      case 1: districts.append(key)
      default: covers.append(AccountID(key))
      }
    }
    return (roles, districts, covers)
  }

  func unusedRecoveryCodes(of id: AccountID) throws -> Int {
    try row(
      "SELECT count(*) AS count FROM recovery_codes WHERE account_id = \(id) AND used_at IS NULL"
    )?["count"] ?? 0
  }

  private func accounts(_ which: SQL, on day: Day) throws -> [Account] {
    try rows(
      """
      SELECT id, email, name, organisation, created_at, disabled_at, version,
        password_hash IS NOT NULL AS is_set_up
      FROM accounts \(which)
      """
    ).map { row in
      let duties = try duties(of: row["id"], on: day)
      return try Account(
        id: row["id"], email: row["email"], name: row["name"], organisation: row["organisation"],
        createdAt: row["created_at"], disabledAt: row["disabled_at"], isSetUp: row["is_set_up"],
        roles: duties.roles, districts: duties.districts, version: row["version"])
    }
  }
}

extension Credentials {
  fileprivate static let columns: SQL =
    "id, email, name, password_hash, totp_secret, disabled_at, organisation"

  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], email: row["email"], name: row["name"], passwordHash: row["password_hash"],
      secret: row["totp_secret"], disabledAt: row["disabled_at"],
      organisation: row["organisation"])
  }
}

extension Transaction {
  func insertAccount(_ id: AccountID, email: String, name: String, organisation: String?) throws {
    try change(
      """
      INSERT INTO accounts (id, email, name, organisation, created_at, version)
      VALUES (\(id), \(email), \(name), \(organisation), \(now), 1)
      """)
  }

  func insertDuties(of id: AccountID, roles: [String], districts: [String]) throws {
    for role in Set(roles).sorted() {
      try change(
        "INSERT INTO account_roles (account_id, role, valid_from) VALUES (\(id), \(role), \(today))"
      )
    }
    for district in Set(districts).sorted() {
      try change(
        "INSERT INTO account_districts (account_id, district_code) VALUES (\(id), \(district))")
    }
  }

  /// Whether the account still had this version. It has the next one now.
  func amendAccount(_ id: AccountID, version: Int, name: String, organisation: String?) throws
    -> Bool
  {
    try changed(
      """
      UPDATE accounts SET name = \(name), organisation = \(organisation), version = version + 1
      WHERE id = \(id) AND version = \(version) RETURNING id
      """) != nil
  }

  /// Gives the roles and districts that are missing, and ends those that are not named. A role that began before
  /// today stands in the table with its last day; the record tells who changed it and when.
  func amendDuties(of account: Account, roles: [String], districts: [String]) throws {
    let (id, yesterday) = (account.id, today.adding(days: -1))
    for role in Set(account.roles).subtracting(roles).sorted() {
      try change(
        """
        DELETE FROM account_roles
        WHERE account_id = \(id) AND role = \(role) AND valid_from >= \(today)
        """)
      try change(
        """
        UPDATE account_roles SET valid_to = \(yesterday) WHERE account_id = \(id) AND role = \(role)
          AND valid_from < \(today) AND (valid_to IS NULL OR valid_to >= \(today))
        """)
    }
    for code in Set(account.districts).subtracting(districts).sorted() {
      try change(
        "DELETE FROM account_districts WHERE account_id = \(id) AND district_code = \(code)")
    }
    try insertDuties(
      of: id, roles: roles.filter { !account.roles.contains($0) },
      districts: districts.filter { !account.districts.contains($0) })
  }

  func disableAccount(_ id: AccountID) throws {
    try change(
      """
      UPDATE accounts SET disabled_at = \(now), version = version + 1
      WHERE id = \(id) AND disabled_at IS NULL
      """)
    try change(
      "UPDATE access_tokens SET revoked_at = \(now) WHERE account_id = \(id) AND revoked_at IS NULL"
    )
  }

  /// A password and an authenticator together, as a set-up leaves them. Opens a disabled account again.
  func setProofs(of id: AccountID, passwordHash: String, secret: String) throws {
    try change(
      """
      UPDATE accounts SET password_hash = \(passwordHash), totp_secret = \(secret), disabled_at = NULL,
        version = version + 1
      WHERE id = \(id)
      """)
  }

  func setPassword(of id: AccountID, hash: String) throws {
    try change(
      "UPDATE accounts SET password_hash = \(hash), version = version + 1 WHERE id = \(id)")
  }

  func setSecret(of id: AccountID, sealed: String) throws {
    try change(
      "UPDATE accounts SET totp_secret = \(sealed), version = version + 1 WHERE id = \(id)")
  }

  func replaceRecoveryCodes(of id: AccountID, hashes: [String]) throws {
    try change("DELETE FROM recovery_codes WHERE account_id = \(id)")
    for hash in hashes {
      try change("INSERT INTO recovery_codes (account_id, code_hash) VALUES (\(id), \(hash))")
    }
  }

  /// Whether this was an unused recovery code. It is used now.
  func useRecoveryCode(of id: AccountID, hash: String) throws -> Bool {
    try changed(
      """
      UPDATE recovery_codes SET used_at = \(now)
      WHERE account_id = \(id) AND code_hash = \(hash) AND used_at IS NULL RETURNING code_hash
      """) != nil
  }

  /// Whether the code of this step had not been used. It is now. Steps of an hour ago are forgotten.
  func useStep(_ step: Int, of id: AccountID) throws -> Bool {
    try change("DELETE FROM totp_used WHERE account_id = \(id) AND step < \(step - 120)")
    return try changed(
      """
      INSERT INTO totp_used (account_id, step) VALUES (\(id), \(step))
      ON CONFLICT (account_id, step) DO NOTHING RETURNING step
      """) != nil
  }
}
