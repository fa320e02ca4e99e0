import Core

/// One project, for its page.
package struct ProjectView: Sendable {
  package let line: PortfolioLine
  package let objectives: [Standing<Frame>]
  package let mayChange: Bool
}

/// One thing with its form and its history.
package struct ItemView: Sendable {
  /// What became what.
  package struct Change: Sendable, Equatable {
    package let field: String
    package let before: String
    package let after: String
  }

  package struct Version: Sendable {
    package let number: Int
    package let since: Instant
    package let by: String
    package let origin: Origin
    package let reason: String?
    package let isArchived: Bool
    package let wasArchived: Bool
    package let changes: [Change]
  }

  package let id: ProgrammeItemID
  package let kind: ItemKind
  package let project: Standing<Project>?
  package let number: Int
  package let isArchived: Bool
  package let fields: [String: String]
  package let versions: [Version]
  package let hasMore: Bool
  package let mayChange: Bool
  package let milestone: Milestone?
  package let frame: Frame?
  package let reading: Reading?
  /// The pack that it is or belongs to.
  package let pack: ProgrammeItemID?
  /// What it hangs on beside its project: the source of a claim, the commission of data that is due.
  package var above: String? = nil

  /// Of the first version everything that is filled in.
  static func changes(from before: [String: String]?, to after: [String: String]) -> [Change] {
    after.keys.sorted().compactMap { field in
      let (old, new) = (before?[field] ?? "", after[field] ?? "")
      return old == new ? nil : Change(field: field, before: old, after: new)
    }
  }
}

/// Somebody who may keep a project up to date.
package struct Colleague: Sendable {
  package let id: AccountID
  package let name: String
}
