import Core

/// The words of each kind of message, as a dated list: what was in force on the day when a message was written is
/// what goes out, also when it is tried again later.
package struct MessageKinds: Sendable {
  package struct Words: Sendable {
    package let kind: String
    package let channel: Channel
    let about: Subject
    /// What staff call it.
    package let label: String
    /// Nil for texts. It has no gaps: a subject is seen by everybody who passes the screen.
    package let subject: String?
    /// With `{name}` where a value goes.
    package let body: String
    package let validFrom: Day?
  }

  /// What kind of record a message tells about.
  enum Subject: String, Sendable {
    case referral
    /// The work of the member of staff who gets it.
    case staff
    /// Somebody on a list, who is asked.
    case invitation
  }

  /// Kinds that go to the address of somebody who has no record with us yet, and is a resident all the same.
  static let toResidents: Set = ["invitation"]

  private let words: [Words]

  /// From the rows of `messages.csv`. Throws a fault where one can't be used.
  package init(_ rows: [[String: String]]) throws {
    words = try rows.map { row in
      let kind = row["key"] ?? ""
      guard let channel = Channel(rawValue: row["channel"] ?? ""), let body = row["body"],
        let about = Subject(rawValue: row["about"] ?? ""),
        let label = row["label"], !kind.isEmpty, !body.isEmpty, !label.isEmpty,
        Gaps.areClosed(body),
        (about == .invitation) == Self.toResidents.contains(kind)
      else { throw Fault("the list of messages has an unusable row \(kind)") }
      let subject = row["subject"] ?? ""
      guard subject.isEmpty == (channel == .text), !subject.contains("{") else {
        throw Fault("the subject of \(kind) must have words without gaps, and a text has none")
      }
      let from = row["valid_from"] ?? ""
      guard from.isEmpty || Day(iso: from) != nil else {
        throw Fault("the list of messages holds \(from) as a date")
      }
      return Words(
        kind: kind, channel: channel, about: about, label: label,
        subject: subject.isEmpty ? nil : subject,
        body: body, validFrom: Day(iso: from))
    }
  }

  /// The words in force on a day.
  package func words(_ kind: String, by channel: Channel, on day: Day) -> Words? {
    words.filter { words in
      words.kind == kind && words.channel == channel && words.validFrom.map { $0 <= day } ?? true
    }.max { ($0.validFrom?.number ?? .min) < ($1.validFrom?.number ?? .min) }
  }

  /// What kind of record a kind tells about.
  func subject(of kind: String) -> Subject? { words.last { $0.kind == kind }?.about }

  /// What staff call a kind.
  package func label(_ kind: String) -> String { words.last { $0.kind == kind }?.label ?? kind }
}

extension MessageKinds.Words {
  /// The body with every gap filled, or nil where a value is missing. A value that looks like a gap stays as it is.
  package func filled(with values: [String: String]) -> String? {
    var missing = false
    let text = Gaps.fill(body) { name in
      let value = values[String(name)]
      missing = missing || value == nil
      return value
    }
    return missing ? nil : text
  }
}
