import Core
import Database
import Testing
import Web

@testable import Access

struct AmendmentTests {
  private static func amendment(
    name: String = "Mina Example", roles: [String] = ["advocate"],
    districts: [String] = ["E08000012"], version: Int
  ) -> AccountAmendment {
    AccountAmendment(
      name: name, organisation: "", roles: roles, districts: districts, version: version)
  }

  @Test func `what changes holds from the next page`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person().arrival
      let account = try await house.access.find(mina.user.id, by: .system)
      #expect(try await house.access.identify(mina.token)?.user.may(.readInbox) == false)
      try await house.access.amend(
        account.id,
        Self.amendment(
          name: " Mina  New ", roles: ["team_leader"], districts: ["E08000015"],
          version: account.version), by: .system)
      let user = try await house.access.identify(mina.token)?.user
      #expect(user?.grants[.readInbox] == .district)
      #expect(user?.districts == ["E08000015"] && user?.name == "Mina New")
      #expect(try await house.verbs().contains("account amended"))
    }
  }

  @Test func `a role taken and given back on any day holds when it should`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person().arrival.user
      func give(_ roles: [String]) async throws {
        let now = try await house.access.find(mina.id, by: .system)
        try await house.access.amend(
          mina.id, Self.amendment(roles: roles, version: now.version), by: .system)
        #expect(try await house.access.find(mina.id, by: .system).roles == roles.sorted())
      }
      try await give(["analyst"])
      try await give(["advocate", "analyst"])
      house.clock.pass(seconds: 86400)
      try await give(["analyst"])
      try await give(["advocate"])
      house.clock.pass(seconds: 86400)
      try await give(["advocate", "analyst"])
    }
  }

  @Test func `of two who change at once one is told`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person().arrival.user
      let seen = try await house.access.find(mina.id, by: .system)
      try await house.access.amend(
        mina.id, Self.amendment(name: "One", version: seen.version), by: .system)
      await #expect(throws: Rejection.conflict(Reason("access.amended-meanwhile"))) {
        try await house.access.amend(
          mina.id, Self.amendment(name: "Two", roles: ["analyst"], version: seen.version),
          by: .system)
      }
      let left = try await house.access.find(mina.id, by: .system)
      #expect(left.name == "One" && left.roles == ["advocate"])
    }
  }

  @Test func `nobody raises themselves, and others may not change anything`() async throws {
    try await AccessHouse.with { house in
      let jo = try await house.person("jo@example.org", roles: ["administrator"]).arrival.user
      let account = try await house.access.find(jo.id, by: .system)
      await #expect(throws: Rejection.invalid("roles", Reason("access.own-roles"))) {
        try await house.access.amend(
          jo.id,
          Self.amendment(
            roles: ["administrator", "team_leader"], districts: account.districts,
            version: account.version), by: jo)
      }
      try await house.access.amend(
        jo.id,
        Self.amendment(
          name: "Jo New", roles: ["administrator"], districts: account.districts,
          version: account.version), by: jo)
      let mina = try await house.person().arrival.user
      await #expect(throws: Rejection.forbidden) {
        try await house.access.amend(mina.id, Self.amendment(version: 1), by: mina)
      }
    }
  }

  @Test func `what is wrong is said field by field, and nothing changes`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person().arrival.user
      let before = try await house.access.find(mina.id, by: .system)
      await #expect {
        try await house.access.amend(
          mina.id,
          Self.amendment(name: " ", roles: ["king"], districts: ["E06000001"], version: 1),
          by: .system)
      } throws: { error in
        guard case Rejection.invalid(let problems) = error else { return false }
        return problems.map(\.field) == ["name", "roles", "districts"]
      }
      #expect(try await house.access.find(mina.id, by: .system).version == before.version)
    }
  }
}
