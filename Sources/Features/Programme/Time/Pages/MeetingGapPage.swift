import Core
import HTML
import Web

/// Milestones that no meeting of who decides them reaches in time.
extension ProgrammePages {
  var meetingGapRoutes: [Route] {
    [.get("/programme/meetings/missing", .may(.readProgramme), meetingGaps)]
  }

  static let meetingGapsLink = Link(
    "Milestones that no meeting reaches", to: "/programme/meetings/missing")

  private func meetingGaps(_ visit: Visit) async throws -> Answer {
    let page = asked(page: visit)
    let found = try await programme.meetingGaps(for: visit.user)
    let rest = found.dropFirst((page - 1) * Self.rowsOnPage)
    return .page(
      Page(
        "Milestones that no meeting reaches", width: .wide, back: Self.meetingsHome,
        section: Self.section
      ) {
        paragraph(
          text:
            "Planned milestones that somebody decides, where that body does not meet before they are due, or where papers for it were due already."
        )
        if rest.isEmpty {
          emptyState(
            "None is here",
            "Milestones without a date, and those whose time is over, are not shown.")
        } else {
          table(
            "Milestones that no meeting reaches", isCaptionHidden: true,
            columns: ["Milestone", "Project", "When", "Who decides", "What is missing"],
            rows: rest.prefix(Self.rowsOnPage).map { cells($0) })
          pages(page, hasMore: rest.count > Self.rowsOnPage, "/programme/meetings/missing?")
        }
        printButton()
      })
  }

  private func cells(_ gap: MeetingGap) -> [Markup] {
    let milestone = gap.milestone.standing
    return [
      link(milestone.value.name, to: "/programme/items/\(milestone.id)"),
      link(gap.milestone.projectName, to: "/programme/projects/\(gap.milestone.projectID)"),
      Markup(milestone.value.due?.spoken ?? ""), Markup(gap.body),
      Markup {
        switch gap.reason {
        case .unknownBody:
          tag("No meetings are kept for this name", .warning)
        case .noMeeting:
          tag("No meeting by then", .danger)
        case .papersOver(let date):
          tag("Too late for papers", .danger)
          " They were due by \(date.papersDue.spoken) for "
          link(date.day.spoken, to: "/programme/meetings/\(date.id)", about: gap.body)
        }
      },
    ]
  }
}
