import Core

/// The programme as it stands or stood: everything of it that pages and reports show, archived things left out.
package struct Portfolio: Sendable {
  package var frame: [Standing<Frame>] = []
  package var lines: [PortfolioLine] = []
  /// Days that the team has.
  package var capacity: [Standing<Capacity>] = []

  package func frame(_ sort: Frame.Sort) -> [Standing<Frame>] {
    frame.filter { $0.value.sort == sort }.sorted { $0.value.place < $1.value.place }
  }

  package var vision: String? { frame(.vision).first?.value.words }
}

/// One project with all that hangs on it.
package struct PortfolioLine: Sendable {
  package let project: Standing<Project>
  package var milestones: [Standing<Milestone>] = []
  package var ratings: [String: RatingLine] = [:]
  package var risks: [Standing<Risk>] = []
  package var sources: [Standing<Source>] = []
  package var aims: [Standing<Aim>] = []
  package var ownerName: String?
  package var money = ProjectMoney()

  package init(_ project: Standing<Project>) { self.project = project }

  package var id: ProgrammeItemID { project.id }

  /// What is not certain, of the project and of what hangs on it.
  package var doubts: [String] {
    ([project.value.doubt] + milestones.map(\.value.doubt) + sources.map(\.value.doubt)
      + risks.map(\.value.doubt)).compactMap(\.self)
  }

  /// The one that is due first of those still planned; those without a date come last.
  package var next: Standing<Milestone>? {
    milestones.filter { $0.value.state == .planned }.min { one, other in
      Self.places(one.value.due, before: other.value.due)
    }
  }

  static func places(_ one: PlannedDate?, before other: PlannedDate?) -> Bool {
    guard let one else { return false }
    return other.map { one < $0 } ?? true
  }

  package var openRisks: [Standing<Risk>] { risks.filter { $0.value.state == .open } }

  /// Of those open that were judged, the highest score.
  package var highestScore: Int? { openRisks.compactMap(\.value.score).max() }

  /// When anything of it was last changed.
  package var changed: Instant {
    ([project.since] + milestones.map(\.since) + ratings.values.map(\.standing.since)
      + risks.map(\.since) + sources.map(\.since) + money.changed).max() ?? project.since
  }
}

/// A rating and the one before it.
package struct RatingLine: Sendable {
  package let standing: Standing<Rating>
  package let before: String?

  package var rating: String? { standing.value.rating }
}
