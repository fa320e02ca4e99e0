import Core
import Database
import Households
import Referrals

/// A part of the page for a Monday: how many there are, the first of them, and where all are.
package struct MondaySection: Sendable {
  /// Stable, for the address within the page.
  package let key: String
  package let title: String
  /// At most `most`; `hasMore` says that there are others.
  package let count: Int
  package let hasMore: Bool
  package let lines: [MondayLine]
  /// Words and path of the page that shows all.
  package let all: (words: String, path: String)?
  /// What it says when there is nothing.
  package let nothing: String

  package static let most = 100
  package static let shown = 5

  /// `found` may be one more than `most`, which tells that there are others.
  package init<Found>(
    _ key: String, _ title: String, _ found: [Found], all: (words: String, path: String)?,
    nothing: String, shown: Int = Self.shown, _ line: (Found) -> MondayLine
  ) {
    self.key = key
    self.title = title
    count = min(found.count, Self.most)
    hasMore = found.count > Self.most
    lines = found.prefix(shown).map(line)
    self.all = all
    self.nothing = nothing
  }
}

/// One thing that waits.
package struct MondayLine: Sendable {
  package let title: String
  package let path: String
  package let detail: String
  /// Something to look at at once.
  package let warning: String?
  /// A button and the path that it posts to.
  package let action: (words: String, path: String)?

  package init(
    _ title: String, to path: String, _ detail: String, warning: String? = nil,
    action: (words: String, path: String)? = nil
  ) {
    self.title = title
    self.path = path
    self.detail = detail
    self.warning = warning
    self.action = action
  }
}

extension Teams {
  /// What waits for whoever looks after a team.
  package func monday(for user: User) async throws -> [MondaySection] {
    let scope = try user.must(.readMonday)
    let today = wall.today
    return try await database.look(as: user, "Monday page seen") { look in
      try sections(look, in: scope, of: user, on: today)
    }
  }

  /// Gathers the sections in the order of the page. Another room's section is added here, with what it lists.
  private func sections(
    _ look: borrowing Looker, in scope: Scope, of user: User, on today: Day
  ) throws -> [MondaySection] {
    var sections: [MondaySection] = []
    if user.may(.readInbox) { sections.append(try newReferrals(look, scope, user, today)) }
    if user.may(.readInbox) { sections.append(try lateAnswers(look, scope, user, today)) }
    sections.append(try unassigned(look, scope, user, today))
    if let deciding = user.grants[.decideTransfers] {
      sections.append(try approvals(look, min(deciding, scope), user))
    }
    sections.append(try visitsOfAbsent(look, scope, user, today))
    sections.append(try quiet(look, scope, user, today))
    sections.append(try endingPosts(look, scope, user, today))
    return sections
  }

  private func newReferrals(
    _ look: borrowing Looker, _ scope: Scope, _ user: User, _ today: Day
  ) throws -> MondaySection {
    let since = Instant(today.adding(days: -7), TimeOfDay.midnight)
    let found = try look.read.newReferrals(
      since: since, in: scope, of: user, limit: MondaySection.most + 1)
    look.lists(found.prefix(MondaySection.shown).map(\.id))
    return MondaySection(
      "new", "New referrals of the last seven days", found, all: ("Go to the inbox", "/inbox"),
      nothing: "Nothing new is waiting."
    ) {
      MondayLine(
        $0.name, to: "/referrals/\($0.id)", "\($0.organisation), came on \($0.receivedOn.spoken)")
    }
  }

  private func lateAnswers(
    _ look: borrowing Looker, _ scope: Scope, _ user: User, _ today: Day
  ) throws -> MondaySection {
    let found = try look.read.unanswered(
      by: today, in: scope, of: user, page: 1, size: MondaySection.most)
    look.lists(found.prefix(MondaySection.shown).map(\.id))
    return MondaySection(
      "answers", "Referrals to answer today, or late", found,
      all: ("See all that need an answer", "/late-answers"), nothing: "Everybody has been answered."
    ) {
      MondayLine(
        $0.name, to: "/referrals/\($0.id)",
        "\($0.organisation), answer by \($0.answerBy.spokenWithWeekday)",
        warning: $0.answerBy < today ? "Late" : nil)
    }
  }

  private func approvals(
    _ look: borrowing Looker, _ scope: Scope, _ user: User
  ) throws -> MondaySection {
    let found = try look.read.transferRequests(waitingIn: scope, of: user, page: 1)
    for request in found.prefix(MondaySection.shown) {
      switch request.subject {
      case .household(let id, _, _): look.lists([id])
      case .referral(let id, _, _): look.lists([id])
      }
    }
    return MondaySection(
      "approvals", "Waiting for your yes or no", found,
      all: ("Go to transfers", "/transfers"), nothing: "Nobody waits for your answer."
    ) { request in
      let what =
        switch request.subject {
        case .household(_, let reference, let people):
          "Household \(reference), \(people) \(people == 1 ? "person" : "people")"
        case .referral(_, let organisation, let day):
          "Referral of \(organisation), \(day.spoken)"
        }
      return MondayLine(
        what, to: "/transfers",
        "\(request.askedBy) asked on \(request.askedAt.day.spoken)")
    }
  }

  private func unassigned(
    _ look: borrowing Looker, _ scope: Scope, _ user: User, _ today: Day
  ) throws -> MondaySection {
    let found = try look.read.unassigned(in: scope, of: user, limit: MondaySection.most + 1)
    look.lists(found.prefix(MondaySection.shown).map(\.id))
    return MondaySection(
      "unassigned", "Households without an advocate", found,
      all: ("See all without an advocate", "/households?advocate=none"),
      nothing: "Every household has an advocate."
    ) {
      MondayLine(
        $0.leadName, to: "/households/\($0.id)#assign",
        "\($0.reference), opened on \($0.openedOn.spoken)")
    }
  }

  private func visitsOfAbsent(
    _ look: borrowing Looker, _ scope: Scope, _ user: User, _ today: Day
  ) throws -> MondaySection {
    let found = try look.read.visitsOfAbsent(
      from: today, until: today.adding(days: 6), in: scope, of: user,
      limit: MondaySection.most + 1)
    look.lists(found.prefix(MondaySection.most).map(\.household))
    return MondaySection(
      "visits", "Visits of the next seven days whose colleague is away", found, all: nil,
      nothing: "Nobody who is away has a visit planned.", shown: MondaySection.most
    ) { visit in
      let who = visit.goes ?? visit.advocate ?? ""
      return MondayLine(
        visit.leadName, to: "/households/\(visit.household)#planned",
        "\(visit.kind.words) on \(visit.day.spokenWithWeekday) at \(visit.startsAt.spokenTime). \(who) is away.",
        warning: visit.cover == nil ? "Nobody covers" : nil,
        action: user.may(.keepTeam)
          ? visit.cover.map { ("Give to \($0)", "/appointments/\(visit.id)/give") } : nil)
    }
  }

  private func quiet(
    _ look: borrowing Looker, _ scope: Scope, _ user: User, _ today: Day
  ) throws -> MondaySection {
    let found = try look.read.quiet(
      since: today.adding(days: -Load.quietAfter), in: scope, of: user,
      limit: MondaySection.most + 1)
    look.lists(found.prefix(MondaySection.shown).map(\.id))
    return MondaySection(
      "quiet", "Households without contact for \(Load.quietAfter) days or more", found,
      all: ("See the longest quiet first", "/households?order=quiet"),
      nothing: "Everybody has been in touch lately."
    ) {
      let days = $0.quietSince.days(until: today)
      return MondayLine(
        $0.leadName, to: "/households/\($0.id)",
        "\($0.reference), \($0.advocate ?? ""), \(days) days",
        warning: days >= 2 * Load.quietAfter ? "\(2 * Load.quietAfter) days or more" : nil)
    }
  }

  private func endingPosts(
    _ look: borrowing Looker, _ scope: Scope, _ user: User, _ today: Day
  ) throws -> MondaySection {
    let last = today.adding(days: lists.postAlerts.firstPostAlert(today: today))
    let found = try look.read.endingPosts(
      by: last, in: scope, of: user, on: today, limit: MondaySection.most + 1)
    return MondaySection(
      "posts", "Posts that end soon", found, all: ("Go to the team", "/team?order=post"),
      nothing: "No post ends in the next weeks."
    ) { post in
      let ends = post.endsOn ?? today
      return MondayLine(
        post.name, to: "/posts/\(post.id)/hand-over", "Ends on \(ends.spoken)",
        warning: lists.postAlerts.postAlert(endsOn: ends, today: today))
    }
  }
}
