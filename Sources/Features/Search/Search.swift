import Core
import Database
import Households
import People
import ReferralFile
import Referrals

/// The door to search: one box for people, households and references.
package struct Search: Sendable {
  let database: Database
  let vocabulary: Vocabulary
  let variants: NameVariants

  package init(_ database: Database, vocabulary: Vocabulary, variants: NameVariants) {
    self.database = database.keeping(SearchIndex.tables)
    self.vocabulary = vocabulary
    self.variants = variants
  }

  var wall: Wall { database.wall }

  /// Finds people by parts of their name in any order and spelling, by date of birth, phone number, postcode or email
  /// address, or by what a referral or a household is called. Only what this user may see is found, and nothing tells
  /// that there is more. The record has whom it showed, and a salted hash of the words.
  ///
  /// Throws `invalid` for the field `words` where nothing can be looked for.
  package func find(
    _ words: String, _ filter: SearchFilter = SearchFilter(), for user: User
  ) async throws -> SearchResults {
    try user.must(.search)
    let sought = try Sought(words, today: wall.today)
    let variants = variants
    return try await database.look(as: user, "search made") { look in
      look.commits(toWords: words)
      let found = try look.read.people(sought, variants, for: user)
      let shown = Array(found.prefix(SearchResults.most))
      let pages = max(1, (shown.count + SearchFilter.size - 1) / SearchFilter.size)
      let page = min(max(1, filter.page), pages)
      let part = shown.dropFirst((page - 1) * SearchFilter.size).prefix(SearchFilter.size)
      let people = try look.read.standing(Array(part), for: user)
      let households =
        try sought.reference.map { try look.read.households(called: $0, for: user) } ?? []
      look.lists(people.map(\.id))
      look.lists(people.compactMap(\.referral?.id))
      look.lists(people.compactMap(\.household?.id) + households.map(\.id))
      return SearchResults(
        sought: sought, people: people, count: shown.count,
        hasMoreThanShown: found.count > SearchResults.most, page: page, households: households)
    }
  }

  /// The people of all pages of what `find` finds, for who narrows it further. Shows nobody.
  package func people(_ words: String, for user: User) async throws -> [PersonID] {
    try user.must(.search)
    let sought = try Sought(words, today: wall.today)
    let variants = variants
    return try await database.look(as: user, "search made") { look in
      look.commits(toWords: words)
      return try look.read.people(sought, variants, for: user).prefix(SearchResults.most).map(\.id)
    }
  }

  /// Makes people findable who were there before search was, some at a time: it may be cut off and begun again.
  package func fill() async throws { while try await database.keep({ try $0.fillIndex() }) {} }
}
