import Core
import Database

extension Reader {
  /// Bodies by their names, archived ones left out.
  func bodies() throws -> [Standing<Body>] {
    try standing(Body.self).filter { !$0.isArchived }
      .sorted { ($0.value.key, $0.id.text) < ($1.value.key, $1.id.text) }
  }

  /// Meetings from a day on, the next first, or before it, the last first; one more than the size where there are more.
  func meetings(
    _ day: Day, isPast: Bool, page: Int, size: Int
  ) throws -> [Standing<Meeting>] {
    let standing: SQL = "v.until_at IS NULL AND NOT v.is_archived"
    let limit = SQL.page(page, of: size)
    return try rows(
      isPast
        ? "\(Meeting.select) WHERE \(standing) AND v.meets_on < \(day) ORDER BY v.meets_on DESC, v.item_id DESC \(limit)"
        : "\(Meeting.select) WHERE \(standing) AND v.meets_on >= \(day) ORDER BY v.meets_on, v.item_id \(limit)"
    ).map { try Standing($0) }
  }

  /// Meetings of one body from a day on, the next first.
  func meetings(of body: ProgrammeItemID, from day: Day) throws -> [Standing<Meeting>] {
    try rows(
      """
      \(Meeting.select) WHERE v.until_at IS NULL AND NOT v.is_archived AND v.body_id = \(body)
        AND v.meets_on >= \(day) ORDER BY v.meets_on, v.item_id LIMIT 500
      """
    ).map { try Standing($0) }
  }

  /// Archived meetings and bodies too, by their ids.
  func bodyNames(_ ids: Set<ProgrammeItemID>) throws -> [ProgrammeItemID: String] {
    guard !ids.isEmpty else { return [:] }
    let found = try rows(
      "SELECT item_id, name FROM body_versions WHERE until_at IS NULL AND item_id IN (\(list: ids.sorted { $0.text < $1.text })) LIMIT 1000"
    )
    return Dictionary(uniqueKeysWithValues: try found.map { (try $0["item_id"], try $0["name"]) })
  }

  /// One thing of the programme office with what it was before. `shown` makes words for people of what its form holds.
  func timeItem<Value: Readable>(
    _ kind: Value.Type, _ id: ProgrammeItemID, page: Int, mayChange: Bool,
    shown: (Value) throws -> [String: String]
  ) throws -> TimeItem<Value> {
    guard let standing = try found(kind, id) else { throw Rejection.notFound("Item") }
    let versions = try history(of: id, kind, page: page)
    let names = try accountNames(Set(versions.map(\.by)))
    var lines: [ItemView.Version] = []
    for (index, version) in versions.prefix(50).enumerated() {
      let before = index + 1 < versions.count ? versions[index + 1] : nil
      lines.append(
        ItemView.Version(
          number: version.number, since: version.since, by: names[version.by] ?? User.system.name,
          origin: version.origin, reason: version.reason, isArchived: version.isArchived,
          wasArchived: before?.isArchived ?? false,
          changes: ItemView.changes(
            from: try before.map { try shown($0.value) }, to: try shown(version.value))))
    }
    return TimeItem(
      standing: standing,
      history: ItemView(
        id: id, kind: Value.kind, project: nil, number: standing.number,
        isArchived: standing.isArchived, fields: standing.value.fields(), versions: lines,
        hasMore: versions.count > 50, mayChange: mayChange, milestone: nil, frame: nil,
        reading: nil, pack: nil))
  }

  func meetingItem(
    _ id: ProgrammeItemID, page: Int, mayChange: Bool
  ) throws -> TimeItem<Meeting> {
    try timeItem(Meeting.self, id, page: page, mayChange: mayChange) { meeting in
      var fields = meeting.fields()
      fields["body"] = try bodyNames([meeting.body])[meeting.body]
      return fields
    }
  }

  /// What only the other bodies can tell.
  func check(_ body: Body, _ id: ProgrammeItemID?) throws {
    if try bodies().contains(where: { $0.id != id && $0.value.key == body.key }) {
      throw Rejection.invalid("name", Reason("body.name-taken"))
    }
  }

  /// What only its body and the other meetings can tell; with the body's own number of days where the form named none.
  func checked(_ meeting: Meeting, _ id: ProgrammeItemID?, was old: Meeting?) throws -> Meeting {
    guard let body = try found(Body.self, meeting.body),
      !body.isArchived || old?.body == meeting.body
    else { throw Rejection.invalid("body", Reason("meeting.body")) }
    let isTaken = try meetings(of: meeting.body, from: meeting.day)
      .contains { $0.id != id && $0.value.day == meeting.day }
    if isTaken { throw Rejection.invalid("meets_on", Reason("meeting.twice")) }
    var meeting = meeting
    if meeting.papersDays == Meeting.asTheBody { meeting.papersDays = body.value.papersDays }
    return meeting
  }
}
