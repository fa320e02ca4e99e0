import Core
import Database

/// The papers of one meeting: the portfolio as it stood when the day of the papers had ended.
package struct Pack: Kept {
  /// Who meets.
  package var body: String
  package var meetsOn: Day
  /// When the papers go out; not after the meeting.
  package var papersOn: Day
  /// From when it tells what has changed: before the papers.
  package var sinceOn: Day
  package var note: String?

  package static let kind = ItemKind.pack
  package static let columns = ["body", "meets_on", "papers_on", "since_on", "note"]

  package var values: [Value] {
    [body.stored, meetsOn.stored, papersOn.stored, sinceOn.stored, note.stored]
  }

  /// Days before the papers from which changes are told where there was no pack before: a quarter.
  static let firstSpan = 91
}

extension Pack {
  package init(_ row: Row) throws {
    try self.init(
      body: row["body"], meetsOn: row["meets_on"], papersOn: row["papers_on"],
      sinceOn: row["since_on"], note: row["note"])
  }
}

/// What of a project's page may stay out of the public's pack.
package enum PackPart: String, Storable, CaseIterable {
  /// All of it, its name as well.
  case project
  case position, ratings, milestones, risks, money
}

/// That a part of a pack is not for the public, and on which ground.
package struct Exemption: Kept {
  package var pack: ProgrammeItemID
  /// The project.
  package var subject: ProgrammeItemID
  package var part: PackPart
  /// A key of `PackLists.grounds`.
  package var ground: String

  package static let kind = ItemKind.exemption
  package static let columns = ["pack_id", "subject_id", "part", "ground"]

  package var values: [Value] { [pack.stored, subject.stored, part.stored, ground.stored] }
}

extension Exemption {
  package init(_ row: Row) throws {
    try self.init(
      pack: row["pack_id"], subject: row["subject_id"], part: row["part"], ground: row["ground"])
  }
}

/// What an officer says of a pack before it goes out.
package struct Clearance: Kept {
  package var pack: ProgrammeItemID
  /// A key of `PackLists.clearances`.
  package var subject: String
  package var askedOf: String?
  package var askedOn: Day?
  package var givenBy: String?
  package var givenOn: Day?
  /// What was said; never missing where it is given.
  package var words: String?

  package var isGiven: Bool { givenOn != nil }

  package static let kind = ItemKind.clearance
  package static let columns = [
    "pack_id", "subject", "asked_of", "asked_on", "given_by", "given_on", "words",
  ]

  package var values: [Value] {
    [
      pack.stored, subject.stored, askedOf.stored, askedOn.stored, givenBy.stored, givenOn.stored,
      words.stored,
    ]
  }
}

extension Clearance {
  package init(_ row: Row) throws {
    try self.init(
      pack: row["pack_id"], subject: row["subject"], askedOf: row["asked_of"],
      askedOn: row["asked_on"], givenBy: row["given_by"], givenOn: row["given_on"],
      words: row["words"])
  }
}

/// On what grounds a part is exempt, and which officers clear a pack: dated, and another authority's own.
package struct PackLists: Sendable {
  package let grounds: DatedList
  package let clearances: DatedList

  package init(grounds: DatedList = DatedList([]), clearances: DatedList = DatedList([])) {
    (self.grounds, self.clearances) = (grounds, clearances)
  }
}
