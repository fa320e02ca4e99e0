import App
import Core
import Database
import Support
import Testing

@testable import Invitations

/// Whatever staff and people do in whatever order, nobody is asked twice, and nobody after a no.
struct SequenceTests {
  /// Contacts of four people, two of each.
  private static let contacts = (0..<4).flatMap { person in
    [(person, "p\(person)@example.org", ""), (person, "", "0770090010\(person)")]
  }

  @Test(arguments: TestDatabase.engines)
  func `in any order of adding, asking and answering each person is asked once`(
    engine: TestDatabase.Engine
  ) async throws {
    var random = Seeded()
    let seed = random.seed
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let lists = [
        try await pierhead.invitationList("One", by: leader),
        try await pierhead.invitationList("Two", by: leader),
      ]
      var refused: Set<Int> = []
      var answered: Set<String> = []
      for step in 0..<60 {
        clock.move(seconds: 60)
        let list = lists.randomElement(using: &random)!
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1:
          let (person, email, mobile) = Self.contacts.randomElement(using: &random)!
          var draft = InvitedDraft()
          (draft.fullName, draft.dateOfBirth) = ("Person Number\(person)", "1990-01-0\(person + 1)")
          (draft.email, draft.mobile) = (email, mobile)
          let outcome = await result {
            try await pierhead.invitations.add(draft, to: list, by: leader)
          }
          if refused.contains(person) {
            #expect(outcome == "invalid: ", "seed \(seed), step \(step)")
          }
        case 2:
          let next = try await pierhead.invitations.preview(list, for: leader).next
          if next > 0 { _ = try await pierhead.invitations.send(list, confirmed: next, by: leader) }
        default:
          let open = try await pierhead.invitationLinks().filter { !answered.contains($0.value) }
          guard let (to, token) = open.min(by: { $0.key < $1.key }) else { continue }
          let answer = InvitationAnswer.allCases.randomElement(using: &random)!
          let draft = AnswerDraft(answer: answer.rawValue, reach: "Call", reachTime: "")
          _ = try await pierhead.invitations.answer(draft, with: token, from: "192.0.2.\(step)")
          answered.insert(token)
          let digit = to.contains("@") ? to.dropFirst().first : to.last
          if answer != .yes, let person = digit?.wholeNumberValue { refused.insert(person) }
        }
        let asked = try await pierhead.number("SELECT COUNT(*) AS n FROM messages")
        let people = try await pierhead.number(
          "SELECT COUNT(*) AS n FROM invitations WHERE asked_at IS NOT NULL")
        #expect(asked == people && asked <= 4, "seed \(seed), step \(step)")
      }
    }
  }
}
