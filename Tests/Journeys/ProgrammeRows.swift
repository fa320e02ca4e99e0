/// The rows of the programme. Everybody who comes in sees all of it; a project is changed by the programme office and by
/// its owner alone (`DoorTests` of the room tries an owner of another).
extension AccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let keepers: AccessRow.Door = .roles([
    "programme_office": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])

  static let programmeRows = [
    AccessRow("GET /programme", readers),
    AccessRow("GET /programme/portfolio.csv", readers),
    AccessRow("GET /programme/timeline", readers),
    AccessRow("GET /programme/risks", readers),
    AccessRow("GET /programme/frame", readers),
    AccessRow("GET /programme/frame/new", office),
    AccessRow("POST /programme/frame", office, gives: 422),
    AccessRow("GET /programme/files", office),
    AccessRow("POST /programme/files", office, gives: 422),
    AccessRow("GET /programme/projects/new", office),
    AccessRow("POST /programme/projects", office, gives: 422),
    AccessRow("GET /programme/projects/:id", readers, .project),
    AccessRow("GET /programme/projects/:id/new-milestone", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-milestone", keepers, .project, gives: 422),
    AccessRow("GET /programme/projects/:id/new-risk", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-risk", keepers, .project, gives: 422),
    AccessRow("GET /programme/projects/:id/new-source", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-source", keepers, .project, gives: 422),
    AccessRow("GET /programme/projects/:id/rating", keepers, .project),
    AccessRow(
      "POST /programme/projects/:id/rating", keepers, .project, gives: 422,
      form: ["respect": "overall"]),
    AccessRow("POST /programme/projects/:id/objectives", keepers, .project, gives: 303),
    AccessRow("GET /programme/items/:id", readers, .programmeItem),
    // Without the number of the version that was read: 409 is said to those alone who may.
    AccessRow("POST /programme/items/:id", keepers, .programmeItem, gives: 409),
    AccessRow("POST /programme/items/:id/archive", keepers, .programmeItem, gives: 409),
    AccessRow("POST /programme/items/:id/bring-back", keepers, .programmeItem, gives: 409),
    AccessRow("POST /programme/items/:id/baseline", keepers, .programmeItem, gives: 409),
    AccessRow("GET /programme/benefits", readers),
    AccessRow("GET /programme/projects/:id/benefits", readers, .project),
    AccessRow("GET /programme/projects/:id/new-benefit", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-benefit", keepers, .project, gives: 422),
    AccessRow("GET /programme/benefits/:id", readers, .benefit),
    AccessRow("POST /programme/benefits/:id/readings", keepers, .benefit, gives: 422),
    AccessRow("GET /programme/gap", readers),
    AccessRow("GET /programme/hindsight", readers),
  ]
}
