import Core

/// One line of the file of what the authority has set down about the programme.
package struct FrameLine: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case vision, objective, summary, gate, question

    /// Objectives and questions are a workstream's; the others are the whole programme's.
    package var isOfWorkstream: Bool { self == .objective || self == .question }
  }

  package let kind: Kind
  /// The key of a workstream, where the kind has one.
  package let workstream: String?
  package let words: String
  package let when: PlannedDate?
  package let note: String?
  /// Where it stands among those of its kind, from 1.
  package let place: Int
  /// 2 for a gate that the file names a second time, and so on.
  package let occurrence: Int

  /// The same, as one that the file names so many times by now.
  func named(_ times: Int) -> FrameLine {
    FrameLine(
      kind: kind, workstream: workstream, words: words, when: when, note: note, place: place,
      occurrence: times)
  }

  /// By what the next reading knows it again.
  package var fileKey: String {
    FileKey.frame(kind, workstream: workstream, words: words, occurrence: occurrence)
  }

  package var doubt: String? { Doubt.frame(kind, note: note, occurrence: occurrence) }

  /// Lines of one kind that a file may have.
  static let most = 1000
}
