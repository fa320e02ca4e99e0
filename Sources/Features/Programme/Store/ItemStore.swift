import Core
import Database

extension Reader {
  func kind(of id: ProgrammeItemID) throws -> ItemKind? {
    let found: String? = try row("SELECT kind FROM programme_items WHERE id = \(id)")?["kind"]
    return found.flatMap { ItemKind(rawValue: $0) }
  }

  /// Whether a form that is sent again made this already. A conflict where its id stands for something else.
  func isThere(
    _ id: ProgrammeItemID, _ kind: ItemKind, in project: ProgrammeItemID?
  ) throws -> Bool {
    guard
      let found = try row("SELECT kind, project_id FROM programme_items WHERE id = \(id)")
    else { return false }
    let (itsKind, itsProject): (String, ProgrammeItemID?) =
      (try found["kind"], try found["project_id"])
    guard itsKind == kind.rawValue, itsProject == project else {
      throw Rejection.conflict(Reason("programme.id-taken"))
    }
    return true
  }

  func itemView(
    _ id: ProgrammeItemID, _ kind: ItemKind, page: Int, _ may: (Project?) -> Bool
  ) throws -> ItemView {
    guard let type = kind.form else { throw Rejection.notFound("Item") }
    return try itemView(id, of: type, page: page, may)
  }

  private func itemView<Value: Readable>(
    _ id: ProgrammeItemID, of type: Value.Type, page: Int, _ may: (Project?) -> Bool
  ) throws -> ItemView {
    let versions = try history(of: id, type, page: page)
    guard let newest = try page == 1 ? versions.first : found(type, id) else {
      throw Rejection.notFound("Item")
    }
    let project = try newest.project.flatMap { try found(Project.self, $0) }
    let names = try accountNames(of: id, type.kind)
    // What is compared with the oldest of this page stands on the next.
    let shown = versions.prefix(50)
    let lines = shown.enumerated().map { index, version in
      let before = index + 1 < versions.count ? versions[index + 1] : nil
      return ItemView.Version(
        number: version.number, since: version.since, by: names[version.by] ?? User.system.name,
        origin: version.origin, reason: version.reason, isArchived: version.isArchived,
        wasArchived: before?.isArchived ?? false,
        changes: ItemView.changes(
          from: before.map { Self.told($0.value.fields(), names) },
          to: Self.told(version.value.fields(), names)))
    }
    return ItemView(
      id: id, kind: type.kind, project: project, number: newest.number,
      isArchived: newest.isArchived, fields: newest.value.fields(), versions: Array(lines),
      hasMore: versions.count > 50, mayChange: mayChange(newest, project, may),
      milestone: newest.value as? Milestone, frame: newest.value as? Frame,
      reading: newest.value as? Reading,
      pack: newest.value is Pack ? id : (newest.value as? Clearance)?.pack,
      above: try nameAbove(newest.value))
  }

  /// Archived or not.
  private func nameAbove<Value: Kept>(_ value: Value) throws -> String? {
    if let claim = value as? Claim { return try found(Source.self, claim.source)?.value.name }
    if let data = value as? Monitoring {
      return try found(Commission.self, data.commission)?.value.name
    }
    return nil
  }

  /// Fields with the names of people in place of their ids, and without what it belongs to: that never changes.
  private static func told(
    _ fields: [String: String], _ names: [AccountID: String]
  ) -> [String: String] {
    let fields = fields.filter { name, value in
      !["source", "commission"].contains(name) || ProgrammeItemID(checking: value) == nil
    }
    guard let owner = fields["owner"].flatMap({ AccountID(checking: $0) }) else { return fields }
    return fields.merging(["owner": names[owner] ?? ""]) { _, name in name }
  }

  private func mayChange<Value: Kept>(
    _ standing: Standing<Value>, _ project: Standing<Project>?, _ may: (Project?) -> Bool
  ) -> Bool {
    may(standing.value as? Project ?? project?.value)
  }

  func accountNames(_ accounts: Set<AccountID>) throws -> [AccountID: String] {
    guard !accounts.isEmpty else { return [:] }
    let sorted = accounts.sorted { $0.text < $1.text }
    return try names(
      rows("SELECT id, name FROM accounts WHERE id IN (\(list: sorted)) ORDER BY id LIMIT 1000"))
  }

  /// Of all who changed a thing, and of a project of all who owned it.
  private func accountNames(of id: ProgrammeItemID, _ kind: ItemKind) throws -> [AccountID: String]
  {
    let owned: SQL = kind == .project ? " OR a.id = v.owner_id" : ""
    return try names(
      rows(
        """
        SELECT DISTINCT a.id, a.name FROM \(SQL(trusted: kind.table)) v
        JOIN accounts a ON a.id = v.changed_by\(owned) WHERE v.item_id = \(id) ORDER BY a.id LIMIT 1000
        """))
  }

  /// Of all who own a project, now or before.
  func ownerNames() throws -> [AccountID: String] {
    try names(
      rows(
        """
        SELECT DISTINCT a.id, a.name FROM project_versions v JOIN accounts a ON a.id = v.owner_id
        ORDER BY a.id LIMIT 10000
        """))
  }

  private func names(_ found: [Row]) throws -> [AccountID: String] {
    Dictionary(uniqueKeysWithValues: try found.map { (try $0["id"], try $0["name"]) })
  }

  /// Who may be named as an owner: whoever can sign in and may update projects.
  func programmeOwners(on day: Day) throws -> [Colleague] {
    try rows(
      """
      SELECT DISTINCT a.id, a.name FROM accounts a JOIN account_roles r ON r.account_id = a.id
      JOIN role_grants g ON g.role = r.role
      WHERE g.verb = 'update_projects' AND a.disabled_at IS NULL
        AND r.valid_from <= \(day) AND (r.valid_to IS NULL OR r.valid_to >= \(day)) ORDER BY a.name, a.id LIMIT 500
      """
    ).map { try Colleague(id: $0["id"], name: $0["name"]) }
  }

  /// What only the other projects and accounts can tell. `id` is the project's own, nil for a new one.
  func check(_ project: Project, _ id: ProgrammeItemID?, on day: Day) throws {
    if let owner = project.owner, try !programmeOwners(on: day).contains(where: { $0.id == owner })
    {
      let stood = try id.flatMap { try found(Project.self, $0) }
      if stood?.value.owner != owner {
        throw Rejection.invalid("owner", Reason("programme.owner"))
      }
    }
    var names: [String] = []
    if let id {
      names = try standing(Source.self, of: id).filter { !$0.isArchived }
        .compactMap(\.value.shortName)
    }
    try project.mustNeedOnly(names)
    let name = project.name.lowercased()
    let isTaken = try standing(Project.self).contains {
      $0.id != id && !$0.isArchived && $0.value.name.lowercased() == name
    }
    if isTaken { throw Rejection.invalid("name", Reason("programme.name-taken")) }
  }
}

extension Transaction {
  /// Throws unless this user may keep the project up to date.
  func mayChange(_ project: ProgrammeItemID) throws {
    guard let standing = try read.found(Project.self, project) else {
      throw Rejection.notFound("Project")
    }
    guard Programme.may(user, change: standing.value) else { throw Rejection.forbidden }
    if standing.isArchived { throw Rejection.conflict(Reason("programme.archived")) }
  }

  /// The version that a form was made from, if it still stands and this user may change it.
  func open<Value: Kept>(
    _ kind: Value.Type, _ id: ProgrammeItemID, from number: Int
  ) throws -> Standing<Value> {
    guard let standing = try read.found(kind, id) else { throw Rejection.notFound("Item") }
    if let project = standing.value as? Project {
      guard Programme.may(user, change: project) else { throw Rejection.forbidden }
    } else if let project = standing.project {
      try mayChange(project)
    } else {
      try user.must(.keepProgramme)
    }
    guard standing.number == number else { throw Rejection.conflict(Reason("programme.changed")) }
    return standing
  }

  /// Changes a thing by its form.
  func change<Value: Readable>(
    _ kind: Value.Type, _ id: ProgrammeItemID, from number: Int, _ fields: [String: String],
    _ lists: ProgrammeLists
  ) throws {
    let old = try open(kind, id, from: number)
    let value = try read.held(
      Value.read(fields, old.value, lists, today: today), id, in: old.project)
    if let project = value as? Project { try read.check(project, id, on: today) }
    guard value != old.value else { return unchanged(Value.kind, id) }
    try change(old, to: value)
    record("\(Value.kind.rawValue) changed", id, ["version": String(old.number + 1)])
  }

  /// Takes a thing out of all lists, or puts it back.
  func archive<Value: Readable>(
    _ kind: Value.Type, _ id: ProgrammeItemID, from number: Int, _ isArchived: Bool
  ) throws {
    let old = try open(kind, id, from: number)
    guard old.isArchived != isArchived else { return unchanged(Value.kind, id) }
    let value = isArchived ? old.value : try read.held(old.value, id, in: old.project)
    try change(old, to: value, isArchived: isArchived)
    record("\(Value.kind.rawValue) \(isArchived ? "archived" : "brought back")", id)
  }

  /// A form that changes nothing leaves no version, and the record says that it came.
  func unchanged(_ kind: ItemKind, _ id: ProgrammeItemID) {
    record("\(kind.rawValue) left as it was", id)
  }

  /// Puts a rating in the place of the one that stands.
  func rate(_ rating: Rating, of project: ProgrammeItemID, _ cause: Cause) throws {
    let old = try read.standing(Rating.self, of: project)
      .first { $0.value.respect == rating.respect }
    try rate(rating, of: project, after: old, cause)
  }

  func rate(
    _ rating: Rating, of project: ProgrammeItemID, after old: Standing<Rating>?, _ cause: Cause
  ) throws {
    if let old {
      try change(old, to: rating, isArchived: false, cause)
    } else {
      try begin(rating, in: project, cause)
    }
    record(
      "project rated", project,
      [
        "respect": rating.respect, "from": old?.value.rating ?? "", "to": rating.rating ?? "",
        "reason": cause.reason ?? "",
      ])
  }
}
