import App
import Core
import Database
import Foundation
import Support

@testable import Messages

/// A provider that does what a test says, and remembers.
final class StubProvider: Provider, @unchecked Sendable {
  let name = "Stub"
  private let lock = NSLock()
  private var attempts: [Attempt]
  private var findings: [Finding]
  private var letters: [Letter] = []
  private var questions: [MessageID] = []

  /// Answers these in order, the last for ever.
  init(_ attempts: Attempt..., finding: Finding...) {
    self.attempts = attempts
    findings = finding.isEmpty ? [.notThere] : finding
  }

  var sent: [Letter] { lock.withLock { letters } }
  var asked: [MessageID] { lock.withLock { questions } }

  func send(_ letter: Letter, now: Instant) -> Attempt {
    lock.withLock {
      letters.append(letter)
      return attempts.count > 1 ? attempts.removeFirst() : attempts[0]
    }
  }

  func find(_ id: MessageID, now: Instant) -> Finding {
    lock.withLock {
      questions.append(id)
      return findings.count > 1 ? findings.removeFirst() : findings[0]
    }
  }
}

extension Messages {
  /// The same door with another provider.
  func with(_ provider: StubProvider, texts: Bool = true) -> Messages {
    Messages(
      database, kinds: kinds, settings: settings,
      providers: Providers(email: provider, text: texts ? provider : nil))
  }
}

extension Pierhead {
  /// Writes a message about nothing, and answers its id.
  @discardableResult
  func write(
    _ once: String = "test/1", kind: String = "referral-received", to: String = "ref@example.org",
    values: [String: String] = ["reference": "EX-1"], in district: String? = Place.liverpool
  ) async throws -> MessageID {
    try await write(
      NewMessage(
        kind, by: .email, to: .address(to), values: values,
        about: ReferralID(at: database.wall.now()), district: district, once: once))
  }

  @discardableResult
  func write(_ message: NewMessage) async throws -> MessageID {
    try await database.write(as: .system) { transaction in
      try transaction.send(message)
      transaction.record("tested")
    }
    let id: MessageID? = try await database.read(fresh: true) {
      try $0.row("SELECT id FROM messages WHERE once = \(message.once)")?["id"]
    }
    return id!
  }

  func state(of id: MessageID) async throws -> MessageState? {
    try await database.read(fresh: true) { try $0.messageState(id) }
  }

  func message(_ id: MessageID) async throws -> Message {
    let found = try await database.read(fresh: true) {
      try $0.message(id, in: .all, of: .system)
    }
    return found!
  }

  /// The person of a referral of somebody who said this about safe contact.
  func person(_ id: String, _ changes: [String: String] = [:]) async throws -> PersonID {
    try await importRows([unlike(id, changes)])
    let found: PersonID? = try await database.read(fresh: true) {
      try $0.row("SELECT person_id FROM referrals WHERE external_id = \(id)")?["person_id"]
    }
    return found!
  }
}
