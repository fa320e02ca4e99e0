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
  enum Subject: Sendable {
    case none, household, referral, transfer, account, session, token
    case colleague, absence, post, appointment, message, webhook, pair, merge
    case accessToken
    case invitationList, invited
    /// One whose owner the user is, where the role may own some.
    case project, programmeItem
    case gate, gateCondition
    case draftReport, approvedReport
    case programmeBody, meeting, touch
    case programmeWait, dismissal
    /// One of the user's own.
    case calendarLink
    case benefit
    case pack
  }

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
  private static let asking: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district, "programme_manager": .all,
  ])
  private static let record: AccessRow.Door = .roles([
    "team_leader": .district, "safeguarding_lead": .all, "information_governance": .all,
  ])
  private static let finders: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district, "programme_manager": .all,
    "safeguarding_lead": .all,
  ])
  private static let exceptions: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all,
  ])
  private static let administrators: AccessRow.Door = .roles(["administrator": .all])
  private static let auditors: AccessRow.Door = .roles([
    "administrator": .all, "information_governance": .all,
  ])

  static let rows: [AccessRow] =
    publicRows + ownRows + accountRows + referralRows + householdRows
    + searchRows + teamRows + messageRows + duplicateRows + invitationRows + programmeRows
    + gateRows
    + highlightRows
    + packRows

  private static let inviters: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all,
  ])

  private static let invitationRows = [
    AccessRow("GET /invitations", inviters),
    AccessRow("GET /invitations/new", inviters),
    AccessRow("POST /invitations", inviters, gives: 422),
    AccessRow("GET /invitations/counts.csv", inviters),
    AccessRow("GET /invitations/:id", inviters, .invitationList),
    AccessRow("GET /invitations/:id/add", inviters, .invitationList),
    AccessRow("POST /invitations/:id/add", inviters, .invitationList, gives: 422),
    AccessRow("POST /invitations/:id/rows", inviters, .invitationList, gives: 422),
    AccessRow("GET /invitations/:id/send", inviters, .invitationList),
    // Nobody said yes to a number: 409 is said to those alone who may.
    AccessRow("POST /invitations/:id/send", inviters, .invitationList, gives: 409),
    AccessRow("POST /invitations/:id/letters", inviters, .invitationList, gives: 409),
    AccessRow("GET /invited/:id", inviters, .invited),
    AccessRow("POST /invited/:id/take-off", inviters, .invited, gives: 303),
    AccessRow("POST /invited/:id/ask", inviters, .invited, gives: 422),
    AccessRow("POST /invited/:id/answer", inviters, .invited, gives: 422),
    // They have not said yes: 409 is said to those alone who may.
    AccessRow("GET /invited/:id/referral", inviters, .invited, gives: 409),
    AccessRow("POST /invited/:id/referral", inviters, .invited, gives: 409),
    AccessRow("GET /invitation/:token", .anyone, .token, gives: 404),
    AccessRow("POST /invitation/:token", .anyone, .token, gives: 404),
    AccessRow("GET /answered", .anyone),
  ]

  private static let messages: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all, "administrator": .all,
  ])

  private static let messageRows = [
    AccessRow("GET /messages", messages),
    AccessRow("GET /messages/:id", messages, .message),
    // Only what is held can be decided: 409 is said to those alone who may.
    AccessRow("POST /messages/:id/decide", messages, .message, gives: 409),
    AccessRow("POST /messages/:id/again", messages, .message, gives: 303),
    AccessRow("POST /messages/:id/settle", messages, .message, gives: 303),
    // A program's token is asked for, whoever is signed in.
    AccessRow("POST /callbacks/notify", .anyone, gives: 401),
  ]

  private static let publicRows = [
    AccessRow("GET /", .anyone),
    AccessRow("GET /assets/:name", .anyone, .token, gives: 404),
    AccessRow("GET /health/live", .anyone),
    AccessRow("GET /health/ready", .anyone),
    // From this machine. From elsewhere a token is asked for, whoever is signed in: see SeeingTests.
    AccessRow("GET /metrics", .anyone),
    AccessRow("GET /state", administrators),
    AccessRow("GET /developers/components", .anyone),
    AccessRow("GET /sign-in", .anyone, gives: 303),
    AccessRow("POST /sign-in", .anyone, gives: 422),
    AccessRow("GET /set-up/:token", .anyone, .token, gives: 404),
    AccessRow("POST /set-up/:token", .anyone, .token, gives: 404),
    AccessRow("GET /demo/:token", .anyone, .token, gives: 404),
    AccessRow("GET /api/v1/openapi.json", .anyone),
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
    AccessRow("GET /account/tokens/:id/end", .signedIn, .accessToken),
    AccessRow("POST /account/tokens/:id/end", .signedIn, .accessToken, gives: 303),
  ]

  private static let accountRows = [
    AccessRow("GET /accounts", administrators),
    AccessRow("GET /accounts/new", administrators),
    AccessRow("POST /accounts/new", administrators, gives: 422),
    AccessRow("GET /accounts/:id", administrators, .account),
    AccessRow("GET /accounts/:id/change", administrators, .account),
    AccessRow("POST /accounts/:id/change", administrators, .account, gives: 422),
    AccessRow("POST /accounts/:id/disable", administrators, .account, gives: 303),
    AccessRow("POST /accounts/:id/end-sessions", administrators, .account, gives: 303),
    AccessRow("POST /accounts/:id/link", administrators, .account),
    AccessRow("GET /accounts/:id/record", auditors, .account),
    AccessRow("GET /tokens", administrators),
    AccessRow("GET /tokens/new", administrators),
    AccessRow("POST /tokens/new", administrators, gives: 422),
    AccessRow("GET /tokens/:id/end", administrators, .accessToken),
    AccessRow("POST /tokens/:id/end", administrators, .accessToken, gives: 303),
    AccessRow("GET /webhooks", administrators),
    AccessRow("POST /webhooks", administrators, gives: 422),
    AccessRow("GET /webhooks/:id", administrators, .webhook),
    AccessRow("POST /webhooks/:id/test", administrators, .webhook, gives: 409),
    AccessRow("POST /webhooks/:id/try-again", administrators, .webhook, gives: 409),
    AccessRow("POST /webhooks/:id/end", administrators, .webhook, gives: 303),
  ]

  private static let referralRows = [
    AccessRow("GET /inbox", inbox),
    AccessRow("GET /referrals/:id", inbox, .referral),
    AccessRow(
      "POST /referrals/:id/accept", inbox, .referral, gives: 303, form: ["despite": "Agreed."]),
    AccessRow(
      "POST /referrals/:id/decline", inbox, .referral, gives: 303, form: ["reason": "duplicate"]),
    // Only what was declined can be taken back: 409 is said to those alone who may.
    AccessRow("POST /referrals/:id/reopen", inbox, .referral, gives: 409),
    AccessRow(
      "POST /referrals/:id/withdraw", inbox, .referral, gives: 303,
      form: ["withdraw_reason": "moved"]),
    AccessRow("GET /referrals/new", asking),
    AccessRow("POST /referrals/new", asking, gives: 422),
    // Nobody of its household waits elsewhere: 409 is said to those alone who see the referral.
    AccessRow(
      "POST /referrals/:id/ask-for-others", asking, .referral, gives: 409,
      form: ["ask_reason": "They join together."]),
    AccessRow("GET /transfers", asking),
    AccessRow("POST /transfers/:id/accept", inbox, .transfer, gives: 303),
    AccessRow("POST /transfers/:id/refuse", inbox, .transfer, gives: 422),
    AccessRow("GET /households/:id/transfer", asking, .household),
    AccessRow("POST /households/:id/transfer", asking, .household, gives: 422),
    AccessRow(
      "POST /referrals/:id/complexity", inbox, .referral, gives: 303, form: ["complexity": "high"]),
    AccessRow(
      "POST /referrals/:id/transfer", inbox, .referral, gives: 303,
      form: ["send_to": "E08000013", "send_reason": "They live there."]),
    // The referral came with its district: 409 is said to those alone who may.
    AccessRow(
      "POST /referrals/:id/district", inbox, .referral, gives: 409, form: ["place": "E08000013"]),
  ]

  private static let searchRows = [
    AccessRow("GET /search", finders),
    AccessRow("POST /search", finders, form: ["words": "jamal"]),
    AccessRow("POST /referrals/:id/acknowledge", inbox, .referral, gives: 303),
    AccessRow("POST /referrals/:id/unacknowledge", inbox, .referral, gives: 303),
    AccessRow("GET /late-answers", inbox),
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
      "GET /households/:id/assignments",
      .roles(["team_leader": .district, "programme_manager": .all]), .household),
    AccessRow(
      "POST /households/:id/assignments",
      .roles(["team_leader": .district, "programme_manager": .all]), .household,
      gives: 422, form: ["advocate": ""]),
    AccessRow(
      "POST /households/:id/complexity", notes, .household, gives: 303,
      form: ["complexity": "high"]),
  ]

  private static let leaders: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all,
  ])
  private static let absentees: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district,
    "programme_manager": .all,
  ])

  private static let teamRows = [
    AccessRow("GET /monday", leaders),
    AccessRow("GET /team", leaders),
    AccessRow("GET /team/:id", leaders, .colleague),
    AccessRow("POST /team/:id/absences", leaders, .colleague, gives: 422),
    AccessRow("POST /team/:id/posts", leaders, .colleague, gives: 422),
    AccessRow("GET /absences", absentees),
    AccessRow("POST /absences", absentees, gives: 422),
    AccessRow("POST /absences/:id/end", absentees, .absence, gives: 303),
    AccessRow("POST /absences/:id/cover", absentees, .absence, gives: 303),
    AccessRow("GET /posts/:id", leaders, .post),
    AccessRow("POST /posts/:id", leaders, .post, gives: 422),
    AccessRow("GET /posts/:id/hand-over", leaders, .post),
    AccessRow("POST /posts/:id/hand-over", leaders, .post, gives: 422),
    AccessRow("POST /households/:id/appointments", notes, .household, gives: 422),
    AccessRow("GET /appointments/:id", notes, .appointment),
    AccessRow("POST /appointments/:id/change", notes, .appointment, gives: 422),
    AccessRow("POST /appointments/:id/cancel", notes, .appointment, gives: 422),
    AccessRow("POST /appointments/:id/outcome", notes, .appointment, gives: 422),
    // Nobody covers for those who are at work: 409 is said to those alone who may.
    AccessRow("POST /appointments/:id/give", leaders, .appointment, gives: 409),
    AccessRow("GET /eligibility", households),
    AccessRow("POST /households/:id/exceptions", exceptions, .household, gives: 422),
    AccessRow("POST /households/:id/exceptions/end", exceptions, .household, gives: 303),
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
