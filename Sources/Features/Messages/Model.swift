import Core

/// By what a message travels.
package enum Channel: String, Sendable, CaseIterable { case email, text }

/// What has become of a message. The words are GOV.UK Notify's, and two of ours for what a person decides.
package enum MessageState: String, Sendable, CaseIterable {
  /// Written, and not handed over yet; it may have been tried.
  case created
  /// Taken by the provider; a receipt is awaited.
  case sending
  /// Arrived; or taken by a mail server or a folder, which tell no more than that.
  case delivered
  case temporaryFailure = "temporary_failure"
  case permanentFailure = "permanent_failure"
  case technicalFailure = "technical_failure"
  /// Not sent because of what the person told us about safe contact: a member of staff decides.
  case held
  /// A member of staff decided that it is not sent.
  case dropped

  package static let failures: [MessageState] = [
    .temporaryFailure, .permanentFailure, .technicalFailure,
  ]

  /// Whether nothing that happens by itself changes it any more.
  package var isFinal: Bool {
    switch self {
    case .created, .sending, .held: false
    case .delivered, .temporaryFailure, .permanentFailure, .technicalFailure, .dropped: true
    }
  }

  package var words: String {
    switch self {
    case .created: "Waiting to go"
    case .sending: "On its way"
    case .delivered: "Arrived"
    case .temporaryFailure, .permanentFailure, .technicalFailure: "Did not arrive"
    case .held: "Held for you"
    case .dropped: "Not sent"
    }
  }
}

/// Why a message waits, is held or did not arrive.
package enum Trouble: String, Sendable, CaseIterable {
  case busy, broken
  case noAnswer = "no_answer"
  case signIn = "sign_in"
  case refused, full, unreachable
  case lost
  case noReceipt = "no_receipt"
  case noProvider = "no_provider"
  case noWords = "no_words"
  case safeContact = "safe_contact"
  case noAddress = "no_address"
  case restored

  /// For people: what happened.
  package var words: String {
    switch self {
    case .busy: "The service that sends was busy. We try again."
    case .broken: "The service that sends had a fault. We try again."
    case .noAnswer: "The service that sends did not answer. We try again."
    case .signIn: "The service that sends did not let us in. We try again. Tell your administrator."
    case .refused: "The address was refused. It may be wrong, or not there any more."
    case .full: "The inbox was full, or the phone was off for three days."
    case .unreachable: "We could not hand it over for three days."
    case .lost: "The service that sends could not send it."
    case .noReceipt: "Nobody told us within three days whether it arrived."
    case .noProvider: "Texts can't be sent from here: nothing is set up for them."
    case .noWords: "The words for this kind of message are missing."
    case .safeContact: "This person told us how it is safe to reach them. Read it, then decide."
    case .noAddress: "We have no address of this person that can be used."
    case .restored:
      "Our records were put back from a backup. This may have been sent already. Find out, then decide."
    }
  }
}

/// Who gets a message.
package enum Recipient: Sendable {
  /// An address of somebody whom we do not help, such as a referrer.
  case address(String)
  /// Somebody whom we help: their own address, and their wishes of safe contact.
  case person(PersonID)
}

/// A message to be written with what it tells about. See `Transaction.send`.
package struct NewMessage: Sendable {
  package let channel: Channel
  package let to: Recipient
  /// A key of `messages.csv`.
  package let kind: String
  /// What fills the gaps of its words.
  package let values: [String: String]
  /// The record that it tells about.
  package let about: SubjectID
  /// Decides which team leaders see it; nil where only those see it who see everything.
  package let district: String?
  /// Names the occasion, without a word about the person. A second message with the same name is not written.
  package let once: String

  package init<Noun>(
    _ kind: String, by channel: Channel, to recipient: Recipient, values: [String: String] = [:],
    about: ID<Noun>, district: String?, once: String
  ) {
    self.kind = kind
    self.channel = channel
    to = recipient
    self.values = values
    self.about = SubjectID(about.text)
    self.district = district
    self.once = once
  }
}

/// One message, as staff see it.
package struct Message: Sendable, Identifiable {
  package let id: MessageID
  package let channel: Channel
  package let kind: String
  /// Nil where it was blanked, or is not this viewer's to see.
  package let recipient: String?
  /// Nil where it was blanked.
  package let values: [String: String]?
  package let person: PersonID?
  package let about: SubjectID
  package let createdAt: Instant
  package let state: MessageState
  package let trouble: Trouble?
  package let tries: Int
  package let dueAt: Instant?
  package let provider: String?
  package let sentAt: Instant?
  package let endedAt: Instant?
  package let decisionNote: String?
  package let settledAt: Instant?

  /// A failure or a held message that nobody has dealt with.
  package var needsSomebody: Bool {
    settledAt == nil && (state == .held || MessageState.failures.contains(state))
  }
}

/// Which part of the messages, newest first.
package struct MessageFilter: Sendable {
  package enum Part: String, Sendable, CaseIterable {
    case open, waiting, sending, delivered, failed, dropped

    package var words: String {
      switch self {
      case .open: "Needs somebody"
      case .waiting: "Waiting to go"
      case .sending: "On its way"
      case .delivered: "Arrived"
      case .failed: "All that did not arrive"
      case .dropped: "Not sent"
      }
    }
  }

  package var part = Part.open
  /// Only what was written before this one.
  package var before: MessageID?

  package static let size = 25

  package init() {}
}

/// How sending goes.
package struct SenderState: Sendable {
  /// How many wait, counted up to `most`.
  package let waiting: Int
  package let oldest: Instant?
  package static let most = 1000
}

/// What a provider says of one message, by a receipt.
package struct Receipt: Sendable {
  package let message: MessageID
  package let state: MessageState

  package init(message: MessageID, state: MessageState) {
    self.message = message
    self.state = state
  }
}
