import App
import Core
import Database
import Programme

extension Pierhead {
  /// A project of the employer's workstream, whose name no other has.
  package func project(_ name: String? = nil, owner: User? = nil) async throws -> ProgrammeItemID {
    try await programme.addProject(
      [
        "name": name ?? "Project \(ProgrammeItemID(at: database.wall.now()))",
        "workstream": "employer", "owner": owner?.id.text ?? "",
      ], by: .system)
  }

  /// A pack for a meeting in two weeks, whose papers go out in one.
  package func pack() async throws -> ProgrammeItemID {
    let (id, today) = (ProgrammeItemID(at: database.wall.now()), database.wall.today)
    try await packs.add(
      [
        "body": "Programme board", "meets_on": today.adding(days: 14).description,
        "papers_on": today.adding(days: 7).description,
      ], as: id, by: .system)
    return id
  }

  /// A milestone of a project.
  package func milestone(
    _ name: String = "First meeting", due: String = "March 2027", in project: ProgrammeItemID
  ) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    try await programme.addMilestone(
      ["name": name, "due": due], as: id, to: project, by: .system)
    return id
  }

  /// A benefit of a project, from 10 % to 20 %.
  package func benefit(
    _ name: String = "Disabled staff", in project: ProgrammeItemID, _ fields: [String: String] = [:]
  ) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    let all = [
      "name": name, "unit": "%", "baseline_value": "10", "baseline_on": "01/04/2026",
      "baseline_source": "Staff survey 2026", "target_value": "20", "target_on": "31/03/2028",
      "groups": "disabled",
    ]
    try await programme.addBenefit(
      all.merging(fields) { $1 }, as: id, to: project, by: .system)
    return id
  }
}
