import Core
import HTML

/// The papers of a meeting, as every format of them is made: nothing is in a page, a spreadsheet or a document that is not in
/// here, so what was left out of it is left out of them all.
struct PackPaper: Sendable {
  /// For whom it is made.
  enum Audience: String, Sendable, CaseIterable {
    /// Whoever may read the programme: with what is exempt, which is marked.
    case full
    /// Everybody: without what is exempt.
    case `public`
  }

  enum Cell: Sendable, Equatable {
    case text(String)
    case toned(String, Tone)
    case whole(Int)
    case pence(Int)
    /// Nothing to say, and the words for it.
    case none(String)
    /// Left out, with the words of the ground.
    case exempt(String)
  }

  struct Table: Sendable {
    let title: String
    let columns: [Column]
    var rows: [[Cell]] = []
    /// What stands instead of a table without rows.
    let empty: String
  }

  struct ProjectPage: Sendable {
    let name: String
    let workstream: String
    var facts: [(name: String, value: Cell)] = []
    var tables: [Table] = []
    var doubts: [String] = []
    /// What of this page is not for the public, in the full pack: the words of the part and of the ground.
    var exempt: [(part: String, ground: String)] = []
  }

  let title: String
  let stands: Day
  let since: Day
  let audience: Audience
  /// Whether the day is over, so that nothing can change any more.
  var isOver = false
  var vision: String?
  var summary: String?
  /// How many projects are left out whole, by the words of the ground.
  var leftOut: [(ground: String, count: Int)] = []
  var tables: [Table] = []
  var projects: [ProjectPage] = []
}

/// What a highlight report asks the board to decide.
struct WantedDecision: Hashable, Sendable {
  let words: String
  /// The month of the report.
  let period: ReportPeriod
}

/// What is exempt in a pack, by project.
struct PackExemptions: Sendable {
  /// The words of the ground of each part.
  private(set) var grounds: [ProgrammeItemID: [PackPart: String]] = [:]

  init() {}

  init(_ exemptions: [Exemption], _ lists: PackLists) {
    for one in exemptions {
      grounds[one.subject, default: [:]][one.part] = lists.grounds.label(one.ground)
    }
  }

  func ground(_ part: PackPart, of project: ProgrammeItemID) -> String? {
    grounds[project]?[part]
  }

  /// Without what is exempt: nothing that is made of the answer can tell what it was.
  func open(_ portfolio: Portfolio) -> Portfolio {
    var open = portfolio
    open.lines = portfolio.lines.compactMap { line in
      guard let parts = grounds[line.id] else { return line }
      return parts[.project] == nil ? line.without(Set(parts.keys)) : nil
    }
    return open
  }

  /// Projects of a portfolio that are left out whole, by the words of the ground.
  func leftOut(of portfolio: Portfolio) -> [(ground: String, count: Int)] {
    let found = portfolio.lines.compactMap { ground(.project, of: $0.id) }
    return Dictionary(grouping: found) { $0 }.map { ($0.key, $0.value.count) }
      .sorted { $0.ground < $1.ground }
  }
}

extension PortfolioLine {
  /// Without these parts. What is said of the project in other parts stays.
  func without(_ parts: Set<PackPart>) -> PortfolioLine {
    var standing = project
    if parts.contains(.position) {
      standing.value.position = nil
      standing.value.doubt = nil
    }
    if parts.contains(.money) { standing.value.viability = nil }
    var line = PortfolioLine(standing)
    line.ownerName = ownerName
    line.aims = aims
    if !parts.contains(.ratings) { line.ratings = ratings }
    if !parts.contains(.milestones) { line.milestones = milestones }
    if !parts.contains(.risks) { line.risks = risks }
    if !parts.contains(.money) { line.sources = sources }
    return line
  }
}

extension PackPart {
  var words: String {
    switch self {
    case .project: "The whole project"
    case .position: "Where it is"
    case .ratings: "Ratings"
    case .milestones: "Milestones"
    case .risks: "Risks and decisions"
    case .money: "Money"
    }
  }
}

extension ProgrammeLists {
  /// How a rating looks. The words say it too.
  func tone(_ rating: String, _ scale: String, on day: Day) -> Tone {
    guard let scale = ratings.scale(scale, on: day), let place = scale.place(rating) else {
      return .neutral
    }
    return scale.steps[place].colour.tone
  }
}
