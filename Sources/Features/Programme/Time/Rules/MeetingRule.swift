import Core

/// Before which meeting a milestone that a body decides must come. Pure (docs/rules/meetings.md).
enum MeetingRule {
  struct Date: Hashable, Sendable {
    let id: ProgrammeItemID
    let day: Day
    let papersDue: Day
  }

  enum Answer: Hashable, Sendable {
    /// Papers can still be handed in for the first of these, and it meets before the milestone is due.
    case next(Date)
    /// Bodies meet by then, but their papers were due already.
    case papersOver(Date)
    /// None meets from today until the milestone is due.
    case noMeeting
  }

  /// `dates` are the meetings of the body that decides. The one that is told is the first for which papers are not over; it
  /// may be on any day that the due date may mean. Nil where the milestone has no date, or its time is over.
  static func answer(_ due: PlannedDate?, _ dates: [Date], on today: Day) -> Answer? {
    guard let due, !due.isOver(on: today) else { return nil }
    let open = dates.filter { $0.day >= today && $0.day <= due.last }
      .sorted { ($0.day, $0.id.text) < ($1.day, $1.id.text) }
    if let next = open.first(where: { $0.papersDue >= today }) { return .next(next) }
    return open.last.map { .papersOver($0) } ?? .noMeeting
  }
}
