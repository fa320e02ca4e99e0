import Core
import HTML
import People
import Web

/// The inbox and a referral's page, with the decisions that a team leader takes there.
package struct ReferralPages: Sendable {
  let referrals: Referrals

  package init(_ referrals: Referrals) { self.referrals = referrals }

  package var routes: [Route] {
    [
      .get("/inbox", .may(.readInbox), inbox),
      .get("/referrals/:id", .may(.readInbox)) { visit in
        .page(try await page(visit, FormState()))
      },
      .post("/referrals/:id/accept", .may(.decideReferrals), accept),
      .post("/referrals/:id/decline", .may(.decideReferrals), decline),
      .post("/referrals/:id/reopen", .may(.decideReferrals), reopen),
      .post("/referrals/:id/acknowledge", .may(.decideReferrals), acknowledge),
      .post("/referrals/:id/unacknowledge", .may(.decideReferrals), unacknowledge),
      .get("/late-answers", .may(.readInbox), lateAnswers),
    ] + actRoutes
  }

  package static let nav = [NavEntry("Inbox", to: "/inbox", for: .readInbox)]

  private var vocabulary: Vocabulary { referrals.vocabulary }
  private var wall: Wall { referrals.wall }

  // MARK: - Inbox

  private func inbox(_ visit: Visit) async throws -> Answer {
    var filter = InboxFilter()
    filter.page = min(100_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    if let district = visit.query("district"), !district.isEmpty {
      filter.district = district == "none" ? "" : district
    }
    let found = try await referrals.inbox(filter, for: visit.user)
    let seesAll = visit.user.grants[.readInbox] == .all
    let pages = max(1, (found.waiting + InboxFilter.size - 1) / InboxFilter.size)
    return .page(
      Page("Inbox", caption: caption(visit.user, seesAll), width: .wide, section: "/inbox") {
        lead(summary(found))
        paragraph(link("Answers that are due", to: Self.latePath))
        if seesAll { districtFilter(filter) }
        if found.lines.isEmpty {
          emptyState(
            filter.page > 1 ? "There are no more referrals" : "Nobody is waiting",
            "New referrals are shown here, those who may not be safe first.",
            action: filter.page > 1 ? Link("Back to the first page", to: "/inbox") : nil)
        }
        let today = wall.today
        let rows = found.lines.map { ($0.band(on: today), row($0, today, seesAll: seesAll)) }
        for band in Triage.Band.allCases {
          section(band, rows.filter { $0.0 == band }.map(\.1), seesAll: seesAll)
        }
        if !found.lines.isEmpty {
          pagination(
            page: filter.page, of: max(pages, filter.page),
            previous: filter.page > 1 ? path(filter, filter.page - 1) : nil,
            next: found.hasMore ? path(filter, filter.page + 1) : nil)
        }
      })
  }

  private func caption(_ user: User, _ seesAll: Bool) -> String {
    seesAll ? "All districts" : user.districts.map(vocabulary.district).joined(separator: ", ")
  }

  private func summary(_ inbox: Inbox) -> Markup {
    switch (inbox.waiting, inbox.urgent) {
    case (0, _): "Nobody is waiting."
    case (1, 0): "1 person is waiting."
    case (let waiting, 0): "\(waiting) people are waiting."
    case (1, _): "1 person is waiting, and comes first for safety."
    case (let waiting, let urgent):
      "\(waiting) people are waiting, \(urgent) of them first for safety."
    }
  }

  private func districtFilter(_ filter: InboxFilter) -> Markup {
    let chosen = filter.district == "" ? "none" : filter.district ?? ""
    return filterForm(to: "/inbox") {
      select(
        Field("district", "District", values: [chosen]),
        [Choice("", "All districts")]
          + vocabulary.districts.sorted { $0.value < $1.value }.map { Choice($0.key, $0.value) }
          + [Choice("none", "No district yet")], prompt: nil)
    }
  }

  private func path(_ filter: InboxFilter, _ page: Int) -> String {
    let district = filter.district.map { "district=\($0.isEmpty ? "none" : $0)&" } ?? ""
    return "/inbox?\(district)page=\(page)"
  }

  private func section(_ band: Triage.Band, _ rows: [[Markup]], seesAll: Bool) -> Markup? {
    guard !rows.isEmpty else { return nil }
    return Markup {
      heading(band.words)
      table(
        band.words, isCaptionHidden: true,
        columns: ["Person", "Why here", "Needs", seesAll ? "District" : "Came from"],
        rows: rows)
    }
  }

  private func row(_ line: InboxLine, _ today: Day, seesAll: Bool) -> [Markup] {
    [
      Markup {
        link(line.name, to: "/referrals/\(line.id)")
        quiet(", \(line.dateOfBirth.age(on: today)) ")
        line.alone.map(aloneTag)
      },
      bullets(Triage.reasons(line, today: today, vocabulary).map { Markup($0) }),
      Markup(line.needs.map { vocabulary.need($0.key) }.joined(separator: ", ")),
      seesAll
        ? line.district.map { Markup(vocabulary.district($0)) } ?? tag("No district yet", .warning)
        : Markup(line.organisation),
    ]
  }

  // MARK: - One referral

  /// The referral's page, with its forms as they were sent when something is wrong with them.
  func page(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ReferralID = try visit.id("Referral")
    let view = try await referrals.find(id, for: visit.user)
    return ReferralPage(
      view: view, state: state, token: visit.formToken, today: wall.today, vocabulary: vocabulary
    ).page
  }

  private func accept(_ visit: Visit) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    do {
      let household = try await referrals.accept(
        id, with: visit.form.texts("others").compactMap { ReferralID(checking: $0) },
        district: visit.form.values["district"]?.first,
        despite: visit.form.text("despite"), by: visit.user)
      return .see("/households/\(household)", done: "accepted")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, visit.form.with(problems)))
    }
  }

  private func decline(_ visit: Visit) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    do {
      try await referrals.decline(
        id, because: visit.form.text("reason"), note: visit.form.text("note"), by: visit.user)
      return .see("/referrals/\(id)", done: "declined")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, visit.form.with(problems)))
    }
  }

  private func reopen(_ visit: Visit) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    try await referrals.reopen(id, by: visit.user)
    return .see("/referrals/\(id)", done: "reopened")
  }
}
