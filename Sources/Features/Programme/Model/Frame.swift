import Core
import Database

/// What the authority has set down about the programme itself: one sentence or question of it.
package struct Frame: Kept {
  package enum Sort: String, Storable, CaseIterable {
    case vision, objective, summary, gate, question

    /// Objectives and questions are a workstream's.
    var isOfWorkstream: Bool { self == .objective || self == .question }
  }

  package var sort: Sort
  /// The key of a workstream, where the sort has one.
  package var workstream: String?
  /// Where it stands among those of its sort, from 1.
  package var place: Int
  package var words: String
  package var at: PlannedDate?
  package var note: String?
  package var doubt: String?

  package static let kind = ItemKind.frame
  package static let columns = ["sort", "workstream", "place", "words", "at_date", "note", "doubt"]

  package var values: [Value] {
    [
      sort.stored, workstream.stored, place.stored, words.stored, at.stored, note.stored,
      doubt.stored,
    ]
  }
}

extension Frame {
  package init(_ row: Row) throws {
    try self.init(
      sort: row["sort"], workstream: row["workstream"], place: row["place"], words: row["words"],
      at: row["at_date"], note: row["note"], doubt: row["doubt"])
  }
}

extension Optional where Wrapped: Storable {
  /// NULL for nothing.
  var stored: Value { self?.stored ?? .null }
}
