import Web

/// The rows of the programme's addresses for programs.
extension APIAccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let keepers: AccessRow.Door = .roles([
    "programme_office": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])

  /// What hangs on a project is read by everybody who reads the programme.
  private static func ofProject(_ path: String) -> [Row] {
    let address = "/api/v1/programme/projects/:id/\(path)"
    return [
      Row(row: AccessRow("GET \(address)", readers, .project)),
      Row(row: AccessRow("POST \(address)", keepers, .project, gives: 422)),
    ]
  }

  static let programmeRows: [Row] =
    [
      Row(row: AccessRow("GET /api/v1/programme", readers)),
      Row(row: AccessRow("GET /api/v1/programme/projects", readers)),
      Row(row: AccessRow("POST /api/v1/programme/projects", office, gives: 422)),
      Row(row: AccessRow("GET /api/v1/programme/frame", readers)),
      Row(row: AccessRow("POST /api/v1/programme/frame", office, gives: 422)),
      Row(row: AccessRow("GET /api/v1/programme/packs", readers)),
      Row(row: AccessRow("POST /api/v1/programme/packs", office, gives: 422)),
      Row(row: AccessRow("GET /api/v1/programme/projects/:id", readers, .project)),
      Row(row: AccessRow("GET /api/v1/programme/projects/:id/rating-history", readers, .project)),
      Row(row: AccessRow("POST /api/v1/programme/projects/:id/objectives", keepers, .project)),
      Row(row: AccessRow("GET /api/v1/programme/items/:id", readers, .programmeItem)),
      Row(row: AccessRow("GET /api/v1/programme/items/:id/history", readers, .programmeItem)),
      Row(row: AccessRow("GET /api/v1/programme/capacity", readers)),
      Row(row: AccessRow("POST /api/v1/programme/capacity", office, gives: 422)),
    ]
    + [
      "ratings", "milestones", "risks", "sources", "budgets", "claims", "efforts", "commissions",
      "benefits",
      "monitoring",
    ].flatMap(ofProject)
    + [
      ("change", [:]), ("archive", [:]), ("bring-back", [:]),
      ("baseline", ["baseline": "June 2027", "reason": "The board agreed."]),
    ].map { verb, body in
      Row(
        row: AccessRow(
          "POST /api/v1/programme/items/:id/\(verb)", keepers, .programmeItem, gives: 409),
        body: body)
    }
}
