import Core
import HTML
import People
import Web

extension HouseholdPages {
  var appointmentRoutes: [Route] {
    [
      .post("/households/:id/appointments", .may(.planVisits), plan),
      .get("/appointments/:id", .may(.planVisits)) { visit in
        .page(try await appointmentPage(visit, FormState()))
      },
      .post("/appointments/:id/change", .may(.planVisits), change),
      .post("/appointments/:id/cancel", .may(.planVisits)) { visit in
        try await settle(visit, .cancelled(visit.form.text("cancel_reason")), "visit-cancelled")
      },
      .post("/appointments/:id/outcome", .may(.planVisits), outcome),
      .post("/appointments/:id/give", .may(.keepTeam)) { visit in
        try await households.give(try visit.id("Visit"), by: visit.user)
        return .see("/monday", done: "visit-given")
      },
    ]
  }

  private func plan(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    do {
      try await households.plan(draft(visit.form), with: id, by: visit.user)
      return .see("/households/\(id)", done: "visit-planned")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, visit.form.with(problems)))
    }
  }

  private func draft(_ form: FormState) -> AppointmentDraft {
    AppointmentDraft(
      id: AppointmentID(checking: form.text("visit_key"))
        ?? AppointmentID(at: households.wall.now()),
      kind: form.text("visit_kind"), day: form.text("visit_day"), time: form.text("visit_time"),
      place: form.text("visit_place"), person: form.text("visit_person"))
  }

  private func change(_ visit: Visit) async throws -> Answer {
    do {
      let household = try await households.change(
        try visit.id("Visit"), to: draft(visit.form), by: visit.user)
      return .see("/households/\(household)", done: "visit-changed")
    } catch Rejection.invalid(let problems) {
      return .again(try await appointmentPage(visit, visit.form.with(problems)))
    }
  }

  private func outcome(_ visit: Visit) async throws -> Answer {
    switch visit.form.text("outcome") {
    case "on-time": try await settle(visit, .happened(late: false), "visit-happened")
    case "late": try await settle(visit, .happened(late: true), "visit-happened")
    case "missed":
      try await settle(visit, .missed(visit.form.text("missed_reason")), "visit-missed")
    default:
      .again(
        try await appointmentPage(
          visit, visit.form.with([Problem("outcome", Reason("visit.outcome"))])))
    }
  }

  private func settle(
    _ visit: Visit, _ outcome: AppointmentOutcome, _ done: String
  ) async throws -> Answer {
    do {
      let household = try await households.settle(
        try visit.id("Visit"), outcome, by: visit.user)
      return .see("/households/\(household)", done: done)
    } catch Rejection.invalid(let problems) {
      return .again(try await appointmentPage(visit, visit.form.with(problems)))
    }
  }

  // MARK: - One visit

  private func appointmentPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: AppointmentID = try visit.id("Visit")
    let (found, household, members) = try await households.appointment(id, for: visit.user)
    let now = households.wall.now()
    let reasons = households.lists.missedReasons.entries(on: now.day)
      .map { Choice($0.key, $0.label) }
    let person = members.first { $0.person.id == found.person }?.person.fullName
    return Page(
      "\(found.kind.words) on \(found.day.spokenWithWeekday)", caption: household.reference,
      back: Link("The household", to: "/households/\(household.id)"), section: "/households",
      problems: state.problems
    ) {
      summaryList([
        SummaryRow("When", "\(date(found.day)) at \(found.startsAt.spokenTime)"),
        SummaryRow("Where", found.place.map { Markup($0) }),
        SummaryRow("With", Markup(person ?? "The whole household")),
        SummaryRow("Who goes", Markup(found.goes ?? "The household’s advocate")),
        SummaryRow("Planned by", Markup(found.plannedBy)),
      ])
      if found.state != .planned {
        insetText { paragraph(text: found.spokenOutcome(households.lists.missedReasons)) }
      } else {
        if found.day <= now.day { outcomeForm(found, reasons, state, visit.formToken) }
        heading("Change it", id: "change")
        form(to: "/appointments/\(id)/change", token: visit.formToken) {
          AppointmentFields(state: state, members: members, now: now, standing: found).fields
          button("Change the visit", found.day <= now.day ? .secondary : .primary)
        }
        heading("Cancel it", id: "cancel")
        form(to: "/appointments/\(id)/cancel", token: visit.formToken) {
          select(Field("cancel_reason", "Why is it cancelled?", in: state), reasons)
          button("Cancel the visit", .warning)
        }
      }
    }
  }

  private func outcomeForm(
    _ found: Appointment, _ reasons: [Choice], _ state: FormState, _ token: String
  ) -> Markup {
    Markup {
      heading("What happened?", id: "happened")
      form(to: "/appointments/\(found.id)/outcome", token: token) {
        radios(
          Field("outcome", "Did it happen?", in: state),
          [
            Choice("on-time", "Yes, on time"), Choice("late", "Yes, but late"),
            Choice("missed", "No"),
          ])
        select(
          Field("missed_reason", "If not, why?", in: state, isOptional: true), reasons)
        button("Save")
      }
    }
  }
}

/// The fields of a visit, empty or with one that stands.
struct AppointmentFields {
  let state: FormState
  let members: [Member]
  let now: Instant
  var standing: Appointment? = nil

  var fields: Markup {
    Markup {
      hiddenInput(
        "visit_key",
        AppointmentID(checking: state.text("visit_key"))?.text
          ?? AppointmentID(at: now).text)
      radios(
        field("visit_kind", "What kind?", standing?.kind.rawValue),
        Appointment.Kind.allCases.map { Choice($0.rawValue, $0.words) }, isInline: true)
      dateInput(
        field(
          "visit_day", "Day of the visit", standing?.day.written,
          hint: "For example \(now.day.adding(days: 1).written)"))
      textInput(
        field(
          "visit_time", "Time", standing?.startsAt.clockTime, hint: "For example 14:30 or 2:30pm"),
        width: .short)
      textInput(
        field(
          "visit_place", "Where", standing?.place, hint: "Only staff of this household see it.",
          isOptional: true))
      if members.count > 1 {
        select(
          field("visit_person", "With whom?", standing?.person?.text, isOptional: true),
          members.map { Choice($0.person.id.text, $0.person.fullName) },
          prompt: "The whole household")
      }
    }
  }

  private func field(
    _ name: String, _ label: String, _ standing: String?, hint: String? = nil,
    isOptional: Bool = false
  ) -> Field {
    Field(
      name, label, hint: hint, values: state.values[name] ?? standing.map { [$0] } ?? [],
      problem: state.problem(name), isOptional: isOptional)
  }
}

extension Appointment {
  /// How it ended, in words.
  func spokenOutcome(_ reasons: DatedList) -> String {
    switch state {
    case .planned: "Planned"
    case .happened: wasLate == true ? "It happened, late" : "It happened, on time"
    case .missed: "It did not happen: \(reasons.label(reason ?? ""))"
    case .cancelled: "It was cancelled: \(reasons.label(reason ?? ""))"
    case .changed: "It was changed for another"
    }
  }
}
