import Core
import Database
import HTML
import Web

/// What programs read of packs.
extension Packs {
  /// A clearance with its fields.
  package struct ClearanceLine: Sendable {
    package let id: ProgrammeItemID
    package let number: Int
    package let subject: String
    package let isGiven: Bool
    package let fields: [String: String]
  }

  /// That a part is not for the public.
  package struct ExemptLine: Sendable {
    package let id: ProgrammeItemID
    package let project: ProgrammeItemID
    package let projectName: String
    package let part: PackPart
    package let ground: String
  }

  /// What hangs on a pack: those missing first, and what is exempt.
  package func parts(
    of id: ProgrammeItemID, for user: User
  ) async throws -> (clearances: [ClearanceLine], exempt: [ExemptLine], pack: ItemView) {
    let view = try await view(id, for: user)
    let clearances = view.line.clearances.map { one in
      ClearanceLine(
        id: one.id, number: one.number, subject: one.value.subject, isGiven: one.value.isGiven,
        fields: one.value.fields())
    }
    let exempt = view.exemptions.map { one, project in
      ExemptLine(
        id: one.id, project: one.value.subject, projectName: project, part: one.value.part,
        ground: one.value.ground)
    }
    return (clearances, exempt, try await programme.item(id, for: user))
  }

  /// The papers of a pack, as pages show them: what is exempt is not in those for the public.
  package func papers(
    of id: ProgrammeItemID, isPublic: Bool, for user: User
  ) async throws -> JSON {
    try await paper(id, isPublic ? .public : .full, for: user).json
  }
}

extension PackPaper {
  var json: JSON {
    [
      "title": .string(title), "stands": .string(stands.description),
      "since": .string(since.description), "audience": .string(audience.rawValue),
      "over": .bool(isOver), "vision": .text(vision), "summary": .text(summary),
      "left_out": .array(
        leftOut.map { ["ground": .string($0.ground), "projects": .whole($0.count)] }),
      "tables": .array(tables.map(\.json)), "projects": .array(projects.map(\.json)),
    ]
  }
}

extension PackPaper.ProjectPage {
  fileprivate var json: JSON {
    [
      "name": .string(name), "workstream": .string(workstream),
      "facts": .array(facts.map { ["name": .string($0.name), "value": $0.value.json] }),
      "doubts": .array(doubts.map { .string($0) }),
      "exempt": .array(
        exempt.map { ["part": .string($0.part), "ground": .string($0.ground)] }),
      "tables": .array(tables.map(\.json)),
    ]
  }
}

extension PackPaper.Table {
  fileprivate var json: JSON {
    [
      "title": .string(title), "columns": .array(columns.map { .string($0.title) }),
      "rows": .array(rows.map { .array($0.map(\.json)) }), "empty": .string(empty),
    ]
  }
}

extension PackPaper.Cell {
  /// Words, a whole number, or whole pence. What is left out is the words of its ground, and says so.
  fileprivate var json: JSON {
    switch self {
    case .text(let words), .toned(let words, _), .none(let words): ["words": .string(words)]
    case .whole(let number): ["number": .whole(number)]
    case .pence(let pence): ["pence": .whole(pence)]
    case .exempt(let ground): ["exempt": .string(ground)]
    }
  }
}
