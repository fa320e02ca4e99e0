/// What every address answers to whom: one row for each route, read by `AccessTableTests`. Who is not named in
/// `roles` is refused with 403; who is not signed in goes to /sign-in; what is out of reach looks like nothing.
struct AccessRow: Sendable {
  /// Who comes in at all.
  enum Door: Sendable {
    /// Nobody has to sign in.
    case anyone
    /// Every role.
    case signedIn
    /// These roles, each with how far it reaches.
    case roles([String: Reach])
  }

  /// Whose things a role reaches.
  enum Reach: Sendable { case own, district, all }

  /// What the id in the path names.
  enum Subject: Sendable { case none, household, referral, account, session, token, pair, merge }

  /// As `Route.name`.
  let route: String
  let door: Door
  let subject: Subject
  /// The status for somebody who may, about something they reach.
  let status: Int
  let form: [String: String]

  init(
    _ route: String, _ door: Door, _ subject: Subject = .none, gives status: Int = 200,
    form: [String: String] = [:]
  ) {
    self.route = route
    self.door = door
    self.subject = subject
    self.status = status
    self.form = form
  }
}

enum AccessTable {
  /// The keys of roles.csv.
  static let roles = [
    "referrer", "advocate", "trainee_advocate", "team_leader", "programme_manager", "hub_officer",
    "training_lead",
    "mentoring_coordinator", "panel_coordinator", "panel_member", "programme_office",
    "action_owner",
    "engagement_lead", "analyst", "board_member", "safeguarding_lead", "information_governance",
    "administrator",
  ]

  private static let inbox: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all,
  ])
  private static let caseload: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .own, "programme_manager": .own,
  ])
  private static let households: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district, "programme_manager": .all,
    "safeguarding_lead": .all,
  ])
  private static let notes: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district,
  ])
  private static let record: AccessRow.Door = .roles([
    "team_leader": .district, "safeguarding_lead": .all, "information_governance": .all,
  ])
  private static let administrators: AccessRow.Door = .roles(["administrator": .all])
  private static let auditors: AccessRow.Door = .roles([
    "administrator": .all, "information_governance": .all,
  ])

  static let rows: [AccessRow] =
    publicRows + ownRows + accountRows + referralRows + householdRows
    + duplicateRows

  private static let publicRows = [
    AccessRow("GET /", .anyone),
    AccessRow("GET /assets/:name", .anyone, .token, gives: 404),
    AccessRow("GET /health/live", .anyone),
    AccessRow("GET /health/ready", .anyone),
    AccessRow("GET /developers/components", .anyone),
    AccessRow("GET /sign-in", .anyone, gives: 303),
    AccessRow("POST /sign-in", .anyone, gives: 422),
    AccessRow("GET /set-up/:token", .anyone, .token, gives: 404),
    AccessRow("POST /set-up/:token", .anyone, .token, gives: 404),
    AccessRow("GET /demo/:token", .anyone, .token, gives: 404),
  ]

  private static let ownRows = [
    AccessRow("POST /sign-out", .signedIn, gives: 303),
    AccessRow("GET /account", .signedIn),
    AccessRow("GET /account/record", .signedIn),
    AccessRow("GET /account/password", .signedIn),
    AccessRow("POST /account/password", .signedIn, gives: 422),
    AccessRow("GET /account/authenticator", .signedIn),
    AccessRow("POST /account/authenticator", .signedIn, gives: 422),
    AccessRow("POST /account/sessions/:id/end", .signedIn, .session, gives: 303),
    AccessRow("POST /account/sessions/end-others", .signedIn, gives: 303),
  ]

  private static let accountRows = [
    AccessRow("GET /accounts", administrators),
    AccessRow("GET /accounts/new", administrators),
    AccessRow("POST /accounts/new", administrators, gives: 422),
    AccessRow("GET /accounts/:id", administrators, .account),
    AccessRow("POST /accounts/:id/disable", administrators, .account, gives: 303),
    AccessRow("POST /accounts/:id/end-sessions", administrators, .account, gives: 303),
    AccessRow("POST /accounts/:id/link", administrators, .account),
    AccessRow("GET /accounts/:id/record", auditors, .account),
  ]

  private static let referralRows = [
    AccessRow("GET /inbox", inbox),
    AccessRow("GET /referrals/:id", inbox, .referral),
    AccessRow("POST /referrals/:id/accept", inbox, .referral, gives: 303),
    AccessRow(
      "POST /referrals/:id/decline", inbox, .referral, gives: 303, form: ["reason": "duplicate"]),
    // Only what was declined can be taken back: 409 is said to those alone who may.
    AccessRow("POST /referrals/:id/reopen", inbox, .referral, gives: 409),
  ]

  private static let householdRows = [
    AccessRow("GET /today", caseload),
    AccessRow("GET /households", households),
    AccessRow("GET /households/:id", households, .household),
    AccessRow("GET /households/:id/record", record, .household),
    AccessRow("GET /record", record),
    AccessRow("POST /record", record, gives: 422, form: ["reference": ""]),
    AccessRow(
      "POST /households/:id/notes", notes, .household, gives: 303,
      form: ["kind": "phone", "happened_on": "20/11/2026", "body": "We spoke.", "person": ""]),
    AccessRow(
      "POST /households/:id/assignments",
      .roles(["team_leader": .district, "programme_manager": .all]), .household,
      gives: 422, form: ["advocate": ""]),
  ]

  private static let duplicates: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all,
  ])
  private static let duplicateRows = [
    AccessRow("GET /duplicates", duplicates),
    AccessRow("GET /duplicates/:id", duplicates, .pair),
    AccessRow(
      "POST /duplicates/:id", duplicates, .pair, gives: 303,
      form: ["answer": "unsure", "reason": "We ask again."]),
    AccessRow("GET /duplicates/:id/merge", duplicates, .pair),
    // Without the mark of what was shown nothing is put together: 409 is said to those alone who may.
    AccessRow("POST /duplicates/:id/merge", duplicates, .pair, gives: 409),
    AccessRow("GET /merges", duplicates),
    AccessRow("GET /merges/:id", duplicates, .merge),
    AccessRow(
      "POST /merges/:id/undo", duplicates, .merge, gives: 303, form: ["reason": "Two people."]),
  ]
}
