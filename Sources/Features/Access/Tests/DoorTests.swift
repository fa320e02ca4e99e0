import Core
import Database
import Testing
import Web

@testable import Access

struct AccountTests {
  @Test func `a new installation has no accounts and all roles`() async throws {
    try await AccessHouse.with { house in
      let list = try await house.access.list(by: .system)
      #expect(list.accounts.isEmpty)
      #expect(house.access.roles.count == 18)
    }
  }

  @Test func `an account is set up by its link, once`() async throws {
    try await AccessHouse.with { house in
      let token = try await house.access.add(
        email: " Mina@Example.org ", name: "Mina", roles: ["advocate"], by: .system)
      let mina = try await house.setUp(token, "mina@example.org")
      #expect(mina.recoveryCodes.count == 10)
      #expect(mina.arrival.user.may(.readToday))
      #expect(try await house.access.setUpStep(token.text) == nil)
      await #expect(throws: Access.noLink) {
        try await house.access.confirmSetUp("123456", with: token.text, from: AccessHouse.caller)
      }
      let verbs = try await house.verbs()
      #expect(verbs.contains("account added") && verbs.contains("account set up"))
    }
  }

  @Test func `a link is too old after a day`() async throws {
    try await AccessHouse.with { house in
      let token = try await house.access.add(
        email: "mina@example.org", name: "Mina", roles: ["advocate"], by: .system)
      house.clock.pass(seconds: 24 * 3600 - 1)
      #expect(try await house.access.setUpStep(token.text) != nil)
      house.clock.pass(seconds: 1)
      #expect(try await house.access.setUpStep(token.text) == nil)
    }
  }

  @Test func `a newer link voids the one before`() async throws {
    try await AccessHouse.with { house in
      let old = try await house.access.add(
        email: "mina@example.org", name: "Mina", roles: ["advocate"], by: .system)
      let account = try await house.access.find(email: "mina@example.org", by: .system)
      _ = try await house.access.renewLink(
        of: account.id, keepingAuthenticator: false, by: .system)
      #expect(try await house.access.setUpStep(old.text) == nil)
    }
  }

  @Test func `what is wrong with a new account is said field by field`() async throws {
    try await AccessHouse.with { house in
      await #expect {
        try await house.access.add(
          email: "mina", name: " ", roles: ["king"], districts: ["E06000001"], by: .system)
      } throws: { error in
        guard case Rejection.invalid(let problems) = error else { return false }
        return problems.map(\.field) == ["name", "email", "roles", "districts"]
      }
      _ = try await house.person()
      await #expect(throws: Rejection.invalid("email", Reason("access.email-taken"))) {
        try await house.access.add(
          email: "MINA@example.org", name: "Mina", roles: ["advocate"], by: .system)
      }
    }
  }

  @Test func `only administrators see and change accounts`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person().arrival.user
      await #expect(throws: Rejection.forbidden) { try await house.access.list(by: mina) }
      await #expect(throws: Rejection.forbidden) {
        try await house.access.disable(mina.id, by: mina)
      }
      await #expect(throws: Rejection.forbidden) {
        try await house.access.token(email: "mina@example.org", days: 1, by: mina)
      }
    }
  }

  @Test func `roles give the farthest scope of each verb, while they last`() async throws {
    try await AccessHouse.with { house in
      let both = try await house.person(roles: ["team_leader", "programme_manager"]).arrival.user
      #expect(both.grants[.readInbox] == .all)
      #expect(both.grants[.writeNotes] == .district)
      #expect(both.sees(.restrictedNeeds))
      #expect(both.districts == ["E08000012"])
      let admin = try await house.person("jo@example.org", roles: ["administrator"]).arrival
      #expect(
        admin.user.grants == [.manageAccounts: .all, .readUserRecord: .all, .readMessages: .all])
      try await house.database.write(as: .system) { transaction in
        try transaction.change(
          "UPDATE account_roles SET valid_to = \(transaction.today) WHERE account_id = \(admin.user.id)"
        )
        transaction.record("role ended", admin.user.id)
      }
      #expect(try await house.access.identify(admin.token)?.user.may(.manageAccounts) == true)
      // Past midnight in London.
      house.clock.pass(seconds: 6 * 3600)
      #expect(try await house.access.identify(admin.token) != nil)
      house.clock.pass(seconds: 6 * 3600 - 120)
      #expect(try await house.access.identify(admin.token)?.user.may(.manageAccounts) == false)
    }
  }

  @Test func `a token of the machine works until it is over or its account is disabled`()
    async throws
  {
    try await AccessHouse.with { house in
      let mina = try await house.person().arrival.user
      let token = try await house.access.token(email: "mina@example.org", days: 2, by: .system)
      #expect(try await house.access.identify(bearer: token)?.id == mina.id)
      #expect(try await house.access.identify(bearer: token + "x") == nil)
      #expect(try await house.access.identify(token) == nil)
      house.clock.pass(seconds: 2 * 86400)
      #expect(try await house.access.identify(bearer: token) == nil)
      let other = try await house.access.token(email: "mina@example.org", days: 2, by: .system)
      try await house.access.disable(email: "mina@example.org", by: .system)
      #expect(try await house.access.identify(bearer: other) == nil)
    }
  }
}
