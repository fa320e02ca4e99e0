import Core
import Database
import HTTPTypes
import Programme
import Web

/// The programme: what stands or stood, and every change that a page allows. Kinds of things come from `ItemForm`, so one
/// that is new there has its addresses here.
extension API {
  var programmeEndpoints: [Endpoint] { portfolioEndpoints + itemEndpoints + changeEndpoints }

  static let on = Endpoint.Parameter(
    name: "on", words: "As it stood when this day had ended. Left out: as it stands.",
    schema: ["type": "string", "format": "date", "example": "2026-11-20"])

  private var portfolioEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme", name: "readPortfolio", summary: "Read the portfolio",
        about:
          "What the programme wants, and every project with its ratings, milestones, money and risks. The command `pierhead report programme` prints the same.",
        query: [Self.on],
        answers: [.init(status: 200, schema: "Portfolio", words: "The portfolio")],
        handler: readPortfolio),
      Endpoint(
        method: .get, path: "/programme/projects", name: "listProjects", summary: "List projects",
        about: "Those that are not archived, in the order in which they were added.",
        query: [Self.on] + Self.paging,
        answers: [.init(status: 200, schema: "Projects", words: "A part of the list")],
        handler: listProjects),
      Endpoint(
        method: .get, path: "/programme/projects/:id", name: "readProject",
        summary: "Read a project", about: "Archived or not.",
        answers: [
          .init(status: 200, schema: "Project", words: "The project", hasVersion: true)
        ], handler: readProject),
      Endpoint(
        method: .get, path: "/programme/projects/:id/ratings", name: "readRatings",
        summary: "Read the ratings of a project",
        about: "In each respect what was said, and what the facts say with the facts.",
        answers: [.init(status: 200, schema: "Ratings", words: "One for each respect")],
        handler: readRatings),
      Endpoint(
        method: .get, path: "/programme/projects/:id/rating-history", name: "readRatingHistory",
        summary: "Read what was said of a project in one respect", about: "The newest 50.",
        query: [
          .init(
            name: "in", words: "The key of a respect. Left out: overall.",
            schema: ["type": "string"])
        ],
        answers: [.init(status: 200, schema: "RatingHistory", words: "Newest first")],
        handler: readRatingHistory),
    ]
  }

  private static func summary(ofAdding kind: ItemKind) -> String {
    switch kind {
    case .frame: "Add to what the programme wants"
    case .pack: "Make a pack for a meeting, with what officers are asked for"
    case .body: "Add a body that decides"
    case .meeting: "Add a day on which a body meets"
    case .touch: "Say what touches whom, for the radar"
    default: "Add to the days that the team has"
    }
  }

  private var itemEndpoints: [Endpoint] {
    ItemForm.ofProjects.flatMap { form in
      [
        list(form, "/programme/projects/:id/\(form.path)"),
        Endpoint(
          method: .post, path: "/programme/projects/:id/\(form.path)",
          name: "add\(form.schema)", summary: "Add a \(form.kind.rawValue) to a project",
          about: "By the fields and rules of its form.", takes: "New\(form.schema)",
          example: Examples.item(form.kind), mayHaveKey: true, mayConflict: true,
          answers: [Self.added]
        ) { call in try await add(form, call) },
      ]
    }
      + ItemForm.ofProgramme.flatMap { form in
        [
          list(form, "/programme/\(form.path)"),
          Endpoint(
            method: .post, path: "/programme/\(form.path)", name: "add\(form.schema)",
            summary: Self.summary(ofAdding: form.kind),
            about: "By the fields and rules of its form.", takes: "New\(form.schema)",
            example: Examples.item(form.kind), mayHaveKey: true, answers: [Self.added]
          ) { call in try await addToProgramme(form, call) },
        ]
      }
      + [
        Endpoint(
          method: .get, path: "/programme/items/:id", name: "readItem",
          summary: "Read anything of the programme", about: "By the fields of its form.",
          answers: [.init(status: 200, schema: "Item", words: "It as it stands", hasVersion: true)],
          handler: readItem),
        Endpoint(
          method: .get, path: "/programme/items/:id/history", name: "readHistory",
          summary: "Read what it was before",
          about: "Its versions with who changed what and why, newest first, in parts of 50.",
          query: [
            .init(
              name: "cursor", words: "`next` of the part before",
              schema: ["type": "string", "pattern": "^[1-9][0-9]{0,3}$"])
          ], answers: [.init(status: 200, schema: "History", words: "A part of its versions")],
          handler: readHistory),
      ]
  }

  private func list(_ form: ItemForm, _ path: String) -> Endpoint {
    Endpoint(
      method: .get, path: path, name: "list\(form.schemas)",
      summary: "List \(form.path == "frame" ? "what the programme wants" : form.path)",
      about: "Those that are not archived, in the order in which they were added.",
      query: [Self.on] + Self.paging,
      answers: [.init(status: 200, schema: "Items", words: "A part of the list")]
    ) { call in try await list(form, call) }
  }

  static let added = Endpoint.Success(
    status: 201, schema: "Versioned", words: "Its id", hasVersion: true)

  // MARK: - Reading

  func day(_ call: Call) throws(Rejection) -> Day? {
    guard let text = call.visit.query("on") else { return nil }
    guard let day = Day(iso: text) else { throw .invalid("on", Reason("api.day")) }
    return day
  }

  private func readPortfolio(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let report = try await programme.report(on: try day(call), for: call.user)
    return Reply(body: .null, written: report.json)
  }

  private func listProjects(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (limit, on) = (try call.limit(), try day(call))
    let after = try call.cursor { ProgrammeItemID(checking: $0) }
    let (lines, hasMore) = try await programme.projects(
      on: on, after: after, limit: limit, for: call.user)
    let day = on ?? database.wall.today
    return .list(
      lines.map { JSON.project($0, on: day) }, next: hasMore ? lines.last?.id.text : nil)
  }

  private func readProject(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let view = try await programme.project(try call.visit.id("Project"), for: call.user)
    return Reply(
      body: .project(view.line, on: database.wall.today), version: view.line.project.number)
  }

  private func readRatings(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let lines = try await programme.respects(of: try call.visit.id("Project"), for: call.user)
    return Reply(body: ["items": .array(lines.map(JSON.respect))])
  }

  private func readRatingHistory(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let project: ProgrammeItemID = try call.visit.id("Project")
    _ = try await programme.project(project, for: call.user)
    let respect = call.visit.query("in") ?? "overall"
    guard programme.lists.respects.has(respect, on: database.wall.today) else {
      throw Rejection.invalid("in", Reason("api.respect"))
    }
    let said = try await programme.ratings(of: project, in: respect, for: call.user)
    return Reply(body: ["items": .array(said.map(JSON.said))])
  }

  private func list(_ form: ItemForm, _ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (limit, on) = (try call.limit(), try day(call))
    let after = try call.cursor { ProgrammeItemID(checking: $0) }
    let project: ProgrammeItemID? =
      ItemForm.ofProgramme.contains { $0.kind == form.kind } ? nil : try call.visit.id("Project")
    let (lines, hasMore) = try await programme.items(
      form, of: project, on: on, after: after, limit: limit, for: call.user)
    return .list(lines.map(JSON.item), next: hasMore ? lines.last?.id.text : nil)
  }

  private func readItem(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let view = try await programme.thing(try call.visit.id("Item"), for: call.user)
    return Reply(body: .item(view), version: view.number)
  }

  private func readHistory(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let page =
      try call.cursor { text in
        Int(text).flatMap { (1...9999).contains($0) && String($0) == text ? $0 : nil }
      } ?? 1
    let view = try await programme.thing(
      try call.visit.id("Item"), page: page, for: call.user)
    return .list(
      view.versions.map(JSON.version), next: view.hasMore ? String(page + 1) : nil)
  }
}

extension ItemForm {
  /// What the document calls many of them: `Milestones`.
  fileprivate var schemas: String {
    switch kind {
    case .body: "Bodies"
    case .touch: "Touches"
    default: schema + "s"
    }
  }

  /// What the document calls it: `Milestone`.
  var schema: String {
    kind.rawValue.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
