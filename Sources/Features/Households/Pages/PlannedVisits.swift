import Core
import HTML
import People

extension HouseholdPage {
  /// What is planned, and a form to plan more.
  var plannedVisits: Markup {
    let planned = view.appointments.filter { $0.state == .planned }.reversed()
    return Markup {
      heading("Planned visits", id: "planned")
      if planned.isEmpty { paragraph(text: "Nothing is planned.") }
      if !planned.isEmpty {
        table(
          "Planned visits", isCaptionHidden: true, columns: ["When", "What", "Where", "Who goes"],
          rows: planned.map { visit in
            let when = "\(visit.day.spokenWithWeekday) at \(visit.startsAt.spokenTime)"
            return [
              user.may(.planVisits)
                ? link(when, to: "/appointments/\(visit.id)") : Markup(when),
              Markup {
                visit.kind.words
                if visit.day < now.day { " \(tag("What happened?", .warning))" }
              },
              visit.place.map { Markup($0) } ?? quiet("Not said"),
              Markup(visit.goes ?? "The advocate"),
            ]
          })
      }
      if user.may(.planVisits) {
        details(
          "Plan a visit",
          isOpen: state.problems.contains { $0.field?.hasPrefix("visit_") == true }
        ) {
          form(to: "/households/\(view.household.id)/appointments", token: token) {
            AppointmentFields(state: state, members: view.members, now: now).fields
            button("Plan the visit", .secondary)
          }
        }
      }
    }
  }

  /// Visits that ended, for the timeline.
  var visitEntries: [(day: Day, entry: TimelineEntry)] {
    view.appointments.filter { $0.state != .planned }.map { visit in
      (
        visit.day,
        TimelineEntry(
          "\(visit.kind.words), planned",
          when: "\(date(visit.day)) at \(visit.startsAt.spokenTime)",
          by: visit.plannedBy
        ) { paragraph(text: visit.spokenOutcome(reasons)) }
      )
    }
  }
}

/// What is planned in the days around today, over all of somebody's households.
func visitTable(_ lines: [AppointmentLine], for user: User, today: Day) -> Markup {
  table(
    "Planned visits", isCaptionHidden: true, columns: ["When", "Household", "What", "Where"],
    rows: lines.map { visit in
      [
        Markup {
          link(
            "\(visit.day == today ? "Today" : visit.day.spokenWithWeekday) at \(visit.startsAt.spokenTime)",
            to: "/appointments/\(visit.id)")
          if visit.day < today { " \(tag("What happened?", .warning))" }
        },
        Markup {
          link(visit.leadName, to: "/households/\(visit.household)")
          if let goes = visit.goes, goes != user.name { quiet(" \(goes) goes") }
        },
        Markup(visit.kind.words), visit.place.map { Markup($0) } ?? quiet("Not said"),
      ]
    })
}
