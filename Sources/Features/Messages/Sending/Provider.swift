import Core

/// A message ready to go: its words and where to.
package struct Letter: Sendable {
  package let id: MessageID
  package let channel: Channel
  package let to: String
  /// Empty for texts.
  package let subject: String
  package let body: String
  package let writtenAt: Instant

  package init(
    id: MessageID, channel: Channel, to: String, subject: String, body: String, writtenAt: Instant
  ) {
    self.id = id
    self.channel = channel
    self.to = to
    self.subject = subject
    self.body = body
    self.writtenAt = writtenAt
  }
}

/// How one try ended.
package enum Attempt: Sendable, Equatable {
  /// Taken; a receipt follows.
  case accepted(reference: String)
  /// Taken by something that sends no receipts.
  case handedOver
  /// Never again to this address.
  case refused
  /// Later, after at least so many seconds. `isUnsure` where it may have been taken all the same.
  case later(Trouble, seconds: Int64? = nil, isUnsure: Bool)
  /// It can't be sent from here as it is.
  case unsendable(Trouble)
}

/// What a provider knows of a message.
package enum Finding: Sendable, Equatable {
  case notThere
  /// It was taken before. The state is nil while it is on its way.
  case there(reference: String, MessageState?)
  case noAnswer(Trouble, seconds: Int64? = nil)
  /// It can't be asked, and a second sending is recognised by the message's id or not at all.
  case cannotAsk
}

/// Something that sends messages. Its calls hold the thread until they are done, within a deadline of their own.
package protocol Provider: Sendable {
  /// For people.
  var name: String { get }
  func send(_ letter: Letter, now: Instant) -> Attempt
  func find(_ id: MessageID, now: Instant) -> Finding
}

extension Provider {
  package func find(_ id: MessageID, now: Instant) -> Finding { .cannotAsk }
}

/// What sends each kind of message here.
package struct Providers: Sendable {
  package let email: any Provider
  /// Nil where texts can't be sent.
  package let text: (any Provider)?

  package init(email: any Provider, text: (any Provider)?) {
    self.email = email
    self.text = text
  }

  /// Email by the mail server, else by GOV.UK Notify; texts by GOV.UK Notify; both to a folder where neither is set up.
  package init(_ settings: MessageSettings) {
    let notify = settings.notify.map { NotifyProvider($0, deadline: settings.deadline) }
    let mail = settings.smtp.map { SMTPProvider($0, deadline: settings.deadline) }
    if mail == nil, notify == nil {
      let folder = FolderProvider(settings.folder)
      self.init(email: folder, text: folder)
    } else {
      let texts = settings.notify?.textTemplate == nil ? nil : notify
      self.init(email: mail ?? notify! as any Provider, text: texts)
    }
  }

  func provider(for channel: Channel) -> (any Provider)? {
    switch channel {
    case .email: email
    case .text: text
    }
  }
}
