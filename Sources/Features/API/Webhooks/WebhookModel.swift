import Core
import Database

/// What a webhook can tell of: the kind that others hear, and the event of the record that it is.
package enum ChangeKind: String, CaseIterable, Sendable, Storable {
  case referralReceived = "referral.received"
  case referralsRead = "referrals.read"
  case amendmentProposed = "referral.change_proposed"
  case referralAccepted = "referral.accepted"
  case referralDeclined = "referral.declined"
  case referralReopened = "referral.reopened"
  case referralWithdrawn = "referral.withdrawn"
  case referralAcknowledged = "referral.acknowledged"
  case acknowledgementUndone = "referral.acknowledgement_taken_back"
  case referralPlaced = "referral.district_set"
  case referralTransferred = "referral.transferred"
  case householdOpened = "household.opened"
  case advocateAssigned = "household.assigned"
  case householdMoved = "household.moved"
  case noteAdded = "household.note_added"
  case peopleMerged = "person.put_together"
  case peopleTakenApart = "person.taken_apart"

  /// The verb in the record.
  var verb: String {
    switch self {
    case .referralReceived: "referral received"
    case .referralsRead: "referral file read"
    case .amendmentProposed: "referral amendment proposed"
    case .referralAccepted: "referral accepted"
    case .referralDeclined: "referral declined"
    case .referralReopened: "referral reopened"
    case .referralWithdrawn: "referral withdrawn"
    case .referralAcknowledged: "referral acknowledged"
    case .acknowledgementUndone: "referral acknowledgement taken back"
    case .referralPlaced: "referral placed"
    case .referralTransferred: "referral transferred"
    case .householdOpened: "household opened"
    case .advocateAssigned: "advocate assigned"
    case .householdMoved: "household moved"
    case .noteAdded: "contact note added"
    case .peopleMerged: "people put together"
    case .peopleTakenApart: "people taken apart"
    }
  }

  static let byVerb = Dictionary(uniqueKeysWithValues: allCases.map { ($0.verb, $0) })

  package var words: String {
    switch self {
    case .referralReceived: "A referral came alone"
    case .referralsRead: "A file of referrals was read"
    case .amendmentProposed: "A referral was sent again with other content"
    case .referralAccepted: "A referral was accepted"
    case .referralDeclined: "A referral was declined"
    case .referralReopened: "A referral was put back"
    case .referralWithdrawn: "A referral was withdrawn"
    case .referralAcknowledged: "A referral was answered"
    case .acknowledgementUndone: "The answer to a referral was taken back"
    case .referralPlaced: "The district of a referral was set"
    case .referralTransferred: "A referral was sent to another district"
    case .householdOpened: "A household was opened"
    case .advocateAssigned: "An advocate was assigned"
    case .householdMoved: "A household moved to another district or advocate"
    case .noteAdded: "A contact note was added"
    case .peopleMerged: "Two records of one person were put together"
    case .peopleTakenApart: "Records that were put together were taken apart"
    }
  }
}

/// An address of another program that is told of changes.
package struct Webhook: Sendable {
  package let id: WebhookID
  package let url: String
  package let kinds: [ChangeKind]
  package let createdAt: Instant
  package let createdBy: String
  package let endedAt: Instant?
}

/// One telling of one change to one webhook.
package struct Delivery: Sendable {
  package let id: DeliveryID
  package let kind: String
  /// The id of what was changed.
  package let subject: String?
  package let happenedAt: Instant
  package let tries: Int
  package let nextTryAt: Instant?
  package let deliveredAt: Instant?
  package let givenUpAt: Instant?
  package let lastStatus: Int?

  /// The kind of one that tells of no change: an administrator tries a webhook out.
  static let test = "test"

  var words: String {
    kind == Self.test ? "A test" : ChangeKind(rawValue: kind)?.words ?? kind
  }
}

/// A delivery whose time has come, with where it goes and what signs it.
struct DueDelivery: Sendable {
  let id: DeliveryID
  let webhook: WebhookID
  let url: String
  /// Sealed.
  let secret: String
  let kind: String
  let subject: String?
  let happenedAt: Instant
  let tries: Int
}
