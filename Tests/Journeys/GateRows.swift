/// The rows of the gates. Everybody who sees the programme sees them; a project's owner and the programme office prepare
/// them, and the programme office alone records decisions.
extension AccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let keepers: AccessRow.Door = .roles([
    "programme_office": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])

  static let gateRows = [
    AccessRow("GET /programme/gates", readers),
    AccessRow("GET /programme/conditions", readers),
    AccessRow("GET /programme/projects/:id/gates", readers, .project),
    AccessRow("POST /programme/projects/:id/gates", office, .project, gives: 422),
    AccessRow("GET /programme/gates/:id", readers, .gate),
    // The first gate comes once: 409 is said to those alone who may.
    AccessRow("POST /programme/gates/:id/tranche", office, .gate, gives: 409),
    // Without the number of the version that was read.
    AccessRow("POST /programme/gates/:id/due", keepers, .gate, gives: 409),
    AccessRow("GET /programme/gates/:id/product", keepers, .gate),
    AccessRow(
      "POST /programme/gates/:id/product", keepers, .gate, gives: 422, form: ["of": "need"]),
    AccessRow("GET /programme/gates/:id/equality", keepers, .gate),
    AccessRow("POST /programme/gates/:id/equality", keepers, .gate, gives: 422),
    AccessRow("GET /programme/gates/:id/finding", keepers, .gate),
    AccessRow("POST /programme/gates/:id/finding", keepers, .gate, gives: 422),
    AccessRow("GET /programme/gates/:id/decision", office, .gate),
    AccessRow("POST /programme/gates/:id/decision", office, .gate, gives: 422),
    AccessRow("GET /programme/gates/:id/minutes", office, .gate),
    AccessRow("POST /programme/gates/:id/minutes", office, .gate, gives: 422),
    AccessRow("GET /programme/conditions/:id", readers, .gateCondition),
    AccessRow("POST /programme/conditions/:id", keepers, .gateCondition, gives: 409),
    AccessRow("POST /programme/conditions/:id/waive", office, .gateCondition, gives: 409),
  ]
}
