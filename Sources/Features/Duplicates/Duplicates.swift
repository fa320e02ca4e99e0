import Core
import Database
import People
import ReferralFile

/// The door to records that may be about one person: finding them, deciding, putting two together, undoing it.
package struct Duplicates: Sendable {
  let database: Database
  let vocabulary: Vocabulary
  let variants: NameVariants

  package init(_ database: Database, vocabulary: Vocabulary, variants: NameVariants) {
    self.database = database.keeping(["person_keys", "person_pairs", "imports"])
    self.vocabulary = vocabulary
    self.variants = variants
  }

  var wall: Wall { database.wall }
}
