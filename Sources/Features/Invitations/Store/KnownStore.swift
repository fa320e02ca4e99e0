import Core
import Database
import People
import ReferralFile

/// Finds out who must not be asked, and what of that a user may be told.
struct KnownCheck: Sendable {
  let list: InvitationList
  let user: User
  let variants: NameVariants

  /// Whether the user may hear more than "already known" of a record of this district. Never more than everybody who
  /// sees the list may hear, because the list keeps the numbers.
  private func reaches(_ verb: Verb, _ district: String?) -> Bool {
    guard let scope = user.grants[verb], list.district == nil || list.district == district else {
      return false
    }
    switch scope {
    case .all: return true
    case .district: return district.map { user.districts.contains($0) } ?? false
    case .team, .own: return false
    }
  }

  /// Somebody who was put on any list before.
  func invited(_ keys: [String], _ reader: borrowing Reader) throws -> LeftOut? {
    let found = try reader.rows(
      """
      SELECT i.state, l.district_code FROM invited_keys k JOIN invitations i ON i.id = k.invitation_id
      JOIN invitation_lists l ON l.id = i.list_id
      WHERE k.key_hash IN (\(list: keys)) ORDER BY i.id LIMIT 10
      """)
    guard !found.isEmpty else { return nil }
    var isInReach = false
    for row in found {
      guard reaches(.invite, try row["district_code"]) else { continue }
      isInReach = true
      let state: Invitation.State = try row["state"]
      if state == .no || state == .off { return .saidNo }
    }
    return isInReach ? .invited : .known
  }

  /// Somebody who is a member of an open household, has a referral that waits, or told us how it is safe to reach them.
  func knownOtherwise(
    _ details: Invitation.Details, _ reader: borrowing Reader
  ) throws -> LeftOut? {
    let people = try peopleLike(details, reader)
    guard !people.isEmpty else { return nil }
    let households: [String?] = try reader.rows(
      """
      SELECT h.district_code FROM household_members m JOIN households h ON h.id = m.household_id
      WHERE m.person_id IN (\(list: people)) AND m.left_on IS NULL AND h.state = 'open'
      ORDER BY m.id LIMIT 20
      """
    ).map { try $0["district_code"] }
    let referrals = try reader.rows(
      """
      SELECT r.district_code, r.state = 'waiting' AS is_waiting FROM referrals r
      WHERE r.person_id IN (\(list: people))
        AND r.import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
      ORDER BY r.id LIMIT 50
      """)
    var (waiting, all): ([String?], [String?]) = ([], [])
    for row in referrals {
      all.append(try row["district_code"])
      if try row["is_waiting"] { waiting.append(try row["district_code"]) }
    }
    let wishes = try reader.row(
      """
      SELECT id FROM people WHERE id IN (\(list: people)) AND safe_contact IS NOT NULL
        AND safe_contact <> '' LIMIT 1
      """)
    if households.contains(where: { reaches(.readHouseholds, $0) }) { return .member }
    if waiting.contains(where: { reaches(.readInbox, $0) }) { return .waiting }
    if households.isEmpty, waiting.isEmpty {
      guard wishes != nil else { return nil }
      return all.contains { reaches(.readInbox, $0) } ? .safeContact : .known
    }
    return .known
  }

  /// Records that may be of the same person: the same email address or mobile number, or a name alike with the same date
  /// of birth or the same postcode.
  private func peopleLike(
    _ details: Invitation.Details, _ reader: borrowing Reader
  ) throws -> [PersonID] {
    let name = NameKey(details.fullName)
    var found: Set<PersonID> = []
    if let email = details.email, let key = ContactKey.email(email) {
      for row in try reader.rows("\(Self.indexed) WHERE s.email = \(key) ORDER BY p.id LIMIT 50") {
        // Two addresses may share a key.
        let other: String? = try row["email"]
        if other?.lowercased() == email.lowercased() { found.insert(try row["id"]) }
      }
    }
    if let key = details.mobile.flatMap({ ContactKey.phone($0) }) {
      for row in try reader.rows("\(Self.indexed) WHERE s.phone = \(key) ORDER BY p.id LIMIT 50") {
        found.insert(try row["id"])
      }
    }
    if let born = details.dateOfBirth {
      for person in try reader.peopleKnown(bornOn: [born])
      where name.matches(NameKey(stored: person.nameKey), variants: variants) {
        found.insert(person.id)
      }
    }
    if let key = details.address.flatMap(Self.postcode).map({ ContactKey.postcode($0) }) {
      let there = try reader.rows(
        "\(Self.indexed) WHERE s.postcode = \(key) ORDER BY p.id LIMIT 200")
      for row in there {
        let born: Day = try row["date_of_birth"]
        guard details.dateOfBirth == nil || details.dateOfBirth == born,
          name.matches(NameKey(stored: try row["name_key"]), variants: variants)
        else { continue }
        found.insert(try row["id"])
      }
    }
    return found.sorted { $0.text < $1.text }
  }

  private static let indexed: SQL = """
    SELECT COALESCE(p.merged_into, p.id) AS id, p.email, p.name_key, p.date_of_birth
    FROM search_people s JOIN people p ON p.id = s.person_id
    """

  /// What an address ends with, where that is a postcode.
  static func postcode(endOf address: String) -> Postcode? {
    let words = address.split { $0.isWhitespace || $0 == "," }
    return Postcode(words.suffix(2).joined(separator: " ")) ?? words.last.flatMap { Postcode($0) }
  }
}
