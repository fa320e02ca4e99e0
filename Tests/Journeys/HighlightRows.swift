/// The rows of highlight reports. Until a report is approved, only those see it who may write it.
extension AccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let keepers: AccessRow.Door = .roles([
    "programme_office": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])

  static let highlightRows = [
    AccessRow("GET /programme/reports", readers),
    AccessRow("GET /programme/mine", keepers),
    AccessRow("GET /programme/projects/:id/update", keepers, .project),
    AccessRow("POST /programme/projects/:id/update", keepers, .project, gives: 409),
    AccessRow("GET /programme/projects/:id/reports", readers, .project),
    AccessRow("GET /programme/projects/:id/reports/new", keepers, .project),
    AccessRow("POST /programme/projects/:id/reports", keepers, .project, gives: 422),
    AccessRow("GET /programme/reports/:id", readers, .approvedReport),
    AccessRow("GET /programme/reports/:id/change", keepers, .draftReport),
    // Without the number of the version that was read: 409 is said to those alone who may.
    AccessRow("POST /programme/reports/:id", keepers, .draftReport, gives: 409),
    AccessRow("POST /programme/reports/:id/send", keepers, .draftReport, gives: 409),
    AccessRow("POST /programme/reports/:id/take-back", keepers, .draftReport, gives: 409),
    AccessRow("POST /programme/reports/:id/withdraw", keepers, .draftReport, gives: 409),
    AccessRow("POST /programme/reports/:id/approve", office, .draftReport, gives: 422),
    AccessRow("POST /programme/reports/:id/return", office, .draftReport, gives: 409),
  ]
}
