import Core

extension MessageState {
  /// What can happen to a message.
  enum Happening: Sendable, Hashable {
    /// The provider took it, and will send a receipt.
    case accepted
    /// Taken by something that sends no receipt.
    case handedOver
    case refused
    /// Tried for as long as anybody may.
    case gaveUp
    /// It can't be sent from here as it is.
    case unsendable
    case receipt(MessageState)
    /// No receipt for as long as anybody may take.
    case noReceipt
    /// The person's wishes of safe contact became known.
    case wishFound
    case released
    case dropped
  }

  /// The state after something happened, or nil where that changes nothing: what has ended stays as it is, in
  /// whatever order news of it comes.
  func after(_ happening: Happening) -> MessageState? {
    switch (self, happening) {
    case (.created, .accepted): .sending
    case (.created, .handedOver): .delivered
    case (.created, .refused): .permanentFailure
    case (.created, .gaveUp): .temporaryFailure
    case (.created, .unsendable): .technicalFailure
    case (.created, .wishFound): .held
    case (.created, .receipt(let state)), (.sending, .receipt(let state)):
      Self.receipts.contains(state) ? state : nil
    case (.sending, .noReceipt): .technicalFailure
    case (.held, .released): .created
    case (.held, .dropped): .dropped
    default: nil
    }
  }

  /// What a receipt may say.
  static let receipts: Set<MessageState> = Set([.delivered] + failures)

  /// What a receipt of a failure means.
  var trouble: Trouble? {
    switch self {
    case .permanentFailure: .refused
    case .temporaryFailure: .full
    case .technicalFailure: .lost
    case .created, .sending, .delivered, .held, .dropped: nil
    }
  }
}

/// When a message that could not be handed over is tried again.
package struct Retry: Sendable {
  /// Seconds, for the pause after each try; the last one stays.
  static let pauses: [Int64] = [60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400]
  /// Seconds from the first try, after which nobody tries again: as long as GOV.UK Notify's own providers do.
  static let longest: Int64 = 72 * 3600
  /// The most that a provider may ask us to wait, in seconds.
  static let mostAsked: Int64 = 6 * 3600

  /// The first pause in seconds: all of them grow and shrink with it.
  let firstPause: Int64

  /// Seconds that no pause is longer than.
  var longestPause: Int64 { max(Self.pauses.max()! * firstPause / 60 * 6 / 5, Self.mostAsked) }

  /// Seconds to wait after so many tries, or nil where it is given up. `asked` is what the provider asks for. Up to a
  /// fifth more, by the message's id, so that what failed together is not tried together.
  func pause(
    after tries: Int, since first: Instant, now: Instant, of id: MessageID, asked: Int64? = nil
  ) -> Int64? {
    guard now.seconds - first.seconds < Self.longest else { return nil }
    let standard = Self.pauses[min(max(tries, 1), Self.pauses.count) - 1] * firstPause / 60
    let spread = Int64(id.text.utf8.suffix(4).reduce(0) { ($0 * 31 + Int($1)) % 1000 })
    let wait = standard + standard * spread / 5000
    return max(wait, min(max(asked ?? 0, 0), Self.mostAsked), 1)
  }
}

/// What a person told us about safe contact.
enum SafeContact {
  /// Whether it keeps a message from going out by itself. It is free text that no machine can read, so anything at
  /// all does.
  static func holds(_ wishes: String?) -> Bool { wishes?.contains { !$0.isWhitespace } ?? false }
}

/// Why a member of staff sends or drops a held message.
struct HeldDecision: Sendable {
  let isSent: Bool
  let note: String

  /// Characters.
  static let limit = 1000

  init(choice: String, note: String) throws(Rejection) {
    var problems: [Problem] = []
    if !["send", "drop"].contains(choice) {
      problems.append(Problem("choice", Reason("message.choice")))
    }
    if note.allSatisfy(\.isWhitespace) { problems.append(Problem("note", Reason("message.note"))) }
    if note.unicodeScalars.count > Self.limit {
      problems.append(
        Problem(
          "note",
          Reason(
            "too-long",
            ["what": "The reason", "limit": "1,000", "count": String(note.unicodeScalars.count)])))
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    isSent = choice == "send"
    self.note = note
  }
}
