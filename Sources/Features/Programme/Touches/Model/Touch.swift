import Core
import Database

/// Engagement, a commission or a milestone that touches a community with a question, as the radar looks at it.
package struct Touch: Kept {
  package enum Sort: String, Storable, CaseIterable {
    case engagement, commission, milestone
  }

  package var sort: Sort
  /// One of our projects; nil where it is a partner's.
  package var project: ProgrammeItemID?
  /// In words, where it is none of our projects.
  package var partner: String?
  /// A milestone of the project, from which name and date are taken as they stand.
  package var milestone: ProgrammeItemID?
  /// Nil where a milestone has it.
  package var name: String?
  /// Whom it is for, in words.
  package var community: String
  /// What it asks or does, in words.
  package var question: String
  /// Nil where a milestone has it.
  package var begins: PlannedDate?
  /// Nil where it ends when what it begins with is over.
  package var ends: PlannedDate?

  package static let kind = ItemKind.touch
  package static let columns = [
    "sort", "owner_project_id", "partner", "milestone_id", "name", "community", "question",
    "begins", "ends",
  ]

  package var values: [Value] {
    [
      sort.stored, project.stored, partner.stored, milestone.stored, name.stored,
      community.stored, question.stored, begins.stored, ends.stored,
    ]
  }
}

extension Touch {
  package init(_ row: Row) throws {
    try self.init(
      sort: row["sort"], project: row["owner_project_id"], partner: row["partner"],
      milestone: row["milestone_id"], name: row["name"], community: row["community"],
      question: row["question"], begins: row["begins"], ends: row["ends"])
  }
}

extension Touch: Readable {
  /// Of one that stands for a milestone only whom it is for and what it asks can be said: the rest is the milestone's.
  init(_ typed: inout Typed, _ old: Touch?, _ lists: ProgrammeLists, today: Day) {
    milestone =
      old == nil
      ? typed.plain("milestone").flatMap { ProgrammeItemID(checking: $0) } : old?.milestone
    project = old?.project
    sort = .milestone
    if milestone == nil {
      sort = typed.choice("sort", Sort.self, "touch.sort") ?? old?.sort ?? .engagement
      if old == nil, typed.plain("sort") == nil { typed.add("sort", Reason("touch.sort")) }
      project = typed.plain("project").flatMap { ProgrammeItemID(checking: $0) }
      partner = typed.text("partner", "The partner", limit: 200)
      switch (typed.plain("project"), typed.plain("partner")) {
      case (nil, nil): typed.add("project", Reason("touch.owner"))
      case (_?, _?): typed.add("partner", Reason("touch.one-owner"))
      case (_?, nil) where project == nil: typed.add("project", Reason("touch.owner"))
      default: break
      }
      name = typed.required("name", "The name", limit: 300, missing: "touch.name")
    }
    community = typed.required(
      "community", "Whom it is for", limit: 200, missing: "touch.community")
    question = typed.required("question", "What it asks", limit: 500, missing: "touch.question")
    guard milestone == nil else { return }
    begins = typed.planned("begins")
    if typed.plain("begins") == nil { typed.add("begins", Reason("touch.begins")) }
    ends = typed.planned("ends")
    if let begins, let ends, ends.last < begins.first {
      typed.add("ends", Reason("touch.ends"))
    }
  }

  func fields() -> [String: String] {
    [
      "sort": sort.rawValue, "project": project?.text ?? "", "partner": partner ?? "",
      "milestone": milestone?.text ?? "", "name": name ?? "", "community": community,
      "question": question, "begins": begins?.description ?? "", "ends": ends?.description ?? "",
    ]
  }
}

/// That somebody has said of two that they are not one. It holds while both say what they said then.
package struct Dismissal: Kept {
  /// The smaller id of both.
  package var one: ProgrammeItemID
  package var other: ProgrammeItemID
  /// What both said, as `RadarPair.said`.
  package var said: String

  package static let kind = ItemKind.dismissal
  package static let columns = ["one_id", "other_id", "said"]

  package var values: [Value] { [one.stored, other.stored, said.stored] }
}

extension Dismissal {
  package init(_ row: Row) throws {
    try self.init(one: row["one_id"], other: row["other_id"], said: row["said"])
  }

  var key: String { Radar.key(one.text, other.text) }
}

/// A touch with what stands for it elsewhere.
struct TouchLine: Sendable {
  let touch: Standing<Touch>
  /// The name of its project, or the partner.
  let owner: String
  let name: String
  /// Nil where its milestone has no date.
  let begins: PlannedDate?
  let ends: PlannedDate?
  /// Whether the radar looks at it: it, its project and its milestone stand, and it is not done.
  let isOpen: Bool

  /// Nil where the radar has nothing to look at.
  func activity(on today: Day) -> RadarActivity? {
    guard isOpen, let begins else { return nil }
    let activity = RadarActivity(
      key: touch.id.text, owner: owner, name: name, community: touch.value.community,
      purpose: touch.value.question, from: begins.first, until: (ends ?? begins).last)
    return activity.until >= today ? activity : nil
  }
}

/// Two that may be one, and whether somebody has said that they are not.
struct RadarFinding: Sendable {
  let pair: RadarPair
  /// What was said of the two before, by whom.
  let dismissal: (standing: Standing<Dismissal>, by: String)?

  /// It was dismissed, and nothing has changed since.
  var isDismissed: Bool { dismissal.map { $0.standing.value.said == pair.said } ?? false }
}

extension RadarPair {
  /// Everything that both say, the one with the smaller key first: a dismissal holds while it is the same.
  var said: String {
    [first, second].sorted { $0.key < $1.key }.map { one in
      "\(one.owner): \(one.name). For \(one.community). \(one.purpose). \(one.from) to \(one.until)."
    }.joined(separator: "\n").replacing("\r\n", with: "\n")
  }
}
