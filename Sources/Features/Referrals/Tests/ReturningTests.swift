import App
import Core
import Database
import Households
import Support
import Testing

@testable import Referrals

/// People who come back keep their history.
struct ReturningTests {
  /// Makes the person of one referral that of another, as merging two records does.
  private func join(_ later: String, to earlier: String, in pierhead: Pierhead) async throws {
    let (one, other) = try await (pierhead.referral(later), pierhead.person(of: earlier))
    try await pierhead.database.write(as: .system) { transaction in
      try transaction.change("UPDATE referrals SET person_id = \(other) WHERE id = \(one)")
      transaction.record("people joined", one)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a referral's page says what was before, as far as the viewer may see`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let tess = try await pierhead.user("team_leader", in: Place.liverpool)
      let wyn = try await pierhead.user("team_leader", in: Place.wirral)
      try await pierhead.importRows([
        unlike("1"), unlike("2", ["referrer_organisation": "Example Homes"]),
      ])
      let declined = try await pierhead.referral("1")
      try await pierhead.referrals.decline(declined, because: "no-contact", note: "", by: tess)
      try await join("2", to: "1", in: pierhead)
      _ = try await pierhead.accept("2", by: tess)
      clock.move(days: 400)
      try await pierhead.importRows([
        unlike("3", ["district": "Wirral"]), unlike("4"), unlike("5"),
      ])
      try await join("3", to: "1", in: pierhead)
      try await join("4", to: "1", in: pierhead)

      let page = try await pierhead.browser(tess).get("/referrals/\(pierhead.referral("4"))").words
      for words in [
        "Was with us before", "Household HH-2026-0001", "still in it",
        "declined on 20 November 2026, because: We could not reach them",
        "Referral from Example Homes", "There is more that you can't see",
      ] { #expect(page.contains(words), "\(words)") }
      let other = try await pierhead.browser(wyn).get("/referrals/\(pierhead.referral("3"))").words
      #expect(other.contains("There is more that you can't see"))
      #expect(!other.contains("HH-2026-0001") && !other.contains("Example Homes"))
      #expect(!other.contains("because: We could not"))
      let nobody = try await pierhead.browser(tess).get("/referrals/\(pierhead.referral("5"))")
      #expect(!nobody.words.contains("Was with us before"))
      // The household of a referral is not what was before it.
      let own = try await pierhead.referrals.find(pierhead.referral("2"), for: tess).returning
      #expect(own.households.isEmpty && own.referrals.count == 2 && own.hidden == 1)
    }
  }
}
