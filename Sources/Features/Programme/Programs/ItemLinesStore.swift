import Core
import Database

extension Reader {
  /// Things of one kind that are not archived, by their ids: of a project, or of none. More than `limit` where there are.
  func lines<Value: Readable>(
    _ kind: Value.Type, of project: ProgrammeItemID?, _ asOf: AsOf, after: ProgrammeItemID?,
    limit: Int
  ) throws -> [ItemLine] {
    let own: SQL = project.map { "v.project_id = \($0)" } ?? "v.project_id IS NULL"
    let later: SQL = after.map { " AND v.item_id > \($0)" } ?? ""
    return try rows(
      "\(Value.select) WHERE \(own) AND \(asOf.condition) AND v.is_archived = FALSE\(later) ORDER BY v.item_id \(SQL.upTo(limit))"
    ).map { ItemLine(try Standing<Value>($0)) }
  }

  /// The version of a thing that stands.
  func number(of id: ProgrammeItemID) throws -> Int {
    guard let kind = try kind(of: id) else { throw Rejection.notFound("Item") }
    let found = try row(
      "SELECT number FROM \(SQL(trusted: kind.table)) WHERE item_id = \(id) AND until_at IS NULL")
    guard let found else { throw Fault("an item of the programme has no version") }
    return try found["number"]
  }
}
