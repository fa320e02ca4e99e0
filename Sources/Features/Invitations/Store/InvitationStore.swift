import Core
import Database

extension SQL {
  /// The message of an invitation and, where that was sent again, the one that was.
  static let messagesOfInvitation: SQL = """
    LEFT JOIN messages m ON m.once = 'invitation/' || i.id LEFT JOIN messages n ON n.once = 'again/' || m.id
    """

  static let isUndelivered: SQL = """
    COALESCE(n.state, m.state, 'none') IN
      ('temporary_failure', 'permanent_failure', 'technical_failure', 'dropped')
    """

  fileprivate static let invitations: SQL = """
    SELECT i.id, i.list_id, i.state, i.full_name, i.date_of_birth, i.email, i.mobile, i.address,
      i.district_code, i.safe_contact, i.added_at, i.way, i.asked_at, i.answered_at, i.came_by,
      k.name AS keyed_by, i.reach, i.reach_time, i.referral_id,
      CASE WHEN i.state = 'asked' AND \(isUndelivered) THEN TRUE ELSE FALSE END AS is_undelivered
    FROM invitations i JOIN invitation_lists l ON l.id = i.list_id
    LEFT JOIN accounts k ON k.id = i.keyed_by \(messagesOfInvitation)
    """

  /// A page of the people of a list and one more, by when they were added.
  static func invitations(
    of list: InvitationListID, _ state: Invitation.State?, page number: Int
  ) -> SQL {
    let part: SQL = state.map { "i.state = \($0)" } ?? "TRUE"
    return """
      \(invitations) WHERE i.list_id = \(list) AND \(part)
      ORDER BY i.id \(page(number, of: Invitations.peopleOnPage))
      """
  }

  /// Who is ready to be asked by email or text, of whom nobody said how it is safe to reach them.
  fileprivate static func sendable(textsWork: Bool) -> SQL {
    """
    i.state = 'ready' AND i.safe_contact IS NULL
      AND (i.email IS NOT NULL OR (i.mobile IS NOT NULL AND \(truth(textsWork))))
    """
  }

  /// As part of the text, so that it is planned for.
  private static func truth(_ isSo: Bool) -> SQL { isSo ? "TRUE" : "FALSE" }

  fileprivate static func onPaper(textsWork: Bool) -> SQL {
    """
    i.safe_contact IS NULL AND i.address IS NOT NULL AND i.email IS NULL
      AND (i.mobile IS NULL OR NOT \(truth(textsWork)))
    """
  }
}

extension Reader {
  func invitations(
    of list: InvitationListID, _ state: Invitation.State?, page: Int
  ) throws -> [Invitation] {
    try rows(.invitations(of: list, state, page: page)).map { try Invitation($0) }
  }

  func invitation(_ id: InvitationID, in scope: Scope, of user: User) throws -> Invitation {
    let found = try row(
      "\(SQL.invitations) WHERE i.id = \(id) AND \(SQL.invitationLists(in: scope, of: user))")
    guard let found else { throw Rejection.notFound("Person") }
    return try Invitation(found)
  }

  /// Those who are asked next by email or text.
  func sendable(of list: InvitationListID, textsWork: Bool, limit: Int) throws -> [Invitation] {
    try rows(
      """
      \(SQL.invitations) WHERE i.list_id = \(list) AND \(SQL.sendable(textsWork: textsWork))
      ORDER BY i.id \(SQL.page(1, of: limit))
      """
    ).map { try Invitation($0) }
  }

  /// Those who get a letter next; or those who got one on a day and have not answered, whose letter is to be printed again.
  func onPaper(
    of list: InvitationListID, textsWork: Bool, againFrom start: Instant?, limit: Int
  ) throws -> [Invitation] {
    let which: SQL =
      start.map { "i.state = 'asked' AND i.way = 'letter' AND i.asked_at >= \($0)" }
      ?? "i.state = 'ready' AND \(SQL.onPaper(textsWork: textsWork))"
    return try rows(
      "\(SQL.invitations) WHERE i.list_id = \(list) AND \(which) ORDER BY i.id \(SQL.page(1, of: limit))"
    ).map { try Invitation($0) }
  }

  /// By what those who are ready would be asked, in numbers.
  func ready(of list: InvitationListID, textsWork: Bool) throws -> ReadyCounts {
    let row = try row(
      """
      SELECT COUNT(*) AS all_ready, COUNT(*) FILTER (WHERE i.safe_contact IS NOT NULL) AS held,
        COUNT(*) FILTER (WHERE i.safe_contact IS NULL AND i.email IS NOT NULL) AS emails,
        COUNT(*) FILTER (WHERE \(SQL.sendable(textsWork: textsWork)) AND i.email IS NULL) AS texts,
        COUNT(*) FILTER (WHERE \(SQL.onPaper(textsWork: textsWork))) AS letters
      FROM invitations i WHERE i.list_id = \(list) AND i.state = 'ready'
      """)
    guard let row else { return ReadyCounts() }
    var ready = ReadyCounts()
    ready.emails = try row["emails"]
    ready.texts = try row["texts"]
    ready.letters = try row["letters"]
    ready.held = try row["held"]
    ready.unreachable =
      try row["all_ready"] - ready.emails - ready.texts - ready.letters - ready.held
    return ready
  }

  /// The invitation that a link opens, and where the person's details come from.
  func invitation(
    byLink hash: String, on day: Day
  ) throws -> (id: InvitationID, source: String, until: Day)? {
    try row(
      """
      SELECT i.id, l.source, i.answer_until FROM invitations i JOIN invitation_lists l ON l.id = i.list_id
      WHERE i.token_hash = \(hash) AND i.state = 'asked' AND i.answer_until >= \(day)
      """
    ).map { (try $0["id"], try $0["source"], try $0["answer_until"]) }
  }
}

extension Transaction {
  /// Puts a person on a list, unless one of the marks is somebody's already: then nothing is left behind and the answer
  /// is false. Another server may have been first.
  func insert(_ person: NewInvited, keys: [String], on list: InvitationListID) throws -> Bool {
    let id: InvitationID = newID()
    let details = person.details
    try change(
      """
      INSERT INTO invitations (id, list_id, full_name, date_of_birth, email, mobile, address, district_code,
        safe_contact, state, added_at, added_by)
      VALUES (\(id), \(list), \(details.fullName), \(details.dateOfBirth), \(details.email), \(details.mobile),
        \(details.address), \(person.district), \(details.safeContact), 'ready', \(now), \(user.id))
      """)
    // In one order, so that two servers do not wait for each other.
    for key in keys.sorted() {
      let taken = try changed(
        """
        INSERT INTO invited_keys (key_hash, invitation_id) VALUES (\(key), \(id))
        ON CONFLICT (key_hash) DO NOTHING RETURNING key_hash
        """)
      if taken == nil {
        try forget(id)
        return false
      }
    }
    return true
  }

  /// Takes a person off who was never asked, as if they had not been on the list.
  func forget(_ id: InvitationID) throws {
    try change("DELETE FROM invited_keys WHERE invitation_id = \(id)")
    try change("DELETE FROM invitations WHERE id = \(id)")
  }

  /// The person is asked now. Answers false where somebody else was first.
  func ask(
    _ id: InvitationID, by way: Invitation.Way, token hash: String, until: Day
  ) throws -> Bool {
    try changed(
      """
      UPDATE invitations SET state = 'asked', way = \(way), asked_at = \(now), asked_by = \(user.id),
        token_hash = \(hash), answer_until = \(until)
      WHERE id = \(id) AND state = 'ready' RETURNING id
      """) != nil
  }

  /// Another link takes the place of the one before it, which was on paper.
  func replaceLink(of id: InvitationID, with hash: String) throws {
    try change(
      "UPDATE invitations SET token_hash = \(hash) WHERE id = \(id) AND state = 'asked'")
  }

  /// Writes an answer down. Who says no is blanked. Answers false where another answer came first.
  func answer(
    _ id: InvitationID, from old: Invitation.State, to state: Invitation.State,
    _ draft: AnswerDraft, _ cameBy: CameBy
  ) throws -> Bool {
    let keyedBy = cameBy == .link ? nil : user.id
    let isYes = state == .yes
    let reach = isYes ? draft.reach : nil
    let time = isYes && !draft.reachTime.isEmpty ? draft.reachTime : nil
    let rest: SQL = isYes ? "safe_contact = safe_contact" : .blanks
    let answered = try changed(
      """
      UPDATE invitations SET state = \(state), answered_at = \(now), came_by = \(cameBy),
        keyed_by = \(keyedBy), reach = \(reach), reach_time = \(time), token_hash = NULL,
        \(rest)
      WHERE id = \(id) AND state = \(old) AND referral_id IS NULL RETURNING id
      """)
    return answered != nil
  }

  /// The person became known to us in another way before they were asked.
  func leaveOut(_ id: InvitationID) throws {
    try change(
      "UPDATE invitations SET state = 'known', \(SQL.blanks) WHERE id = \(id) AND state = 'ready'")
  }

  /// Answers false where the person has a referral from a list already.
  func link(_ id: InvitationID, to referral: ReferralID) throws -> Bool {
    try changed(
      """
      UPDATE invitations SET referral_id = \(referral)
      WHERE id = \(id) AND state = 'yes' AND (referral_id IS NULL OR referral_id = \(referral)) RETURNING id
      """) != nil
  }
}

extension SQL {
  fileprivate static let blanks: SQL = """
    full_name = NULL, date_of_birth = NULL, email = NULL, mobile = NULL, address = NULL, safe_contact = NULL
    """
}

extension Invitation {
  fileprivate init(_ row: Row) throws {
    let name: String? = try row["full_name"]
    let answeredAt: Instant? = try row["answered_at"]
    try self.init(
      id: row["id"], list: row["list_id"], state: row["state"],
      details: name.map { name in
        try Details(
          fullName: name, dateOfBirth: row["date_of_birth"], email: row["email"],
          mobile: row["mobile"], address: row["address"], safeContact: row["safe_contact"])
      }, district: row["district_code"], addedAt: row["added_at"], way: row["way"],
      askedAt: row["asked_at"],
      answer: answeredAt.map { at in
        try Answered(
          at: at, cameBy: row["came_by"], keyedBy: row["keyed_by"], reach: row["reach"],
          reachTime: row["reach_time"])
      }, referral: row["referral_id"], isUndelivered: row["is_undelivered"])
  }
}
