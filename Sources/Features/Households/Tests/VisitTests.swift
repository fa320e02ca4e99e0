import App
import Core
import Database
import Support
import Testing

@testable import Households

/// Planned visits: planned, changed, cancelled, and how they ended.
struct VisitTests {
  private func draft(
    _ day: String = "2026-11-23", _ time: String = "14:30", place: String = "The library"
  ) -> AppointmentDraft {
    AppointmentDraft(
      id: AppointmentID(at: TestDatabase.noon), kind: "visit", day: day, time: time, place: place)
  }

  @Test(arguments: TestDatabase.engines)
  func `a visit is planned once, changed by another, and ends once`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let other = try await pierhead.user("advocate", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: advocate)
      let households = pierhead.households
      let first = draft()
      try await households.plan(first, with: id, by: advocate)
      try await households.plan(first, with: id, by: advocate)
      #expect(await result { try await households.plan(first, with: id, by: leader) } == "conflict")
      #expect(
        await result { try await households.plan(draft(), with: id, by: other) } == "not found")
      #expect(
        await result { try await households.appointment(first.id, for: other) } == "not found")
      let second = draft("2026-11-24", "9am", place: "")
      _ = try await households.change(first.id, to: second, by: advocate)
      _ = try await households.change(first.id, to: second, by: advocate)
      #expect(
        await result { try await households.change(first.id, to: draft(), by: advocate) }
          == "conflict")
      let planned = try await households.find(id, for: advocate).appointments
      #expect(planned.map(\.id) == [second.id])
      #expect(planned[0].startsAt == Instant(iso: "2026-11-24T09:00:00Z")!)
      #expect(
        await result {
          try await households.settle(second.id, .happened(late: false), by: advocate)
        } == "invalid: outcome")
      clock.move(days: 5)
      #expect(
        await result { try await households.settle(second.id, .missed("x"), by: advocate) }
          == "invalid: missed_reason")
      _ = try await households.settle(second.id, .happened(late: true), by: advocate)
      #expect(
        await result {
          try await households.settle(second.id, .cancelled("other"), by: advocate)
        } == "conflict")
      // A visit that happened is a contact of its day.
      let view = try await households.find(id, for: advocate)
      #expect(view.household.hasContact && view.household.quietSince == Day(2026, 11, 24)!)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM appointments") == 2)
      let said = try await pierhead.number(
        "SELECT COUNT(*) AS n FROM events WHERE detail LIKE '%The library%'")
      #expect(said == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `today shows what is planned in the next days, and the household's page how it ended`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: advocate)
      var browser = try await pierhead.browser(advocate)
      let path = "/households/\(id)/appointments"
      let empty = try await browser.post(path, [("visit_place", "Typed words")])
      #expect(empty.status == 422 && empty.value(of: "visit_place") == "Typed words")
      for words in ["Choose what kind of visit", "Enter the day of the visit", "Enter the time"] {
        #expect(empty.words.contains(words), "\(words)")
      }
      for (day, time) in [("23/11/2026", "2:30pm"), ("30/11/2026", "10.15")] {
        let sent = try await browser.post(
          path,
          [
            ("visit_kind", "meeting"), ("visit_day", day), ("visit_time", time),
            ("visit_place", "The library"),
          ])
        #expect(sent.status == 303)
      }
      let today = try await browser.get("/today").words
      #expect(today.contains("Monday 23 November 2026 at 2:30pm"))
      #expect(today.contains("The library") && !today.contains("30 November"))
      clock.move(days: 4)
      browser = try await pierhead.browser(advocate)
      #expect(try await browser.get("/today").words.contains("What happened?"))
      let planned = try await pierhead.households.find(id, for: advocate).appointments.last!
      let page = "/appointments/\(planned.id)"
      #expect(try await browser.get(page).words.contains("Did it happen?"))
      #expect(try await browser.post(page + "/outcome").status == 422)
      let missed = try await browser.post(
        page + "/outcome", [("outcome", "missed"), ("missed_reason", "not-there")])
      #expect(missed.status == 303)
      #expect(
        try await browser.get("/households/\(id)").words
          .contains("It did not happen: Nobody was there"))
      #expect(try await browser.get(page).words.contains("It did not happen"))
    }
  }

  @Test(
    arguments: [
      ("14:30", 870), ("9:05", 545), ("00:00", 0), ("23:59", 1439), ("2.30pm", 870), ("2 pm", 840),
      ("12am", 0), ("12:15pm", 735), ("24:00", nil), ("14", nil), ("13pm", nil), ("0am", nil),
      ("9:5", nil), ("", nil), ("half two", nil), ("-1:30", nil), ("1:60", nil), ("1:2:3", nil),
      ("٣:٣٠", nil), (":30", nil),
    ] as [(String, Int?)])
  func `a time is read as people write it`(text: String, minutes: Int?) {
    #expect(TimeOfDay(written: text)?.minutes == minutes)
  }

  @Test(arguments: [
    ("2026-11-20", "14:30", "2026-11-20T14:30:00Z"),
    ("2026-07-01", "14:30", "2026-07-01T13:30:00Z"),
    ("2026-07-01", "00:15", "2026-06-30T23:15:00Z"),
    ("2026-10-25", "01:30", "2026-10-25T01:30:00Z"),
    ("2026-03-29", "02:00", "2026-03-29T01:00:00Z"),
    ("2026-12-31", "23:59", "2026-12-31T23:59:00Z"),
  ])
  func `a time of a day is a moment by the clocks of London`(day: String, time: String, utc: String)
  {
    let made = Instant(Day(iso: day)!, TimeOfDay(written: time)!)
    #expect(made == Instant(iso: utc)!)
    #expect(made.day == Day(iso: day)!)
    #expect(TimeOfDay(written: made.clockTime) == TimeOfDay(written: time)!)
  }
}
