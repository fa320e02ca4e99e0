import Core
import HTML
import People
import Web

/// The pages of households: a list, one household, notes, assignment, and today's work.
package struct HouseholdPages: Sendable {
  let households: Households
  let vocabulary: Vocabulary

  /// Those whose referrals wait and who want to join these households, as far as a user may see them.
  package typealias Missing =
    @Sendable ([HouseholdID], User) async throws -> [HouseholdID: [StillMissing]]
  let missing: Missing

  package init(
    _ households: Households, vocabulary: Vocabulary, missing: @escaping Missing = { _, _ in [:] }
  ) {
    self.households = households
    self.vocabulary = vocabulary
    self.missing = missing
  }

  package var routes: [Route] {
    [
      .get("/today", .may(.readToday), today),
      .get("/households", .may(.readHouseholds), list),
      .get("/households/:id", .may(.readHouseholds)) { visit in
        .page(try await page(visit, FormState()))
      },
      .post("/households/:id/notes", .may(.writeNotes), addNote),
      .post("/households/:id/assignments", .may(.assignAdvocates), assign),
      .post("/households/:id/complexity", .may(.writeNotes), setComplexity),
      .get("/eligibility", .may(.readHouseholds), clocks),
      .post("/households/:id/exceptions", .may(.grantExceptions), grantException),
      .post("/households/:id/exceptions/end", .may(.grantExceptions), endException),
    ] + appointmentRoutes
  }

  package static let nav = [
    NavEntry("Today", to: "/today", for: .readToday),
    NavEntry("Households", to: "/households", for: .readHouseholds),
  ]

  private var wall: Wall { households.wall }

  // MARK: - Lists

  private func today(_ visit: Visit) async throws -> Answer {
    let (lines, planned) = try await households.day(for: visit.user)
    let own = lines.filter { $0.advocateID == visit.user.id }
    let covered = lines.filter { $0.advocateID != visit.user.id }
    let fresh = own.filter { !$0.hasContact }
    let rest = own.filter(\.hasContact)
    return .page(
      Page("Today", caption: wall.today.spoken, width: .wide, section: "/today") {
        if lines.isEmpty {
          emptyState(
            "No household is assigned to you",
            "When a team leader assigns one to you, it is shown here.",
            action: visit.user.may(.readInbox) ? Link("Go to the inbox", to: "/inbox") : nil)
        }
        if !planned.isEmpty {
          heading("Planned visits")
          visitTable(planned, for: visit.user, today: wall.today)
        }
        if !fresh.isEmpty {
          heading("No contact yet")
          paragraph(
            text: "Nobody has reached these households yet. Try to make first contact soon.")
          householdTable("No contact yet", fresh)
        }
        if !rest.isEmpty {
          heading("Your households")
          paragraph(text: "The one you have not been in touch with for the longest comes first.")
          householdTable("Your households", rest)
        }
        for colleague in Set(covered.compactMap(\.advocate)).sorted() {
          heading("Covering for \(colleague)")
          paragraph(text: "\(colleague) is away. You look after these households meanwhile.")
          householdTable("Covering for \(colleague)", covered.filter { $0.advocate == colleague })
        }
        if visit.user.may(.planAbsences) {
          paragraph(link("Time away from work", to: "/absences"))
        }
        if lines.count == Households.mostToday {
          paragraph(link("See all your households", to: "/households"))
        }
      })
  }

  private func list(_ visit: Visit) async throws -> Answer {
    var filter = HouseholdFilter()
    filter.page = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    filter.order = HouseholdFilter.Order(rawValue: visit.query("order") ?? "") ?? .quiet
    filter.withoutAdvocate = visit.query("advocate") == "none"
    let (lines, hasMore) = try await households.list(filter, for: visit.user)
    return .page(
      Page("Households", width: .wide, section: "/households") {
        paragraph(link("Households that wait for another adult", to: Self.clocksPath))
        controls(filter, mayAssign: visit.user.may(.assignAdvocates))
        if lines.isEmpty {
          emptyState(
            filter.page > 1 ? "There are no more households" : "No households here yet",
            "A household is opened when a referral is accepted.",
            action: filter.page > 1 ? Link("Back to the first page", to: "/households") : nil)
        } else {
          householdTable("Households", lines)
        }
        steps(filter, hasMore)
      })
  }

  private func controls(_ filter: HouseholdFilter, mayAssign: Bool) -> Markup {
    filterForm(to: "/households") {
      select(
        Field("order", "Order", values: [filter.order.rawValue]),
        [Choice("quiet", "Longest without contact first"), Choice("newest", "Newest first")],
        prompt: nil)
      if mayAssign {
        select(
          Field("advocate", "Advocate", values: [filter.withoutAdvocate ? "none" : ""]),
          [Choice("", "All households"), Choice("none", "Without an advocate")], prompt: nil)
      }
    }
  }

  private func steps(_ filter: HouseholdFilter, _ hasMore: Bool) -> Markup {
    func path(_ page: Int) -> String {
      "/households?order=\(filter.order.rawValue)"
        + (filter.withoutAdvocate ? "&advocate=none" : "") + "&page=\(page)"
    }
    return pagination(
      page: filter.page, of: hasMore ? filter.page + 1 : filter.page,
      previous: filter.page > 1 ? path(filter.page - 1) : nil,
      next: hasMore ? path(filter.page + 1) : nil)
  }

  private func householdTable(_ caption: String, _ lines: [HouseholdLine]) -> Markup {
    let today = wall.today
    return table(
      caption, isCaptionHidden: true,
      columns: ["Household", "Reference", "People", "District", "Advocate", "Last contact"],
      rows: lines.map { line in
        [
          Markup {
            link(line.leadName, to: "/households/\(line.id)")
            if let known = line.leadKnownAs { quiet(" (\(known))") }
          },
          Markup(line.reference), "\(line.memberCount)", Markup(line.district),
          line.advocate.map { Markup($0) } ?? tag("No advocate", .warning),
          line.hasContact
            ? Markup(ago(line.quietSince, today)) : tag("No contact yet", .info),
        ]
      })
  }

  private func ago(_ day: Day, _ today: Day) -> String {
    switch day.days(until: today) {
    case ...0: "Today"
    case 1: "Yesterday"
    case let days: "\(days) days ago"
    }
  }

  // MARK: - One household

  /// The household's page, with its note form as it was sent when something is wrong with it.
  func page(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: HouseholdID = try visit.id("Household")
    let notesPage = min(10_000, max(1, Int(visit.query("notes") ?? "") ?? 1))
    let view = try await households.find(id, notesPage: notesPage, for: visit.user)
    let advocates =
      visit.user.may(.assignAdvocates)
      ? try await households.advocates(for: view.household.districtCode, as: visit.user) : []
    let missing = view.joinClock == nil ? [:] : try await missing([id], visit.user)
    return HouseholdPage(
      view: view, user: visit.user, advocates: advocates, state: state, token: visit.formToken,
      notesPage: notesPage, now: wall.now(), vocabulary: vocabulary,
      reasons: households.lists.missedReasons, missing: missing[id] ?? [],
      eligibility: households.eligibility,
      loadWords: households.lists.loadWeights.words(on: wall.today)
    ).page
  }

  private func addNote(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    let form = visit.form
    let draft = NoteDraft(
      id: ContactNoteID(checking: form.text("key")) ?? ContactNoteID(at: wall.now()),
      kind: form.text("kind"), happenedOn: form.text("happened_on"), body: form.text("body"),
      person: form.text("person"))
    do {
      try await households.addNote(draft, to: id, by: visit.user)
      return .see("/households/\(id)", done: "note-added")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, form.with(problems)))
    }
  }

  private func setComplexity(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    let form = visit.form
    do {
      try await households.setComplexity(
        form.text("complexity"), of: id, because: form.text("complexity_note"), vocabulary,
        by: visit.user)
      return .see("/households/\(id)", done: "complexity-set")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, form.with(problems)))
    }
  }

  private func assign(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    do {
      try await households.assign(visit.form.text("advocate"), to: id, by: visit.user)
      return .see("/households/\(id)", done: "assigned")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, visit.form.with(problems)))
    }
  }
}
