import Core
import Database

extension Person {
  /// The columns of a person, for a statement that joins `people AS p`.
  package static let columns: SQL = """
    p.id AS person_id, p.full_name, p.known_as, p.date_of_birth, p.phone, p.email, p.safe_contact,
    p.language, p.interpreter_needed, p.address, p.postcode, p.no_fixed_address
    """

  package init(_ row: Row) throws {
    try self.init(
      id: row["person_id"], fullName: row["full_name"], knownAs: row["known_as"],
      dateOfBirth: row["date_of_birth"], phone: row["phone"], email: row["email"],
      safeContact: row["safe_contact"], language: row["language"],
      interpreterNeeded: row["interpreter_needed"], address: row["address"],
      postcode: row["postcode"], hasNoFixedAddress: row["no_fixed_address"])
  }
}

extension Reader {
  /// What these people need help with; restricted needs only for those who see that field group.
  package func needs(of people: [PersonID], seenBy user: User) throws -> [PersonID: [Need]] {
    let restricted = user.sees(.restrictedNeeds)
    let found = try rows(
      """
      SELECT person_id, need, is_restricted FROM person_needs
      WHERE person_id IN (\(list: people)) AND (is_restricted = FALSE OR \(restricted))
      ORDER BY person_id, is_restricted, need LIMIT 10000
      """)
    var needs: [PersonID: [Need]] = [:]
    // A person's rows stand beside each other. Restricted needs come first to whoever sees them.
    var (person, open, closed): (PersonID?, [Need], [Need]) = (nil, [], [])
    for row in found {
      let next: PersonID = try row["person_id"]
      if next != person {
        if let person { needs[person] = closed + open }
        (person, open, closed) = (next, [], [])
      }
      let need = try Need(key: row["need"], isRestricted: row["is_restricted"])
      if need.isRestricted { closed.append(need) } else { open.append(need) }
    }
    if let person { needs[person] = closed + open }
    return needs
  }

  /// Everybody known who was born on one of these days. For the check for duplicates, not for pages. Who was put into
  /// another record is known by that record, and still by the name they came with.
  package func peopleKnown(bornOn days: [Day]) throws -> [KnownPerson] {
    try rows(
      """
      SELECT COALESCE(merged_into, id) AS id, name_key, date_of_birth FROM people
      WHERE date_of_birth IN (\(list: days))
        AND import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
      ORDER BY date_of_birth, people.id
      """
    ).map {
      try KnownPerson(id: $0["id"], nameKey: $0["name_key"], dateOfBirth: $0["date_of_birth"])
    }
  }

  /// The people whom these may be, as the check for duplicates found.
  package func matches(of person: PersonID) throws -> [PersonID] {
    try rows(
      """
      SELECT DISTINCT COALESCE(p.merged_into, p.id) AS like_person_id
      FROM person_matches m JOIN people p ON p.id = m.like_person_id
      WHERE (m.person_id = \(person) OR m.person_id IN (SELECT id FROM people WHERE merged_into = \(person)))
        AND COALESCE(p.merged_into, p.id) <> \(person)
      ORDER BY like_person_id LIMIT 20
      """
    ).map { try $0["like_person_id"] }
  }
}

/// People as rows of their tables, and of those by which they are found.
package struct PeopleRows: Sendable {
  fileprivate let people: TableRows
  fileprivate let needs: TableRows
  fileprivate let index: IndexRows

  package init(_ people: [NewPerson]) {
    self.people = TableRows("people", NewPerson.columns, people.map(\.values))
    needs = TableRows(
      "person_needs", ["person_id", "need", "is_restricted"],
      people.flatMap { person in
        person.needs.map { [person.id.stored, $0.key.stored, $0.isRestricted.stored] }
      })
    index = IndexRows(people.map { IndexedPerson($0) })
  }
}

extension Copying where Self: ~Copyable {
  /// Puts people in their tables, findable as soon as they may be seen.
  package func stage(_ people: PeopleRows) throws {
    try copy(people.people)
    try copy(people.needs)
    try index(people.index)
  }
}

extension Keeper {
  /// Takes away some people of an import that will not be finished, with what stands beside them in their tables, and
  /// answers whether there were any.
  package func removePeople(of importID: ImportID) throws -> Bool {
    let people: [PersonID] = try rows(
      "SELECT id FROM people WHERE import_id = \(importID) ORDER BY id LIMIT 200"
    ).map { try $0["id"] }
    guard !people.isEmpty else { return false }
    try unindex(people)
    try change("DELETE FROM person_needs WHERE person_id IN (\(list: people))")
    try change("DELETE FROM people WHERE id IN (\(list: people))")
    return true
  }
}

extension TableRows {
  /// That these people may be those.
  package init(_ matches: [(PersonID, PersonID)], of importID: ImportID) {
    self.init(
      "person_matches", ["person_id", "like_person_id", "import_id"],
      matches.map { [$0.0.stored, $0.1.stored, importID.stored] })
  }
}

extension NewPerson {
  fileprivate static let columns = [
    "id", "import_id", "full_name", "name_key", "known_as", "date_of_birth", "phone", "email",
    "safe_contact", "language", "interpreter_needed", "address", "postcode", "no_fixed_address",
    "version",
  ]

  fileprivate var values: [Value] {
    func value(_ text: String?) -> Value { text?.stored ?? .null }
    return [
      id.stored, importID.stored, fullName.stored, nameKey.stored, value(knownAs),
      dateOfBirth.stored, value(phone), value(email), value(safeContact), value(language),
      interpreterNeeded?.stored ?? .null, value(address), value(postcode),
      hasNoFixedAddress.stored, .int(1),
    ]
  }
}
