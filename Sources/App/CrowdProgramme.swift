import Access
import Core
import Database
import Programme

/// The programme office of a crowd, and what it may ask for: every page and every form of the programme, for whoever sends
/// malformed requests.
extension Crowd {
  static let office = DemoAccount("programme_office", name: "Olu Example")

  /// The pages and forms of one project with one of everything, `{"pages": […], "forms": […]}`.
  func officeLine(_ cookie: (cookie: String, formToken: String), _ account: AccountID) async throws
    -> [String: Any]
  {
    let user = try await pierhead.access.user(account)
    let programme = pierhead.programme
    let project = try await programme.addProject(
      ["name": "Example project", "workstream": "employer"], by: user)
    let milestone = ProgrammeItemID(at: pierhead.database.wall.now())
    try await programme.addMilestone(
      ["name": "First meeting", "due": "March 2027"], as: milestone, to: project, by: user)
    let (own, item) = ("/programme/projects/\(project)", "/programme/items/\(milestone)")
    let rating = ["respect": "overall", "rating": "green", "reason": "It goes on.", "version": "0"]
    let forms: [(String, [String: String])] = [
      ("/programme/projects", ["name": "Another example", "workstream": "employer"]),
      ("/programme/files", ["file": "kind,workstream,text,when,note\nvision,,Fair work,,\n"]),
      ("/programme/frame", ["sort": "vision", "words": "Fair work", "place": "1"]),
      (own + "/new-milestone", ["name": "Second meeting", "due": "Q1 27/28"]),
      (own + "/new-risk", ["sort": "risk", "words": "It may be late.", "likelihood": "2"]),
      (own + "/new-source", ["name": "Example fund", "amount": "1,250.50"]),
      (own + "/rating", rating), (own + "/objectives", ["version": "none"]),
      (item, ["version": "1", "name": "First meeting", "due": "late March 2027"]),
      (item + "/baseline", ["version": "1", "baseline": "June 2027", "reason": "Agreed."]),
      (item + "/archive?version=1", [:]), (item + "/bring-back?version=2", [:]),
    ]
    return [
      "pages": Self.pages
        + [own, item, own + "/rating?in=schedule", own + "/new-milestone", own + "/new-risk"],
      "forms": forms.map { path, fields in
        [
          "path": path,
          "fields": fields.merging(["form_token": cookie.formToken]) { one, _ in one },
        ] as [String: Any]
      },
    ]
  }

  private static let pages = [
    "/programme", "/programme?on=20/11/2026", "/programme/portfolio.csv", "/programme/timeline",
    "/programme/risks", "/programme/frame", "/programme/files?page=1",
  ]
}
