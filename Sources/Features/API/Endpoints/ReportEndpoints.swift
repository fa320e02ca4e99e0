import Core
import Database
import HTTPTypes
import Programme
import Web

/// Highlight reports: what owners say of a month, and what the programme office makes of it. A report that is not approved is
/// there for those alone who may change its project.
extension API {
  var reportEndpoints: [Endpoint] { reportReads + reportWriting + reportActs }

  private var reportReads: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/reports", name: "listReports",
        summary: "List the highlight reports for a month",
        about:
          "A line for each project that stood in it, whether it has a report or not, in the order in which the projects were added. The id of a report is told to those who may read it.",
        query: [
          .init(
            name: "month", words: "Up to this one. Left out: the one whose reports are due next.",
            schema: [
              "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "example": "2026-10",
            ])
        ] + Self.paging,
        answers: [.init(status: 200, schema: "MonthReports", words: "A part of the list")],
        handler: listReports),
      Endpoint(
        method: .get, path: "/programme/projects/:id/reports", name: "listProjectReports",
        summary: "List the highlight reports of a project",
        about:
          "The newest month first: approved ones, and for those who may change the project the others too, with those that were withdrawn.",
        query: [
          Self.paging[0],
          .init(
            name: "cursor", words: "`next` of the part before",
            schema: [
              "type": "string",
              "pattern": "^[0-9]{4}-[0-9]{2}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            ]),
        ], answers: [.init(status: 200, schema: "ProjectReports", words: "A part of the list")],
        handler: listProjectReports),
      Endpoint(
        method: .get, path: "/programme/reports/:id", name: "readReport",
        summary: "Read a highlight report",
        about:
          "`content` is what people read: of an approved report as it was approved, of others as it stands. `fields` are those of its form. `intact` is false where what is kept is not what was approved.",
        answers: [
          .init(status: 200, schema: "HighlightReport", words: "The report", hasVersion: true)
        ], handler: readReport),
    ]
  }

  private var reportWriting: [Endpoint] {
    [
      Endpoint(
        method: .post, path: "/programme/projects/:id/reports", name: "beginReport",
        summary: "Begin a highlight report",
        about:
          "It may be half written: what is missing is said when it is sent. `rating-overall` and the like are keys of the scale, or `not-rated`; empty is not chosen yet.",
        takes: "NewReport", example: Examples.report, mayHaveKey: true, mayConflict: true,
        answers: [Self.added], handler: beginReport),
      act(
        "change", "Change a highlight report", takes: "ReportChange",
        example: ["done": "We met twice."],
        about:
          "Until it is sent. Fields that are left out stay as they are, and an empty text empties one. One that was returned is a draft again.",
        handler: changeReport),
    ]
  }

  private var reportActs: [Endpoint] {
    [
      act(
        "send", "Send a highlight report for approval",
        about: "Where something is missing, the problems name the fields of its form."
      ) { call in
        try await act(call, .updateProjects) { id, version, once in
          try await highlights.send(id, from: version, once: once, by: call.user)
        }
      },
      act("take-back", "Take back a highlight report that waits", about: "It is a draft again.") {
        call in
        try await act(call, .updateProjects) { id, version, once in
          try await highlights.takeBack(id, from: version, once: once, by: call.user)
        }
      },
      act(
        "withdraw", "Withdraw a highlight report",
        about:
          "It leaves all lists, and another can be begun for its month. Not once it is approved."
      ) { call in
        try await act(call, .updateProjects) { id, version, once in
          try await highlights.withdraw(id, from: version, once: once, by: call.user)
        }
      },
      act(
        "approve", "Approve a highlight report",
        about:
          "In the version that was read. It is kept as it is from then on, and its ratings are the project's. Nobody approves what they have written in or sent."
      ) { call in
        try await act(call, .keepProgramme) { id, version, once in
          try await highlights.approve(id, from: version, once: once, by: call.user)
        }
      },
      act(
        "return", "Return a highlight report to be changed", takes: "ReturnReport",
        example: ["words": "Say what the second meeting is for."],
        about: "With what must be changed.", handler: returnReport),
    ]
  }

  private func act(
    _ verb: String, _ summary: String, takes schema: String = "Nothing", example: JSON = [:],
    about: String, handler: @escaping @Sendable (Call) async throws -> Reply
  ) -> Endpoint {
    let name = verb == "take-back" ? "takeBackReport" : "\(verb)Report"
    return Endpoint(
      method: .post, path: "/programme/reports/:id/\(verb)", name: name, summary: summary,
      about: about, takes: schema, example: example, mayHaveKey: true, needsVersion: true,
      answers: [
        .init(status: 200, schema: "Versioned", words: "The version that stands", hasVersion: true)
      ], handler: handler)
  }

  // MARK: - Reading

  private func listReports(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let limit = try call.limit()
    let after = try call.cursor { ProgrammeItemID(checking: $0) }
    let period = try highlights.period(call.visit.query("month"))
    let (rows, hasMore) = try await highlights.rows(
      for: period, after: after, limit: limit, for: call.user)
    return Reply(
      body: [
        "month": .string(period.rawValue), "due_on": .day(highlights.dates.due(period)),
        "items": .array(rows.map(JSON.reportRow)),
        "next": .text(hasMore ? rows.last?.project.text : nil),
      ])
  }

  private func listProjectReports(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let limit = try call.limit()
    let after = try call.cursor(ReportPlace.init(cursor:))
    let (reports, hasMore) = try await highlights.reports(
      of: try call.visit.id("Project"), after: after, limit: limit, for: call.user)
    return .list(
      reports.map(JSON.report),
      next: hasMore ? reports.last.map { "\($0.value.period)_\($0.id)" } : nil)
  }

  private func readReport(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let view = try await highlights.report(try call.visit.id("Report"), for: call.user)
    return Reply(body: .report(view), version: view.report.number)
  }

  // MARK: - Writing

  private func beginReport(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let project: ProgrammeItemID = try call.visit.id("Project")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: Set(ReportSchemas.fields + ["period"])).texts
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, body.bytes) {
      Reply.added(id, at: "reports")
    } _: { once in
      try await highlights.begin(fields, as: id, for: project, once: once, by: call.user)
    }
  }

  private func changeReport(_ call: Call) async throws -> Reply {
    try await act(call, .updateProjects, texts: Set(ReportSchemas.fields)) {
      id, version, fields, once in
      try await highlights.change(
        id, from: version, fields, keepsOthers: true, once: once, by: call.user)
    }
  }

  private func returnReport(_ call: Call) async throws -> Reply {
    try await act(call, .keepProgramme, texts: ["words"]) { id, version, fields, once in
      try await highlights.giveBack(id, from: version, fields, once: once, by: call.user)
    }
  }

  private func act(
    _ call: Call, _ verb: Verb,
    _ door: (ProgrammeItemID, Int, Once<Int>?) async throws -> Int
  ) async throws -> Reply {
    try await act(call, verb, texts: []) { id, version, _, once in
      try await door(id, version, once)
    }
  }

  /// Does to a report what names its version.
  private func act(
    _ call: Call, _ verb: Verb, texts: Set<String>,
    _ door: (ProgrammeItemID, Int, [String: String], Once<Int>?) async throws -> Int
  ) async throws -> Reply {
    try call.user.must(verb)
    let id: ProgrammeItemID = try call.visit.id("Report")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: texts).texts
    let version = try call.version()
    return try await once(call, body.bytes) { number in
      Reply.stands(id, number)
    } _: { once in
      try await naming(version) {
        try await door(id, version, fields, once)
      } stands: {
        try await highlights.report(id, for: call.user).report.number
      }
    }
  }
}

extension ReportPlace {
  /// `2026-10_` and the report's id.
  fileprivate init?(cursor text: String) {
    let parts = text.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, let period = ReportPeriod(rawValue: String(parts[0])),
      let id = ProgrammeItemID(checking: String(parts[1]))
    else { return nil }
    self.init(period: period, id: id)
  }
}
