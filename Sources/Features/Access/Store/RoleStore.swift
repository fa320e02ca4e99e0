import Core
import Database

extension Reader {
  func roleBook() throws -> RoleBook {
    let roles = try rows("SELECT key, label FROM roles ORDER BY label LIMIT 1000").map {
      try Role(key: $0["key"], label: $0["label"])
    }
    var powers: [String: RoleBook.Powers] = [:]
    for row in try rows("SELECT role, verb, scope FROM role_grants ORDER BY role, verb LIMIT 10000")
    {
      let (role, verb, scope): (String, String, String) = (
        try row["role"], try row["verb"], try row["scope"]
      )
      guard let verb = Verb(rawValue: verb), let scope = Scope(rawValue: scope) else {
        throw Fault("role_grants has \(verb) in scope \(scope), which this program does not know")
      }
      powers[role, default: RoleBook.Powers()].grants[verb] = scope
    }
    for row in try rows(
      "SELECT role, field_group FROM role_field_groups ORDER BY role, field_group LIMIT 10000")
    {
      let (role, group): (String, String) = (try row["role"], try row["field_group"])
      guard let group = FieldGroup(rawValue: group) else {
        throw Fault("role_field_groups has \(group), which this program does not know")
      }
      powers[role, default: RoleBook.Powers()].fieldGroups.insert(group)
    }
    return RoleBook(roles, powers)
  }
}

extension Transaction {
  /// Fills a new database with the roles of `Reference`.
  func insertShippedRoles() throws {
    for row in try ShippedRoles.rows(of: "roles.csv") {
      try change("INSERT INTO roles (key, label) VALUES (\(row[0]), \(row[1]))")
    }
    for row in try ShippedRoles.rows(of: "role-grants.csv") {
      try change(
        "INSERT INTO role_grants (role, verb, scope) VALUES (\(row[0]), \(row[1]), \(row[2]))")
    }
    for row in try ShippedRoles.rows(of: "role-field-groups.csv") {
      try change("INSERT INTO role_field_groups (role, field_group) VALUES (\(row[0]), \(row[1]))")
    }
  }
}
