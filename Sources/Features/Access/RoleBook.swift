import Core
import Database
import Schema
import Synchronization

/// What each role may do and see, as the database had it when the program started.
final class RoleBook: Sendable {
  /// What somebody may do: for each verb the farthest scope of all roles held.
  struct Powers: Sendable {
    var grants: [Verb: Scope] = [:]
    var fieldGroups: Set<FieldGroup> = []
  }

  let roles: [Role]
  private let powers: [String: Powers]
  /// Few combinations of roles are held, and each is asked for on every request.
  private let combined = Mutex<[[String]: Powers]>([:])

  init(_ roles: [Role], _ powers: [String: Powers]) {
    self.roles = roles
    self.powers = powers
  }

  func powers(of roles: [String]) -> Powers {
    combined.withLock { combined in
      if let found = combined[roles] { return found }
      let all = roles.reduce(into: Powers()) { all, role in
        guard let powers = powers[role] else { return }
        all.grants.merge(powers.grants) { max($0, $1) }
        all.fieldGroups.formUnion(powers.fieldGroups)
      }
      combined[roles] = all
      return all
    }
  }

  func label(_ role: String) -> String { roles.first { $0.key == role }?.label ?? role }

  func knows(_ role: String) -> Bool { roles.contains { $0.key == role } }
}

/// The roles that come with Pierhead.
enum ShippedRoles {
  static func rows(of file: String) throws -> [[String]] {
    guard let text = ReferenceTexts.files[file] else { throw Fault("there is no \(file)") }
    // These files are ours and quote nothing.
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
