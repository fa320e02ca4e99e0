/// What somebody may do, one verb a thing. Which role has which verb in which scope is data
/// (`role_grants`), not code.
package enum Verb: String, CaseIterable, Sendable {
  case readInbox = "read_inbox"
  case decideReferrals = "decide_referrals"
  case importReferrals = "import_referrals"
  case assignAdvocates = "assign_advocates"
  case readHouseholds = "read_households"
  case search
  case writeNotes = "write_notes"
  case readToday = "read_today"
  case readRecord = "read_record"
  case readUserRecord = "read_user_record"
  case manageAccounts = "manage_accounts"
  case keyReferrals = "key_referrals"
  case requestTransfers = "request_transfers"
  case decideTransfers = "decide_transfers"
  case readMonday = "read_monday"
  case keepTeam = "keep_team"
  case planAbsences = "plan_absences"
  case planVisits = "plan_visits"
  case grantExceptions = "grant_exceptions"
  case readMessages = "read_messages"
  /// Send referrals of one's own organisation, and hear how far they have come.
  case sendReferrals = "send_referrals"
  case decideDuplicates = "decide_duplicates"
  /// Make lists of people who are asked whether we may contact them, ask them, and read what they answer.
  case invite
  /// See the portfolio: projects, ratings, milestones, risks and money. No resident stands in it.
  case readProgramme = "read_programme"
  /// Keep what is common to all projects, approve reports, take decisions at gates, and read files of the programme.
  case keepProgramme = "keep_programme"
  /// Keep projects up to date; own are those whose owner one is.
  case updateProjects = "update_projects"
  /// Say of two that the radar shows that they are not one; own are those of which one is of a project whose owner one is.
  case judgeRadar = "judge_radar"
}

/// How far a verb reaches, from one's own work to everything.
package enum Scope: String, CaseIterable, Comparable, Sendable {
  case own, team, district, all

  package static func < (one: Scope, other: Scope) -> Bool {
    allCases.firstIndex(of: one)! < allCases.firstIndex(of: other)!
  }
}

/// Fields that only some roles see, wherever they would stand.
package enum FieldGroup: String, CaseIterable, Sendable {
  /// Needs such as domestic abuse, crime and right to work.
  case restrictedNeeds = "restricted_needs"
}

/// Who is signed in, or the system itself. A person who is helped is a `Person`, never a `User`.
package struct User: Sendable {
  package let id: AccountID
  package let name: String
  package let email: String
  package let roles: [String]
  package let grants: [Verb: Scope]
  package let fieldGroups: Set<FieldGroup>
  /// GSS codes of the districts this user works in.
  package let districts: [String]
  /// Colleagues who are away today and whose households this user looks after meanwhile.
  package let covers: [AccountID]
  /// The partner for which this user works, or nil for our own staff.
  package let organisation: String?

  package init(
    id: AccountID, name: String, email: String = "", roles: [String] = [],
    grants: [Verb: Scope] = [:], fieldGroups: Set<FieldGroup> = [], districts: [String] = [],
    covers: [AccountID] = [], organisation: String? = nil
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.roles = roles
    self.grants = grants
    self.fieldGroups = fieldGroups
    self.districts = districts
    self.covers = covers
    self.organisation = organisation
  }

  package func may(_ verb: Verb) -> Bool { grants[verb] != nil }

  /// Throws `forbidden` unless a role of this user has the verb, and answers how far it reaches.
  @discardableResult
  package func must(_ verb: Verb) throws(Rejection) -> Scope {
    guard let scope = grants[verb] else { throw .forbidden }
    return scope
  }

  package func sees(_ group: FieldGroup) -> Bool { fieldGroups.contains(group) }

  /// Commands given on the machine itself, and scheduled jobs.
  package static let system = User(
    id: AccountID("00000000-0000-7000-8000-000000000000"), name: "Pierhead itself",
    grants: Dictionary(uniqueKeysWithValues: Verb.allCases.map { ($0, .all) }),
    fieldGroups: Set(FieldGroup.allCases))

  /// A visitor who has not signed in.
  package static let nobody = User(
    id: AccountID("00000000-0000-7000-8000-000000000001"), name: "Nobody")
}
