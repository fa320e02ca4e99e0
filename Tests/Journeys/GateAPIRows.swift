import Web

/// The rows of gates and highlight reports for programs.
extension APIAccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let keepers: AccessRow.Door = .roles([
    "programme_office": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])
  private static let root = "/api/v1/programme"

  static let gateRows: [Row] = [
    Row(row: AccessRow("GET \(root)/gate-sets", readers)),
    Row(row: AccessRow("GET \(root)/gates", readers)),
    Row(row: AccessRow("GET \(root)/projects/:id/gates", readers, .project)),
    Row(row: AccessRow("POST \(root)/projects/:id/gates", office, .project, gives: 422)),
    Row(row: AccessRow("GET \(root)/gates/:id", readers, .gate)),
    Row(row: AccessRow("GET \(root)/gates/:id/equality", readers, .gate)),
    Row(row: AccessRow("POST \(root)/gates/:id/tranche", office, .gate, gives: 409)),
    Row(row: AccessRow("POST \(root)/gates/:id/due", keepers, .gate, gives: 409)),
    Row(
      row: AccessRow("POST \(root)/gates/:id/product", keepers, .gate, gives: 422),
      body: ["of": "need", "version": "0"]),
    Row(
      row: AccessRow("POST \(root)/gates/:id/equality", keepers, .gate, gives: 422),
      body: ["version": "0"]),
    Row(row: AccessRow("POST \(root)/gates/:id/finding", keepers, .gate, gives: 422)),
    Row(row: AccessRow("POST \(root)/gates/:id/decision", office, .gate, gives: 422)),
    Row(row: AccessRow("GET \(root)/conditions", readers)),
    Row(row: AccessRow("GET \(root)/conditions/:id", readers, .gateCondition)),
    Row(row: AccessRow("POST \(root)/conditions/:id/meet", keepers, .gateCondition, gives: 409)),
    Row(row: AccessRow("POST \(root)/conditions/:id/waive", office, .gateCondition, gives: 409)),
  ]

  static let reportRows: [Row] =
    [
      Row(row: AccessRow("GET \(root)/reports", readers)),
      Row(row: AccessRow("GET \(root)/projects/:id/reports", readers, .project)),
      Row(row: AccessRow("POST \(root)/projects/:id/reports", keepers, .project, gives: 422)),
      Row(row: AccessRow("GET \(root)/reports/:id", readers, .approvedReport)),
    ]
    + ["change", "send", "take-back", "withdraw"].map { verb in
      Row(row: AccessRow("POST \(root)/reports/:id/\(verb)", keepers, .draftReport, gives: 409))
    }
    + ["approve", "return"].map { verb in
      Row(row: AccessRow("POST \(root)/reports/:id/\(verb)", office, .draftReport, gives: 409))
    }
}
