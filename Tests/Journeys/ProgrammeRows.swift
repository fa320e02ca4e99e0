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
  /// Who says of two of the radar that they are not one.
  private static let judges: AccessRow.Door = .roles([
    "programme_office": .all, "engagement_lead": .all, "action_owner": .own,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])

  static let programmeRows =
    [
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
      AccessRow(
        "POST /programme/projects/:id/objectives", keepers, .project, gives: 303,
        form: ["version": "none"]),
      AccessRow("GET /programme/items/:id", readers, .programmeItem),
      // Without the number of the version that was read: 409 is said to those alone who may.
      AccessRow("POST /programme/items/:id", keepers, .programmeItem, gives: 409),
      AccessRow("POST /programme/items/:id/archive", keepers, .programmeItem, gives: 409),
      AccessRow("POST /programme/items/:id/bring-back", keepers, .programmeItem, gives: 409),
      AccessRow("POST /programme/items/:id/baseline", keepers, .programmeItem, gives: 409),
    ] + programmeMoneyRows + programmeTimeRows + benefitRows

  private static let programmeMoneyRows = [
    AccessRow("GET /programme/funding", readers),
    AccessRow("GET /programme/funding.csv", readers),
    AccessRow("GET /programme/funding/falls", readers),
    AccessRow("GET /programme/spend", readers),
    AccessRow("GET /programme/projects/:id/budget", readers, .project),
    AccessRow("GET /programme/projects/:id/new-budget", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-budget", keepers, .project, gives: 422),
    AccessRow("GET /programme/claims", readers),
    AccessRow("GET /programme/projects/:id/claims", readers, .project),
    AccessRow("GET /programme/projects/:id/new-claim", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-claim", keepers, .project, gives: 422),
    AccessRow("GET /programme/capacity", readers),
    AccessRow("GET /programme/capacity/new", office),
    AccessRow("POST /programme/capacity", office, gives: 422),
    AccessRow("GET /programme/projects/:id/time", readers, .project),
    AccessRow("GET /programme/projects/:id/new-effort", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-effort", keepers, .project, gives: 422),
    AccessRow("GET /programme/commissions", readers),
    AccessRow("GET /programme/projects/:id/commissions", readers, .project),
    AccessRow("GET /programme/projects/:id/new-commission", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-commission", keepers, .project, gives: 422),
    AccessRow("GET /programme/projects/:id/new-monitoring", keepers, .project),
    AccessRow("POST /programme/projects/:id/new-monitoring", keepers, .project, gives: 422),
  ]

  private static let programmeTimeRows = [
    AccessRow("GET /programme/dependencies", readers),
    AccessRow("GET /programme/calendar.ics", readers),
    AccessRow("GET /programme/calendar", readers),
    AccessRow("POST /programme/calendar", readers),
    AccessRow("POST /programme/calendar/:id/end", readers, .calendarLink, gives: 303),
    AccessRow("GET /calendar/:token", .anyone, .token, gives: 404),
    AccessRow("GET /programme/touches", readers),
    AccessRow("GET /programme/touches/new", keepers),
    AccessRow("POST /programme/touches", keepers, gives: 422),
    AccessRow("GET /programme/touches/:id", readers, .touch),
    AccessRow("POST /programme/touches/:id", keepers, .touch, gives: 409),
    AccessRow("POST /programme/touches/:id/archive", keepers, .touch, gives: 409),
    AccessRow("POST /programme/touches/:id/bring-back", keepers, .touch, gives: 409),
    AccessRow("GET /programme/radar", readers),
    // Which two is said by the address or the form: without them there is nothing to judge.
    AccessRow("GET /programme/radar/dismiss", judges, gives: 409),
    AccessRow("POST /programme/radar/dismiss", judges, gives: 409),
    AccessRow("POST /programme/radar/again", judges, gives: 409),
    AccessRow("GET /programme/meetings", readers),
    AccessRow("GET /programme/meetings/missing", readers),
    AccessRow("GET /programme/meetings/new", office),
    AccessRow("POST /programme/meetings", office, gives: 422),
    AccessRow("GET /programme/meetings/:id", readers, .meeting),
    AccessRow("POST /programme/meetings/:id", office, .meeting, gives: 409),
    AccessRow("POST /programme/meetings/:id/archive", office, .meeting, gives: 409),
    AccessRow("POST /programme/meetings/:id/bring-back", office, .meeting, gives: 409),
    AccessRow("GET /programme/bodies", readers),
    AccessRow("GET /programme/bodies/new", office),
    AccessRow("POST /programme/bodies", office, gives: 422),
    AccessRow("GET /programme/bodies/:id", readers, .programmeBody),
    AccessRow("POST /programme/bodies/:id", office, .programmeBody, gives: 409),
    AccessRow("POST /programme/bodies/:id/archive", office, .programmeBody, gives: 409),
    AccessRow("POST /programme/bodies/:id/bring-back", office, .programmeBody, gives: 409),
    AccessRow("GET /programme/items/:id/dependencies", readers, .programmeItem),
    AccessRow("POST /programme/items/:id/dependencies", keepers, .programmeItem, gives: 422),
    AccessRow("POST /programme/items/:id/dependencies/end", keepers, .programmeItem, gives: 409),
  ]

  private static let benefitRows = [
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
