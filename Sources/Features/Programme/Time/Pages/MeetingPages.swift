import Core
import HTML
import Web

/// When bodies meet, and by when papers are due. The programme office keeps it.
extension ProgrammePages {
  var meetingRoutes: [Route] {
    [
      .get("/programme/meetings", .may(.readProgramme), meetings),
      .get("/programme/meetings/new", .may(.keepProgramme)) { visit in
        .page(try await newMeetingPage(visit, FormState()))
      },
      .post("/programme/meetings", .may(.keepProgramme), addMeeting),
      .get("/programme/meetings/:id", .may(.readProgramme)) { visit in
        .page(try await meetingPage(visit, nil))
      },
      .post("/programme/meetings/:id", .may(.keepProgramme), changeMeeting),
      .post("/programme/meetings/:id/archive", .may(.keepProgramme)) { visit in
        try await archiveMeeting(visit, true)
      },
      .post("/programme/meetings/:id/bring-back", .may(.keepProgramme)) { visit in
        try await archiveMeeting(visit, false)
      },
    ] + bodyRoutes
  }

  static let meetingsHome = Link("Meetings", to: "/programme/meetings")

  // MARK: - The list

  private func meetings(_ visit: Visit) async throws -> Answer {
    let isPast = visit.query("show") == "past"
    let page = asked(page: visit)
    let found = try await programme.meetings(
      isPast: isPast, page: page, size: Self.rowsOnPage, for: visit.user)
    let mayKeep = visit.user.may(.keepProgramme)
    return .page(
      Page(
        isPast ? "Meetings that were" : "Meetings", width: .wide,
        back: isPast ? Self.meetingsHome : Self.home, section: Self.section
      ) {
        if found.isEmpty {
          emptyState(
            isPast ? "No meeting was before" : "No meeting is entered",
            mayKeep
              ? "Add the bodies that decide, and the days on which they meet."
              : "The programme office enters them.")
        } else {
          table(
            "Meetings", isCaptionHidden: true,
            columns: ["Meets on", "Body", "Papers due by", "Note"],
            rows: found.prefix(Self.rowsOnPage).map { meetingCells($0) })
          pages(
            page, hasMore: found.count > Self.rowsOnPage,
            "/programme/meetings?\(isPast ? "show=past&" : "")")
        }
        screenOnly {
          bullets(
            ([
              isPast
                ? Self.meetingsHome
                : Link("Meetings that were", to: "/programme/meetings?show=past"),
              Self.meetingGapsLink, Link("Bodies that decide", to: "/programme/bodies"),
            ] + (mayKeep ? [Link("Add a meeting", to: "/programme/meetings/new")] : []))
            .map { link($0) })
        }
        printButton()
      })
  }

  private func meetingCells(_ line: MeetingLine) -> [Markup] {
    let meeting = line.meeting.value
    let due = meeting.papersDue(lists.workingDays)
    return [
      link(meeting.day.spoken, to: "/programme/meetings/\(line.meeting.id)", about: line.bodyName),
      Markup(line.bodyName),
      Markup {
        date(due)
        if due < today, meeting.day >= today {
          " "
          tag("Over", .neutral)
        }
      }, Markup(meeting.note ?? ""),
    ]
  }

  // MARK: - One meeting

  private func meetingFields(_ state: FormState) -> Markup {
    Markup {
      dateInput(Field("meets_on", "The day on which it meets", in: state))
      textInput(
        Field(
          "papers_days", "Working days before it by which papers are due",
          hint: "Leave it empty to take what the body has. Weekends and bank holidays don't count.",
          in: state, isOptional: true), width: .short)
      textInput(
        Field("note", "Note", hint: "The place, or what it is for.", in: state, isOptional: true),
        width: .full)
    }
  }

  private func newMeetingPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let bodies = try await programme.bodies(for: visit.user)
    return Page(
      "Add a meeting", back: Self.meetingsHome, section: Self.section, problems: state.problems
    ) {
      if bodies.isEmpty {
        emptyState(
          "No body is entered", "Add first who meets.",
          action: Link("Add a body", to: "/programme/bodies/new"))
      } else {
        form(to: "/programme/meetings", token: visit.formToken) {
          hiddenInput("item", itemID(state).text)
          select(
            Field("body", "Body", in: state), bodies.map { Choice($0.id.text, $0.value.name) })
          meetingFields(state)
          button("Add the meeting")
        }
      }
    }
  }

  private func addMeeting(_ visit: Visit) async throws -> Answer {
    return try await visit.answer {
      try await programme.addMeeting(
        visit.form.single, as: itemID(visit.form), by: visit.user)
      return .see("/programme/meetings", done: "programme-added")
    } again: {
      try await newMeetingPage(visit, $0)
    }
  }

  private func meetingPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Item")
    let page = asked(page: visit)
    let item = try await programme.meeting(id, page: page, for: visit.user)
    let meeting = item.standing.value
    let body = try await programme.body(meeting.body, page: 1, for: visit.user).standing.value
    return Page(
      "\(body.name), \(meeting.day.spoken)", caption: "Meeting", back: Self.meetingsHome,
      section: Self.section, problems: sent?.problems ?? []
    ) {
      summaryList([
        SummaryRow(
          "Body", link(body.name, to: "/programme/bodies/\(meeting.body)")),
        SummaryRow("Meets on", date(meeting.day)),
        SummaryRow("Papers due by", date(meeting.papersDue(lists.workingDays))),
        SummaryRow("Note", meeting.note.map { Markup($0) }),
      ])
      own(item.history, "/programme/meetings/\(id)", page, visit) {
        meetingFields(sent ?? FormState(values: item.history.fields))
      }
    }
  }

  /// The form of a thing that the programme office keeps, its archive button and its history.
  func own(
    _ view: ItemView, _ path: String, _ page: Int, _ visit: Visit,
    @MarkupBuilder fields: () -> Markup
  ) -> Markup {
    Markup {
      if view.isArchived {
        insetText { paragraph(text: "This is archived. It stands in no list.") }
      }
      if view.mayChange {
        if !view.isArchived {
          heading("Change it")
          form(to: path, token: visit.formToken) {
            hiddenInput("version", String(view.number))
            fields()
            button("Save")
          }
        }
        buttonForm(
          view.isArchived ? "Bring back" : "Archive",
          to: "\(path)/\(view.isArchived ? "bring-back" : "archive")?version=\(view.number)",
          token: visit.formToken)
      }
      history(view)
      pages(page, hasMore: view.hasMore, path + "?")
    }
  }

  private func changeMeeting(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    return try await visit.answer {
      try await programme.changeMeeting(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
      return .see("/programme/meetings/\(id)", done: "programme-saved")
    } again: {
      try await meetingPage(visit, $0)
    }
  }

  private func archiveMeeting(_ visit: Visit, _ isArchived: Bool) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    try await programme.archiveMeeting(
      id, from: Int(visit.query("version") ?? "") ?? 0, isArchived, by: visit.user)
    return .see(
      "/programme/meetings/\(id)", done: isArchived ? "programme-archived" : "programme-back")
  }

  // MARK: - A milestone

  /// For the milestone's page: before which meeting of the body that decides it must come.
  func meetingPart(_ milestone: Milestone, _ visit: Visit) async throws -> Markup {
    guard milestone.state == .planned, let name = milestone.body else { return Markup() }
    guard let (body, dates) = try await programme.meetings(ofBodyNamed: name, for: visit.user)
    else {
      return paragraph(quiet("No meetings are kept here for “\(name)”."))
    }
    guard let answer = MeetingRule.answer(milestone.due, dates, on: today) else { return Markup() }
    func meeting(_ date: MeetingRule.Date) -> Markup {
      link(date.day.spoken, to: "/programme/meetings/\(date.id)", about: body.value.name)
    }
    return paragraph(
      Markup {
        switch answer {
        case .next(let date):
          "\(body.value.name) meets next on "
          meeting(date)
          ". Papers are due by \(date.papersDue.spoken)."
        case .papersOver(let date):
          tag("Too late for papers", .danger)
          " \(body.value.name) meets on "
          meeting(date)
          ", and papers were due by \(date.papersDue.spoken). None that meets later comes before it is due."
        case .noMeeting:
          tag("No meeting by then", .danger)
          " \(body.value.name) does not meet before this is due."
        }
      })
  }
}
