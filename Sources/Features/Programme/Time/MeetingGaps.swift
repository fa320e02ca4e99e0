import Core
import Database

/// A milestone that somebody decides and that no meeting reaches in time.
struct MeetingGap: Sendable {
  enum Reason: Hashable, Sendable {
    /// Nobody keeps meetings of who decides it, or the name is written otherwise there.
    case unknownBody
    case noMeeting
    case papersOver(MeetingRule.Date)
  }

  let milestone: NamedMilestone
  let body: String
  let reason: Reason
}

extension Programme {
  /// Planned milestones that no meeting of who decides them reaches in time, the first due first; those without a date, or
  /// whose time is over, are left out: they are late, or nothing is known.
  func meetingGaps(for user: User) async throws -> [MeetingGap] {
    let milestones = try await shown(for: user).portfolio.milestones.values
    let (today, workingDays) = (wall.today, lists.workingDays)
    let dates = try await database.read { reader in
      var dates: [String: [MeetingRule.Date]] = [:]
      for body in try reader.bodies() {
        dates[body.value.key] = try reader.meetings(of: body.id, from: today).map {
          MeetingRule.Date(
            id: $0.id, day: $0.value.day, papersDue: $0.value.papersDue(workingDays))
        }
      }
      return dates
    }
    return milestones.compactMap { one in
      let value = one.standing.value
      guard value.state == .planned, let body = value.body, let due = value.due,
        !due.isOver(on: today)
      else { return nil }
      return MeetingGap.Reason(due, dates[Body.key(body)], on: today)
        .map { MeetingGap(milestone: one, body: body, reason: $0) }
    }.sorted { $0.place < $1.place }
  }
}

extension MeetingGap.Reason {
  /// Nil where a meeting reaches it.
  fileprivate init?(_ due: PlannedDate, _ dates: [MeetingRule.Date]?, on today: Day) {
    guard let dates else {
      self = .unknownBody
      return
    }
    switch MeetingRule.answer(due, dates, on: today) {
    case .papersOver(let date): self = .papersOver(date)
    case .noMeeting: self = .noMeeting
    case .next, nil: return nil
    }
  }
}

extension MeetingGap {
  fileprivate var place: (Day, String) {
    (milestone.standing.value.due?.first ?? Day(number: .max), milestone.standing.id.text)
  }
}
