import Core
import Testing

struct UserTests {
  private let advocate = User(
    id: AccountID("00000000-0000-7000-8000-00000000000a"), name: "Amir Example",
    grants: [.readHouseholds: .own])

  @Test func `a verb is allowed as far as a role grants it`() throws {
    #expect(try advocate.must(.readHouseholds) == .own)
    #expect(advocate.may(.readHouseholds) && !advocate.may(.readInbox))
    #expect(throws: Rejection.forbidden) { try advocate.must(.readInbox) }
  }

  @Test(arguments: Verb.allCases)
  func `the system may do everything and nobody nothing`(verb: Verb) {
    #expect(User.system.grants[verb] == .all)
    #expect(!User.nobody.may(verb))
  }

  @Test(arguments: FieldGroup.allCases)
  func `a group of fields is hidden until a role shows it`(group: FieldGroup) {
    #expect(!advocate.sees(group) && !User.nobody.sees(group) && User.system.sees(group))
  }

  @Test func `scopes grow from one's own work to everything`() {
    #expect(Scope.allCases.shuffled().sorted() == [.own, .team, .district, .all])
  }
}
