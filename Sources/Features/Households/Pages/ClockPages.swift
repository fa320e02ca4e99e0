import Core
import Eligibility
import HTML
import Web

/// The households that wait for another adult, and more time for one of them.
extension HouseholdPages {
  static let clocksPath = "/eligibility"

  func clocks(_ visit: Visit) async throws -> Answer {
    let number = min(200, max(1, Int(visit.query("page") ?? "") ?? 1))
    let found = try await households.clocks(page: number, for: visit.user)
    let today = households.wall.today
    return .page(
      Page(
        "Households that wait for another adult", width: .wide,
        back: Link("Households", to: "/households"), section: "/households"
      ) {
        lead(Markup(Self.summary(found)))
        if found.lines.isEmpty {
          emptyState(
            number > 1 ? "There are no more" : "Nobody is missing",
            "A household is shown here while fewer adults have joined than the programme asks for.",
            action: number > 1
              ? Link("Back to the first page", to: Self.clocksPath)
              : Link("See all households", to: "/households"))
        } else {
          table(
            "Households that wait for another adult", isCaptionHidden: true,
            columns: ["Household", "Who is missing", "By when", "District", "Advocate"],
            rows: found.lines.map { row($0, found.stillWaiting[$0.id] ?? [], today) })
        }
        let pages = (found.total + Households.clocksOnPage - 1) / Households.clocksOnPage
        pagination(
          page: number, of: max(pages, number),
          previous: number > 1 ? "\(Self.clocksPath)?page=\(number - 1)" : nil,
          next: found.hasMore ? "\(Self.clocksPath)?page=\(number + 1)" : nil)
      })
  }

  private static func summary(_ clocks: HouseholdClocks) -> String {
    let all =
      clocks.total == 1 ? "1 household waits." : "\(clocks.total) households wait."
    return clocks.total == 0
      ? "No household waits for another adult."
      : "\(all) \(clocks.endingSoon) must be complete in the next 14 days. \(clocks.over) should have been before today."
  }

  private func row(
    _ line: HouseholdClockLine, _ missing: [StillMissing], _ today: Day
  ) -> [Markup] {
    [
      Markup {
        link(line.leadKnownAs ?? line.leadName, to: "/households/\(line.id)")
        quiet(" \(line.reference)")
      },
      JoinClockWords.missing(line.clock, missing),
      Markup {
        paragraph(JoinClockWords.byWhen(line.clock, today))
        if let exception = line.exception {
          quiet(JoinClockWords.reason(exception, eligibility: households.eligibility))
        }
      },
      Markup(line.district),
      line.advocate.map { Markup($0) } ?? tag("No advocate", .warning),
    ]
  }

  func grantException(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    let form = visit.form
    do {
      try await households.grantException(
        ExceptionDraft(
          reason: form.text("exception"), until: form.text("until"),
          note: form.text("exception_note")), to: id, by: visit.user)
      return .see("/households/\(id)", done: "exception-granted")
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, form.with(problems)))
    }
  }

  func endException(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    try await households.endException(of: id, by: visit.user)
    return .see("/households/\(id)", done: "exception-ended")
  }
}

/// How a clock is told.
enum JoinClockWords {
  static func missing(_ clock: JoinClock, _ people: [StillMissing]) -> Markup {
    Markup {
      clock.missing == 1 ? "1 more adult" : "\(clock.missing) more adults"
      if !people.isEmpty {
        bullets(people.map { link($0.name, to: "/referrals/\($0.referral)") })
      }
    }
  }

  static func byWhen(_ clock: JoinClock, _ today: Day) -> Markup {
    switch today.days(until: clock.joinBy) {
    case ..<0: "\(tag("Over", .danger)) since \(date(clock.joinBy))"
    case 0: "\(tag("Today", .warning)) \(date(clock.joinBy))"
    case let days:
      "\(tag(days == 1 ? "1 day left" : "\(days) days left", days <= 14 ? .warning : .info)) until \(date(clock.joinBy))"
    }
  }

  static func reason(_ exception: HouseholdException, eligibility: Eligibility) -> Markup {
    let words =
      exception.reason.map { eligibility.exceptionReason($0)?.label ?? $0 }
      ?? "There is a reason that not everyone may read"
    return "More time: \(words). \(exception.grantedBy) gave it until \(date(exception.untilOn))."
  }
}

extension HouseholdPage {
  /// Who is still missing, by when, what happens then, and more time with a reason.
  @MarkupBuilder var clockBlock: Markup {
    if let clock = view.joinClock {
      heading("Who is still missing", id: "missing")
      paragraph(JoinClockWords.missing(clock, view.stillWaiting))
      paragraph(JoinClockWords.byWhen(clock, now.day))
      if let exception = view.exception {
        paragraph(JoinClockWords.reason(exception, eligibility: eligibility))
        if let note = exception.note { insetText { written(note) } }
        if user.may(.grantExceptions) {
          buttonForm("Take the extra time back", to: "\(path)/exceptions/end", token: token)
        }
      }
      paragraph(text: "What happens on that day: \(clock.then)")
      if user.may(.grantExceptions) { exceptionForm }
    }
  }

  private var exceptionForm: Markup {
    let names = ["exception", "until", "exception_note"]
    return details(
      "Give more time", isOpen: state.problems.contains { names.contains($0.field ?? "") }
    ) {
      form(to: "\(path)/exceptions", token: token) {
        radios(
          Field("exception", "Why?", in: state),
          eligibility.exceptionReasons(on: now.day, for: user).map { Choice($0.key, $0.label) })
        dateInput(Field("until", "Until which day?", hint: "Like 20/11/2026", in: state))
        textArea(
          Field(
            "exception_note", "More about it", hint: "For our own staff.", in: state,
            isOptional: true), rows: 3, limit: NewException.limit)
        button("Give more time", .secondary)
      }
    }
  }
}
