import Core
import Foundation

/// What one line of the file of projects says, as far as it stands: what an earlier line gave already is left out.
package struct ProjectLine: Hashable, Sendable {
  package struct Milestone: Hashable, Sendable {
    package let name: String
    /// With the precision that was given; nil where no date is.
    package let due: PlannedDate?
    /// The body that decides.
    package let body: String?

    package var doubt: String? { Doubt.milestone(due: due) }
  }

  /// How certain money is, as far as a key says it.
  package enum State: String, CaseIterable, Sendable { case secured, unconfirmed, exploring }

  package struct Source: Hashable, Sendable {
    package let name: String
    /// In whole pence.
    package let amount: Int?
    package let state: State?
    /// What the file says of the state in place of a key.
    package let stateNote: String?

    package var doubt: String? { Doubt.source(amount: amount, state: state, note: stateNote) }
  }

  package let project: String
  /// The key of a workstream.
  package let workstream: String
  /// The key of a rating by that of a respect. Not rated is not in it.
  package var ratings: [String: String] = [:]
  package var milestone: Milestone?
  package var source: Source?
  package var risk: String?
  package var position: String?

  /// By what the next reading knows it again.
  package var fileKey: String { FileKey.project(project) }
  package var milestoneKey: String? { milestone.map { FileKey.milestone($0.name, of: project) } }
  package var sourceKey: String? { source.map { FileKey.source($0.name, of: project) } }
  package var riskKey: String? { risk.map { FileKey.risk($0, of: project) } }
}

/// By what the next reading knows a thing again: its kind, its project and its words, whatever their case and spacing.
package enum FileKey {
  package static func project(_ name: String) -> String { key("project", name) }

  package static func milestone(_ name: String, of project: String) -> String {
    key("milestone", project, name)
  }

  package static func source(_ name: String, of project: String) -> String {
    key("source", project, name)
  }

  package static func risk(_ words: String, of project: String) -> String {
    key("risk", project, words)
  }

  /// The programme has one vision and one summary, so new words change them. A gate may be named twice.
  package static func frame(
    _ kind: FrameLine.Kind, workstream: String?, words: String, occurrence: Int = 1
  ) -> String {
    guard kind != .vision, kind != .summary else { return key(kind.rawValue) }
    guard occurrence > 1 else { return key(kind.rawValue, workstream ?? "", words) }
    return key(kind.rawValue, workstream ?? "", words, String(occurrence))
  }

  /// In small letters, accents written in one way, each run of white space one space.
  package static func folded(_ text: String) -> String {
    text.lowercased().precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// Folded text has no newline, so no two keys run into each other. Small letters may be more than capital ones were:
  /// what grows past the longest text is cut, so that every key fits its column.
  private static func key(_ parts: String...) -> String {
    parts.map { part in
      let folded = folded(part).unicodeScalars
      return String(String.UnicodeScalarView(folded.prefix(2000)))
    }.joined(separator: "\n")
  }
}
