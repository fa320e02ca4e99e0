import Core
import Database

extension Programme {
  /// How far back a calendar goes, in days: a calendar is for what comes, and what was a moment ago is looked up in it.
  private static let daysBack = 92
  /// Entries of each sort in one calendar.
  private static let most = 5000

  /// What is planned and when bodies meet, as other programs read it. No person stands in it. `origin` is the beginning of
  /// this server's addresses.
  func calendar(origin: String, for user: User) async throws -> String {
    let first = wall.today.adding(days: -Self.daysBack)
    let milestones = try await shown(for: user).portfolio.milestones.values.compactMap { one in
      one.standing.value.state == .planned
        ? one.entry(from: first, link: origin + "/programme/items/\(one.id)") : nil
    }
    .sorted { ($0.dates, $0.id.text) < ($1.dates, $1.id.text) }
    let workingDays = lists.workingDays
    let meetings = try await self.meetings(from: first, most: Self.most).compactMap { line in
      line.entry(workingDays, link: origin + "/programme/meetings/\(line.meeting.id)")
    }
    return MilestoneCalendar(
      name: "Programme: milestones and meetings",
      entries: milestones.prefix(Self.most) + meetings
    ).text
  }

  private func meetings(from day: Day, most: Int) async throws -> [MeetingLine] {
    try await database.read { reader in
      let found = try reader.meetings(day, isPast: false, page: 1, size: most)
      let names = try reader.bodyNames(Set(found.map(\.value.body)))
      return found.prefix(most).map {
        MeetingLine(meeting: $0, bodyName: names[$0.value.body] ?? "")
      }
    }
  }
}

extension NamedMilestone {
  fileprivate func entry(from first: Day, link: String) -> MilestoneCalendar.Entry? {
    guard let due = standing.value.due, due.last >= first else { return nil }
    return MilestoneCalendar.Entry(
      id: id, number: standing.number, changedAt: standing.since, dates: due,
      title: "\(name) (\(projectName))",
      words: standing.value.body.map { "Decided by: \($0)" }, address: link)
  }
}

extension MeetingLine {
  fileprivate func entry(_ workingDays: WorkingDays, link: String) -> MilestoneCalendar.Entry? {
    guard let day = PlannedDate(.day, holding: meeting.value.day) else { return nil }
    let papers = "Papers are due by \(meeting.value.papersDue(workingDays).spoken)."
    return MilestoneCalendar.Entry(
      id: meeting.id, number: meeting.number, changedAt: meeting.since, dates: day,
      title: "\(bodyName) meets",
      words: meeting.value.note.map { "\(papers)\n\($0)" } ?? papers, address: link)
  }
}
