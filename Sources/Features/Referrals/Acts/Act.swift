import Core
import Households

/// Something that staff did with a referral. It stays although a later act undoes it, so that people who come back
/// keep their history.
package struct ReferralAct: Sendable {
  package enum Kind: String, Sendable {
    case declined, withdrawn, reopened
    /// From one district to another.
    case transferred
    /// The district was chosen or confirmed where nobody had said which.
    case placed
    case complexity
  }

  package let kind: Kind
  package let happenedAt: Instant
  package let by: String
  /// A key of the list of reasons of its kind, or a level of complexity.
  package let reason: String?
  package let note: String?
  /// GSS codes.
  package let from: String?
  package let to: String?

  /// What happened, for people: "Declined: They do not want support now".
  package func words(_ vocabulary: Vocabulary) -> String {
    switch kind {
    case .declined: "Declined: \(vocabulary.declineReason(reason ?? ""))"
    case .withdrawn: "Withdrawn: \(vocabulary.withdrawReason(reason ?? ""))"
    case .reopened: "Put back in the inbox"
    case .transferred:
      "Sent from \(vocabulary.district(from ?? "")) to \(vocabulary.district(to ?? ""))"
    case .placed: "District chosen: \(vocabulary.district(to ?? ""))"
    case .complexity: "Complexity: \(vocabulary.complexity(reason ?? ""))"
    }
  }
}

/// Free text that belongs to an act: why, or more about it.
package struct ActNote {
  /// Characters.
  package static let limit = 1000

  /// Without white space around it; nil where nothing was written. What is too long is a problem of `field`.
  static func read(
    _ written: String, _ field: String, what: String, into problems: inout [Problem]
  ) -> String? {
    let text = written.trimmed
    let count = text.unicodeScalars.count
    if count > limit {
      problems.append(
        Problem(
          field, Reason("too-long", ["what": what, "limit": "1,000", "count": String(count)])))
    }
    return text.isEmpty ? nil : text
  }
}
