import Core
import Invitations
import ReferralFile

extension Pierhead {
  /// Puts the people of a file on a list, some hundred at a time. Answers 1 where a line could not be used.
  func importInvitations(
    to written: String, _ output: some CommandOutput, _ next: () async throws -> [UInt8]?
  ) async throws -> Int32 {
    guard let id = InvitationListID(checking: written) else { throw Rejection.notFound("List") }
    let list = try await invitations.list(id, for: .system)
    var reader = InvitedReader(invitations.rules(for: list))
    var (total, waiting, wrong) = (Added(), [NewInvited](), 0)
    func add() async throws {
      let added = try await invitations.add(waiting, to: id, by: .system)
      total.people += added.people
      total.leftOut.merge(added.leftOut, uniquingKeysWith: +)
      waiting = []
    }
    var isAtEnd = false
    while !isAtEnd {
      if let chunk = try await next() {
        reader.append(chunk)
      } else {
        reader.finish()
        isAtEnd = true
      }
      while let line = try reader.next() {
        switch line {
        case .person(let person): waiting.append(person)
        case .wrong(let problems, _):
          wrong += 1
          for problem in problems { output.say(problem.words + "\n") }
        }
        if waiting.count >= 500 { try await add() }
      }
    }
    try await add()
    output.say("\(total.people) added.\n")
    if let words = total.leftOutWords { output.say("Left out: \(words).\n") }
    if wrong > 0 { output.say("\(wrong) \(wrong == 1 ? "line" : "lines") can't be used.\n") }
    return wrong > 0 ? 1 : 0
  }
}
