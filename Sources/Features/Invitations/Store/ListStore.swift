import Core
import Database

extension SQL {
  /// The lists that a scope lets a user see, for a statement about `invitation_lists AS l`. A list of the whole region is
  /// seen only by those who see everything.
  static func invitationLists(in scope: Scope, of user: User) -> SQL {
    switch scope {
    case .all: "TRUE"
    case .district: "l.district_code IN (\(list: user.districts))"
    case .team, .own: "FALSE"
    }
  }

  /// A page of lists and one more, newest first.
  static func invitationLists(page number: Int, in scope: Scope, of user: User) -> SQL {
    """
    \(lists) WHERE \(invitationLists(in: scope, of: user))
    ORDER BY l.id DESC \(page(number, of: Invitations.listsOnPage))
    """
  }

  fileprivate static let lists: SQL = """
    SELECT l.id, l.name, l.source, l.lawful_basis, l.basis_note, l.district_code, l.made_on, l.ask_until,
      a.name AS made_by
    FROM invitation_lists l JOIN accounts a ON a.id = l.made_by
    """
}

extension Reader {
  func invitationLists(page: Int, in scope: Scope, of user: User) throws -> [InvitationList] {
    try rows(.invitationLists(page: page, in: scope, of: user)).map { try InvitationList($0) }
  }

  func invitationList(
    _ id: InvitationListID, in scope: Scope, of user: User
  ) throws -> InvitationList {
    let found = try row(
      "\(SQL.lists) WHERE l.id = \(id) AND \(SQL.invitationLists(in: scope, of: user))")
    guard let found else { throw Rejection.notFound("List") }
    return try InvitationList(found)
  }

  /// In numbers what became of the people of these lists. Lists without people are left out.
  func counts(of lists: [InvitationListID]) throws -> [InvitationListID: InvitationCounts] {
    var counts: [InvitationListID: InvitationCounts] = [:]
    let found = try rows(
      """
      SELECT i.list_id, COUNT(*) AS people, COUNT(i.asked_at) AS asked,
        COUNT(*) FILTER (WHERE i.state = 'ready') AS ready,
        COUNT(*) FILTER (WHERE i.state = 'yes') AS yes, COUNT(*) FILTER (WHERE i.state = 'no') AS no,
        COUNT(*) FILTER (WHERE i.state = 'off') AS off,
        COUNT(*) FILTER (WHERE i.state = 'known') AS known,
        COUNT(*) FILTER (WHERE i.asked_at IS NOT NULL AND i.answered_at IS NOT NULL) AS answered,
        COUNT(*) FILTER (WHERE i.state = 'asked' AND \(SQL.isUndelivered)) AS undelivered
      FROM invitations i \(SQL.messagesOfInvitation)
      WHERE i.list_id IN (\(list: lists)) GROUP BY i.list_id ORDER BY i.list_id LIMIT 1000
      """)
    for row in found {
      var one = InvitationCounts()
      one.people = try row["people"]
      one.ready = try row["ready"]
      one.asked = try row["asked"]
      one.yes = try row["yes"]
      one.no = try row["no"]
      one.off = try row["off"]
      one.known = try row["known"]
      one.answeredAfterAsking = try row["answered"]
      one.undelivered = try row["undelivered"]
      counts[try row["list_id"]] = one
    }
    return counts
  }

  /// How many were not put on a list, and why.
  func leftOut(of list: InvitationListID) throws -> [LeftOut: Int] {
    let found = try rows(
      """
      SELECT reason, amount FROM invitation_left_out WHERE list_id = \(list) ORDER BY reason LIMIT 20
      """)
    return Dictionary(
      uniqueKeysWithValues: try found.map { (try $0["reason"] as LeftOut, try $0["amount"] as Int) }
    )
  }
}

extension Transaction {
  /// Answers false where a list of this id is there already.
  func insert(_ draft: InvitationListDraft, askUntil: Day) throws -> Bool {
    try changed(
      """
      INSERT INTO invitation_lists (id, name, source, lawful_basis, basis_note, district_code, made_on, ask_until,
        made_by)
      VALUES (\(draft.id), \(draft.name), \(draft.source), \(draft.basis), \(draft.basisNote),
        \(draft.district.isEmpty ? nil : draft.district), \(today), \(askUntil), \(user.id))
      ON CONFLICT (id) DO NOTHING RETURNING id
      """) != nil
  }

  func countLeftOut(_ amounts: [LeftOut: Int], of list: InvitationListID) throws {
    for (reason, amount) in amounts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      try change(
        """
        INSERT INTO invitation_left_out (list_id, reason, amount) VALUES (\(list), \(reason), \(amount))
        ON CONFLICT (list_id, reason) DO UPDATE SET amount = invitation_left_out.amount + excluded.amount
        """)
    }
  }
}

extension InvitationList {
  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], name: row["name"], source: row["source"], basis: row["lawful_basis"],
      basisNote: row["basis_note"], district: row["district_code"], madeOn: row["made_on"],
      askUntil: row["ask_until"], madeBy: row["made_by"])
  }
}
