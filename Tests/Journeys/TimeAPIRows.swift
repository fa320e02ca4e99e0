import Web

/// The rows of readings, meetings, what waits, the radar and packs for programs.
extension APIAccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let keepers: AccessRow.Door = .roles([
    "programme_office": .all, "action_owner": .own,
  ])
  /// Who says of two of the radar that they are not one.
  private static let judges: AccessRow.Door = .roles([
    "programme_office": .all, "engagement_lead": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])
  private static let root = "/api/v1/programme"

  static let timeRows: [Row] = [
    Row(row: AccessRow("POST \(root)/gates/:id/minutes", office, .gate, gives: 422)),
    Row(row: AccessRow("GET \(root)/bodies", readers)),
    Row(row: AccessRow("POST \(root)/bodies", office, gives: 422)),
    Row(row: AccessRow("GET \(root)/meetings", readers)),
    Row(row: AccessRow("POST \(root)/meetings", office, gives: 422)),
    Row(row: AccessRow("GET \(root)/meeting-days", readers)),
    Row(row: AccessRow("GET \(root)/touches", readers)),
    Row(row: AccessRow("POST \(root)/touches", keepers, gives: 422)),
    Row(row: AccessRow("GET \(root)/benefits/:id/readings", readers, .benefit)),
    Row(row: AccessRow("POST \(root)/benefits/:id/readings", keepers, .benefit, gives: 422)),
    Row(row: AccessRow("GET \(root)/waits", readers)),
    Row(row: AccessRow("POST \(root)/items/:id/waits", keepers, .programmeItem, gives: 422)),
    Row(row: AccessRow("POST \(root)/waits/:id/end", keepers, .programmeWait, gives: 409)),
    Row(row: AccessRow("GET \(root)/radar", readers)),
    // Which two is said by what is sent: without it there is nothing to judge.
    Row(row: AccessRow("POST \(root)/radar/dismiss", judges, gives: 409)),
    Row(row: AccessRow("POST \(root)/dismissals/:id/end", judges, .dismissal, gives: 409)),
    Row(row: AccessRow("GET \(root)/packs/:id", readers, .pack)),
    Row(row: AccessRow("GET \(root)/packs/:id/papers", readers, .pack)),
    Row(row: AccessRow("POST \(root)/packs/:id/exempt", office, .pack, gives: 422)),
    Row(row: AccessRow("POST \(root)/packs/:id/lift", office, .pack, gives: 422)),
  ]
}
