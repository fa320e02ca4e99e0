import Core
import Database
import HTTPTypes
import Programme
import Web

/// Meetings, what waits for what, the radar and what was measured. Bodies, meetings and touches are added, changed and archived
/// like everything that has an `ItemForm`.
extension API {
  var timeEndpoints: [Endpoint] { readingEndpoints + waitEndpoints + radarEndpoints }

  /// A list in parts of 50 that has no order of ids.
  private static let page = Endpoint.Parameter(
    name: "cursor", words: "`next` of the part before",
    schema: ["type": "string", "pattern": "^[1-9][0-9]{0,3}$"])

  private var readingEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/benefits/:id/readings", name: "listReadings",
        summary: "List what was measured of a benefit",
        about: "Those that are not archived, in the order in which they were added.",
        query: Self.paging, answers: [.init(status: 200, schema: "Items", words: "A part of them")],
        handler: listReadings),
      Endpoint(
        method: .post, path: "/programme/benefits/:id/readings", name: "addReading",
        summary: "Say what was measured of a benefit",
        about: "One that was wrong is changed with the reason.", takes: "NewReading",
        example: Examples.item(.reading), mayHaveKey: true, mayConflict: true,
        answers: [Self.added], handler: addReading),
      Endpoint(
        method: .get, path: "/programme/meeting-days", name: "listMeetingDays",
        summary: "List when bodies meet",
        about:
          "With the day by whose end papers must be in. From today on, the next first, or those that were, the last first; in parts of 50.",
        query: [
          .init(
            name: "show", words: "`past` for those that were",
            schema: ["type": "string", "enum": ["coming", "past"], "default": "coming"]), Self.page,
        ], answers: [.init(status: 200, schema: "MeetingDays", words: "A part of them")],
        handler: listMeetingDays),
    ]
  }

  private var waitEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/waits", name: "listWaits",
        summary: "List what waits for what",
        about:
          "Over all projects, with what comes of it: whether the other pushes it, by how much, and when it can be done at the earliest.",
        query: [Self.on] + Self.paging,
        answers: [.init(status: 200, schema: "Waits", words: "A part of them")],
        handler: listWaits),
      Endpoint(
        method: .post, path: "/programme/items/:id/waits", name: "addWait",
        summary: "Say that a milestone waits for another",
        about: "`needed` is the milestone that must be done first. No two wait for each other.",
        takes: "NewWait",
        example: ["needed": "01938f00-0000-7000-8000-000000000001", "weeks": "2"], mayHaveKey: true,
        mayConflict: true,
        answers: [.init(status: 200, schema: "Written", words: "The milestone's id")],
        handler: addWait),
      Endpoint(
        method: .post, path: "/programme/waits/:id/end", name: "endWait",
        summary: "Say that a milestone waits no more",
        about: "It stays in the milestone's history.", takes: "Nothing", example: [:],
        mayHaveKey: true, needsVersion: true,
        answers: [.init(status: 200, schema: "Written", words: "The milestone's id")],
        handler: endWait),
    ]
  }

  private var radarEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/programme/radar", name: "readRadar",
        summary: "List who may ask the same people the same",
        about: "The likeliest first, dismissed or not; in parts of 50.", query: [Self.page],
        answers: [.init(status: 200, schema: "Radar", words: "A part of them")],
        handler: readRadar),
      Endpoint(
        method: .post, path: "/programme/radar/dismiss", name: "dismissPair",
        summary: "Say that two are not one",
        about:
          "`said` is what both said when you looked at them: where that has changed, look again.",
        takes: "Dismiss",
        example: ["pair": "a.b", "said": "…", "reason": "They ask different people."],
        mayHaveKey: true, mayConflict: true,
        answers: [.init(status: 200, schema: "Dismissed", words: "The pair")],
        handler: dismissPair),
      Endpoint(
        method: .post, path: "/programme/dismissals/:id/end", name: "showPairAgain",
        summary: "Show a dismissed pair again", about: "The radar lists the two again.",
        takes: "Nothing", example: [:], mayHaveKey: true, needsVersion: true,
        answers: [.init(status: 200, schema: "Written", words: "The dismissal's id")],
        handler: showPairAgain),
    ]
  }

  // MARK: - Readings and meetings

  private func listReadings(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let limit = try call.limit()
    let after = try call.cursor { ProgrammeItemID(checking: $0) }
    let (lines, hasMore) = try await programme.readings(
      of: try call.visit.id("Benefit"), after: after, limit: limit, for: call.user)
    return .list(lines.map(JSON.item), next: hasMore ? lines.last?.id.text : nil)
  }

  private func addReading(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let benefit: ProgrammeItemID = try call.visit.id("Benefit")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["value", "on", "source"]).texts
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, body.bytes) {
      Reply.added(id, at: "items")
    } _: { once in
      try await programme.addReading(fields, as: id, of: benefit, once: once, by: call.user)
    }
  }

  /// Which part of a list of 50 is asked for.
  private func page(_ call: Call) throws(Rejection) -> Int {
    try call.cursor { text in
      Int(text).flatMap { (1...9999).contains($0) && String($0) == text ? $0 : nil }
    } ?? 1
  }

  private func listMeetingDays(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let show = call.visit.query("show") ?? "coming"
    guard ["coming", "past"].contains(show) else {
      throw Rejection.invalid("show", Reason("api.show"))
    }
    let page = try page(call)
    let (lines, hasMore) = try await programme.meetingDays(
      isPast: show == "past", page: page, for: call.user)
    return .list(lines.map(JSON.meetingDay), next: hasMore ? String(page + 1) : nil)
  }

  // MARK: - Waiting

  private func listWaits(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let (limit, on) = (try call.limit(), try day(call))
    let after = try call.cursor { ProgrammeItemID(checking: $0) }
    let (lines, hasMore) = try await programme.waits(
      on: on, after: after, limit: limit, for: call.user)
    return .list(lines.map(JSON.wait), next: hasMore ? lines.last?.id.text : nil)
  }

  private func addWait(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let milestone: ProgrammeItemID = try call.visit.id("Milestone")
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["needed", "weeks", "note"]).texts
    let id = ProgrammeItemID(at: database.wall.now())
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(milestone.text)])
    } _: { once in
      try await programme.wait(milestone, fields, as: id, once: once, by: call.user)
    }
  }

  private func endWait(_ call: Call) async throws -> Reply {
    try call.user.must(.updateProjects)
    let id: ProgrammeItemID = try call.visit.id("Wait")
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    let version = try call.version()
    let milestone = try await programme.wait(id, for: call.user).milestone
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(milestone.text)])
    } _: { once in
      try await naming(version) {
        try await programme.endWait(id, from: version, of: milestone, once: once, by: call.user)
      } stands: {
        try await programme.wait(id, for: call.user).number
      }
    }
  }

  // MARK: - The radar

  private func readRadar(_ call: Call) async throws -> Reply {
    try call.user.must(.readProgramme)
    let page = try page(call)
    let (lines, hasMore) = try await programme.radar(page: page, for: call.user)
    return .list(lines.map(JSON.radar), next: hasMore ? String(page + 1) : nil)
  }

  private func dismissPair(_ call: Call) async throws -> Reply {
    try call.user.must(.judgeRadar)
    let body = try await JSONBody.read(call.visit)
    let fields = try body.values(texts: ["pair", "said", "reason"]).texts
    let pair = fields["pair"] ?? ""
    return try await once(call, body.bytes) {
      Reply(body: ["pair": .string(pair)])
    } _: { once in
      try await programme.dismiss(
        pair, said: fields["said"] ?? "", fields, once: once, by: call.user)
    }
  }

  private func showPairAgain(_ call: Call) async throws -> Reply {
    try call.user.must(.judgeRadar)
    let id: ProgrammeItemID = try call.visit.id("Dismissal")
    let body = try await JSONBody.read(call.visit)
    _ = try body.values(texts: [])
    let version = try call.version()
    _ = try await programme.dismissal(id, for: call.user)
    return try await once(call, body.bytes) {
      Reply(body: ["id": .string(id.text)])
    } _: { once in
      try await naming(version) {
        try await programme.showAgain(id, from: version, once: once, by: call.user)
      } stands: {
        try await programme.dismissal(id, for: call.user)
      }
    }
  }
}
