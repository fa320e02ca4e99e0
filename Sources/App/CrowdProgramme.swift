import Access
import Core
import Database
import HTTPTypes
import Programme
import Web

/// The programme office of a crowd, and what it may ask for: every page and every form of the programme, for whoever sends
/// malformed requests.
extension Crowd {
  static let office = DemoAccount("programme_office", name: "Olu Example")

  /// Every address of the programme with things that are there, `{"pages": […], "forms": […]}`. New routes come by
  /// themselves.
  func officeLine(_ cookie: (cookie: String, formToken: String), _ account: AccountID) async throws
    -> [String: Any]
  {
    let user = try await pierhead.access.user(account)
    let ids = try await things(user)
    let routes = pierhead.site().routes.filter { $0.path.hasPrefix("/programme") }
    func address(_ route: Route) -> String {
      let room = ids.keys.first { route.path.hasPrefix("/programme/\($0)/") } ?? "items"
      return route.path.replacing(":id", with: ids[room]?.text ?? "")
    }
    let fields = Self.fields.merging(["form_token": cookie.formToken]) { one, _ in one }
    return [
      "pages": routes.filter { $0.method == .get }.map(address),
      "forms": routes.filter { $0.method == .post }.map {
        ["path": address($0), "fields": fields] as [String: Any]
      },
    ]
  }

  /// One of each kind of thing, by the word of its addresses.
  private func things(_ user: User) async throws -> [String: ProgrammeItemID] {
    let programme = pierhead.programme
    func newID() -> ProgrammeItemID { ProgrammeItemID(at: pierhead.database.wall.now()) }
    let (milestone, benefit, pack) = (newID(), newID(), newID())
    let project = try await programme.addProject(
      ["name": "Example project", "workstream": "employer"], by: user)
    try await programme.addMilestone(
      ["name": "First meeting", "due": "March 2027"], as: milestone, to: project, by: user)
    try await programme.addBenefit(
      ["name": "People in work", "unit": "people", "groups": "everyone"], as: benefit, to: project,
      by: user)
    try await pierhead.gates.choose(["set": "full", "tranches": "1"], for: project, by: user)
    let gate = try await pierhead.gates.gates(of: project, for: user).gates.gates.first?.id
    try await pierhead.packs.add(
      ["body": "Example board", "meets_on": "12/02/2027", "papers_on": "05/02/2027"], as: pack,
      by: user)
    return [
      "projects": project, "items": milestone, "benefits": benefit, "gates": gate ?? milestone,
      "packs": pack,
    ]
  }

  /// What any of the forms takes. Each reads its own fields and no other.
  private static let fields = [
    "name": "Another example", "workstream": "employer", "words": "It may be late.",
    "sort": "risk", "due": "Q1 27/28", "likelihood": "2", "impact": "3", "amount": "1,250.50",
    "respect": "overall", "rating": "green", "reason": "It goes on.", "version": "1",
    "baseline": "June 2027", "quarter": "Q1 27/28", "budget": "12,000", "role": "Analyst",
    "days": "20", "unit": "people", "groups": "everyone", "value": "12.5", "on": "20/11/2026",
    "source": "Survey", "body": "Example board", "meets_on": "12/02/2027",
    "papers_on": "05/02/2027", "papers_days": "5", "set": "full", "tranches": "1",
    "outcome": "return", "period": "2026-10", "community": "everyone", "begins": "March 2027",
    "file": "kind,workstream,text,when,note\nvision,,Fair work,,\n",
  ]
}
