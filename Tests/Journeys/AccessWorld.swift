import API
import Access
import App
import Core
import Database
import Households
import Programme
import Referrals
import Support

/// People, households and referrals for the access table: enough of each that no request spoils another's.
final class AccessWorld {
  /// Whose the thing is that an id names, seen from somebody in Liverpool.
  enum Target { case missing, malformed, none, own, sameDistrict, otherDistrict }

  private let pierhead: Pierhead
  private let manager: User
  private let colleague: User
  private let teams: TeamWorld
  /// Whose way through the house all others take: making one is dear.
  private let first: Browser
  private var made = 0
  private var households: [String: HouseholdID] = [:]
  private var projects: [AccountID: ProgrammeItemID] = [:]

  init(_ pierhead: Pierhead) async throws {
    self.pierhead = pierhead
    first = Browser(pierhead, isDemo: true)
    manager = try await pierhead.user("programme_manager")
    colleague = try await pierhead.user("advocate", in: Place.liverpool)
    teams = try await TeamWorld(pierhead, manager)
  }

  /// Every request comes from a session of its own, because some end it.
  func browser(_ user: User) async throws -> Browser {
    Browser(beside: first, session: try await pierhead.session(of: user))
  }

  /// Of what a row is asked as a role. Whoever may not see the programme at all is turned away before anything of it is
  /// looked up, so one question tells it: it is not 404 though nothing is there.
  func targets(of row: AccessRow, as role: String) -> [Target] {
    let all = targets(of: row.subject)
    let isTurnedAway = AccessTableTests.status(row, role, .own) == 403
    return isTurnedAway && all == Self.ofProgramme ? [.missing] : all
  }

  private static let ofProgramme: [Target] = [.missing, .malformed, .own]

  private func targets(of subject: AccessRow.Subject) -> [Target] {
    switch subject {
    case .none, .token: [.none]
    case .household, .absence, .appointment:
      [.missing, .malformed, .own, .sameDistrict, .otherDistrict]
    case .referral, .transfer, .colleague, .post, .message, .pair, .merge, .invitationList,
      .invited:
      [.missing, .malformed, .sameDistrict, .otherDistrict]
    case .account: [.missing, .malformed, .own, .otherDistrict]
    case .session, .accessToken: [.missing, .malformed, .own, .otherDistrict]
    case .webhook: [.missing, .malformed, .otherDistrict]
    case .project, .programmeItem, .draftReport, .approvedReport, .gate, .gateCondition,
      .programmeBody, .meeting, .touch, .calendarLink, .benefit, .pack, .programmeWait, .dismissal:
      Self.ofProgramme
    }
  }

  func id(
    of subject: AccessRow.Subject, _ target: Target, for user: User, _ browser: Browser
  ) async throws -> String {
    switch target {
    case .missing: return HouseholdID(at: pierhead.database.wall.now()).text
    case .malformed: return "1' OR '1'='1".replacing(" ", with: "%20")
    case .none: return "no-such-thing"
    case .own, .sameDistrict, .otherDistrict: break
    }
    let district = target == .otherDistrict ? "Wirral" : "Liverpool"
    switch subject {
    case .none, .token: return "no-such-thing"
    case .household: return try await household(target, in: district, for: user).text
    case .webhook:
      _ = try await pierhead.webhooks.add(
        url: "https://example.org/", kinds: ["referral.received"],
        by: pierhead.user("administrator"))
      let found = try await pierhead.webhooks.list(by: .system)[0]
      try await pierhead.webhooks.end(found.id, by: .system)
      return found.id.text
    case .referral:
      made += 1
      try await pierhead.importRows([unlike("R\(made)", ["district": district])])
      return try await pierhead.referral("R\(made)").text
    case .transfer:
      // It is answered in the district that it goes to.
      made += 1
      let (from, to) =
        target == .otherDistrict ? ("Liverpool", Place.wirral) : ("Wirral", Place.liverpool)
      let household = try await pierhead.household("T\(made)", ["district": from], by: manager)
      return try await pierhead.transferRequest(for: household, to: to, by: manager).text
    case .colleague, .absence, .post:
      return try await teams.id(of: subject, target, in: district, for: user)
    case .appointment:
      let household = try await household(target, in: district, for: user)
      return try await teams.appointment(with: household).text
    case .message:
      made += 1
      return try await pierhead.failedMessage(
        "M\(made)", in: target == .otherDistrict ? Place.wirral : Place.liverpool
      ).text
    case .invitationList, .invited:
      made += 1
      let place = target == .otherDistrict ? Place.wirral : Place.liverpool
      let list = try await pierhead.invitationList("L\(made)", in: place, by: manager)
      return subject == .invitationList
        ? list.text : try await pierhead.invited("I\(made)", on: list, by: manager).text
    case .pair, .merge:
      made += 1
      let pair = try await pierhead.pair("D\(made)", ["district": district])
      return subject == .pair ? pair.text : try await pierhead.merged(pair, by: manager).text
    case .project, .programmeItem:
      let project = try await project(of: user)
      return subject == .project
        ? project.text : try await pierhead.milestone(in: project).text
    case .gate, .gateCondition:
      made += 1
      let owner = user.may(.updateProjects) ? user : nil
      let gate = try await pierhead.gate(in: pierhead.project(owner: owner))
      return subject == .gate
        ? gate.text : try await pierhead.gateCondition("C\(made)", at: gate).text
    case .draftReport, .approvedReport:
      return try await pierhead.report(
        of: project(of: user), isApproved: subject == .approvedReport
      ).text
    case .calendarLink: return try await pierhead.calendarLink(of: user).text
    case .touch: return try await pierhead.touch(of: project(of: user)).text
    case .programmeWait:
      return try await pierhead.wait(in: project(of: user)).text
    case .dismissal: return try await pierhead.dismissal(of: project(of: user)).text
    case .programmeBody: return try await pierhead.programmeBody().text
    case .meeting: return try await pierhead.meeting(of: pierhead.programmeBody()).text
    case .benefit: return try await pierhead.benefit(in: project(of: user)).text
    case .pack: return try await pierhead.pack().text
    case .account:
      return target == .own
        ? user.id.text : try await pierhead.user("analyst", in: Place.wirral).id.text
    case .accessToken:
      let owner = target == .own ? user : colleague
      _ = try await pierhead.access.token(email: owner.email, days: 1, by: .system)
      return try await pierhead.access.ownTokens(owner).last?.id.text ?? ""
    case .session:
      let owner = target == .own ? user : colleague
      _ = try await pierhead.session(of: owner)
      let found: SessionID? = try await pierhead.database.read(fresh: true) {
        try $0.row(
          "SELECT id FROM sessions WHERE account_id = \(owner.id) AND ended_at IS NULL ORDER BY id DESC LIMIT 1"
        )?["id"]
      }
      return found?.text ?? ""
    }
  }

  private func project(of user: User) async throws -> ProgrammeItemID {
    if let found = projects[user.id] { return found }
    let id = try await pierhead.project(owner: user.may(.updateProjects) ? user : nil)
    projects[user.id] = id
    return id
  }

  /// One household of each kind and user: requests leave it as it is, or add a note.
  private func household(_ target: Target, in district: String, for user: User) async throws
    -> HouseholdID
  {
    let isTheirs = target == .own && user.roles.contains { $0.hasSuffix("advocate") }
    let name = "\(district) \(isTheirs ? user.id.text : "")"
    if let found = households[name] { return found }
    made += 1
    let advocate = isTheirs ? user : colleague
    let id = try await pierhead.household(
      "H\(made)", ["district": district], by: manager, for: advocate)
    households[name] = id
    return id
  }

  /// Sends the request of a row.
  func ask(_ row: AccessRow, _ id: String, _ browser: Browser) async throws -> Browser.Answer {
    let path = Self.path(row, id)
    guard row.route.hasPrefix("POST") else { return try await browser.get(path) }
    return try await browser.post(path, row.form.sorted { $0.key < $1.key })
  }

  static func path(_ row: AccessRow, _ id: String) -> String {
    row.route.split(separator: " ")[1].split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(":") ? id : String($0) }.joined(separator: "/")
  }
}
