import Core
import Programme
import Web

/// Things of the programme as JSON.
extension JSON {
  static func project(_ line: PortfolioLine, on day: Day) -> JSON {
    let project = line.project.value
    return [
      "id": .string(line.id.text), "version": .whole(line.project.number),
      "archived": .bool(line.project.isArchived), "since": .moment(line.project.since),
      "changed_at": .moment(line.changed), "name": .string(project.name),
      "workstream": .string(project.workstream), "owner": .text(project.owner?.text),
      "owner_name": .text(line.ownerName), "sponsor": .text(project.sponsor),
      "board": .text(project.board), "position": .text(project.position),
      "viability": .text(project.viability), "doubts": .array(line.doubts.map { .string($0) }),
      "objectives": .array(line.aims.map { .string($0.value.objective.text) }),
      "ratings": .object(
        line.ratings.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value.rating)) }),
      "milestones": .whole(line.milestones.count), "late": .whole(line.late(on: day)),
      "next": line.next.map {
        [
          "id": .string($0.id.text), "name": .string($0.value.name),
          "due": .text($0.value.due?.description),
        ]
      } ?? .null, "open_risks": .whole(line.openRisks.count),
      "highest_score": line.highestScore.map { .whole($0) } ?? .null,
      "possible_pence": line.totals.possible.map { .whole($0) } ?? .null,
      "secured_pence": line.totals.secured.map { .whole($0) } ?? .null,
    ]
  }

  static func item(_ line: ItemLine) -> JSON {
    item(
      line.id, line.kind, line.project, line.number, line.since, line.isArchived, line.fields)
  }

  static func item(_ view: ItemView) -> JSON {
    item(
      view.id, view.kind, view.project?.id, view.number, view.versions.first?.since,
      view.isArchived, view.fields)
  }

  private static func item(
    _ id: ProgrammeItemID, _ kind: ItemKind, _ project: ProgrammeItemID?, _ number: Int,
    _ since: Instant?, _ isArchived: Bool, _ fields: [String: String]
  ) -> JSON {
    [
      "id": .string(id.text), "kind": .string(kind.rawValue), "project": .text(project?.text),
      "version": .whole(number), "archived": .bool(isArchived), "since": .moment(since),
      "fields": .fields(fields),
    ]
  }

  static func version(_ version: ItemView.Version) -> JSON {
    [
      "version": .whole(version.number), "since": .moment(version.since),
      "by": .string(version.by), "origin": .string(version.origin.rawValue),
      "reason": .text(version.reason), "archived": .bool(version.isArchived),
      "changes": .array(
        version.changes.map {
          [
            "field": .string($0.field), "before": .string($0.before), "after": .string($0.after),
          ]
        }),
    ]
  }

  static func respect(_ line: RespectLine) -> JSON {
    let said = line.said?.standing
    return [
      "respect": .string(line.respect), "rating": .text(said?.value.rating),
      "scale": .text(said?.value.scale), "before": .text(line.said?.before),
      "reason": .text(said?.reason), "since": .moment(said?.since),
      "expires_on": .day(said?.value.expiresOn), "over": .bool(line.isOver),
      "by_the_facts": .text(line.proposed), "facts": .array(line.facts.map { .string($0) }),
    ]
  }

  static func said(_ one: Standing<Rating>) -> JSON {
    [
      "version": .whole(one.number), "since": .moment(one.since),
      "rating": .text(one.value.rating), "scale": .string(one.value.scale),
      "reason": .text(one.reason), "expires_on": .day(one.value.expiresOn),
    ]
  }
}
