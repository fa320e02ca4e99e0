import Core
import Database

/// A list of people who are asked whether we may contact them.
package struct InvitationList: Sendable, Identifiable {
  package let id: InvitationListID
  package let name: String
  /// Where the names come from, as its maker wrote it. Those who are asked read it.
  package let source: String
  /// By key of the dated list.
  package let basis: String
  package let basisNote: String
  /// Nil for a list of the whole region.
  package let district: String?
  package let madeOn: Day
  /// The last day on which somebody may be asked.
  package let askUntil: Day
  package let madeBy: String
}

/// What became of the people of a list, in numbers.
package struct InvitationCounts: Sendable, Equatable {
  package var people = 0
  /// On the list, and not asked yet.
  package var ready = 0
  package var asked = 0
  package var yes = 0
  package var no = 0
  /// They say that we should not have their details.
  package var off = 0
  package var undelivered = 0
  /// Became known to us in another way before they were asked.
  package var known = 0

  package init() {}

  /// Asked, the message may have arrived, and nothing has come back.
  package var noAnswer: Int { asked - answeredAfterAsking - undelivered }
  /// Of those who answered, the ones who had been asked: somebody may call before.
  package var answeredAfterAsking = 0
}

/// One person on a list.
package struct Invitation: Sendable, Identifiable {
  package enum State: String, Sendable, CaseIterable {
    case ready, asked, yes, no, off, known

    package var words: String {
      switch self {
      case .ready: "Not asked yet"
      case .asked: "Asked"
      case .yes: "Said yes"
      case .no: "Said no"
      case .off: "Should not have been on a list"
      case .known: "Known to us by now"
      }
    }
  }

  /// By what somebody is asked.
  package enum Way: String, Sendable, CaseIterable {
    case email, text, letter

    package var words: String {
      switch self {
      case .email: "By email"
      case .text: "By text message"
      case .letter: "By letter"
      }
    }
  }

  package let id: InvitationID
  package let list: InvitationListID
  package let state: State
  /// Nil where the person was blanked.
  package let details: Details?
  package let district: String
  package let addedAt: Instant
  package let way: Way?
  package let askedAt: Instant?
  package let answer: Answered?
  package let referral: ReferralID?
  /// The message did not arrive, or was not sent.
  package let isUndelivered: Bool

  /// Who it is and where they are reached.
  package struct Details: Sendable, Equatable {
    package let fullName: String
    package let dateOfBirth: Day?
    package let email: String?
    package let mobile: String?
    package let address: String?
    package let safeContact: String?

    package init(
      fullName: String, dateOfBirth: Day? = nil, email: String? = nil, mobile: String? = nil,
      address: String? = nil, safeContact: String? = nil
    ) {
      self.fullName = fullName
      self.dateOfBirth = dateOfBirth
      self.email = email
      self.mobile = mobile
      self.address = address
      self.safeContact = safeContact
    }

    /// The way that comes first: an email, else a text where texts can be sent, else a letter. Nil where none works.
    package func way(textsWork: Bool) -> Way? {
      if email != nil { return .email }
      if mobile != nil, textsWork { return .text }
      return address == nil ? nil : .letter
    }
  }

  /// What somebody answered.
  package struct Answered: Sendable {
    package let at: Instant
    package let cameBy: CameBy
    /// Who keyed it; nil where it came by the link.
    package let keyedBy: String?
    package let reach: String?
    package let reachTime: String?
  }
}

/// What somebody may answer.
package enum InvitationAnswer: String, Sendable, CaseIterable {
  case yes, no, off

  /// As the person reads it.
  package var words: String {
    switch self {
    case .yes: "Yes, please contact me"
    case .no: "No thank you"
    case .off: "Take me off. You should not have my details"
    }
  }
}

/// How an answer came.
package enum CameBy: String, Sendable, CaseIterable {
  case link, phone, post
  case inPerson = "in-person"

  package var words: String {
    switch self {
    case .link: "By the link"
    case .phone: "By phone"
    case .post: "By post"
    case .inPerson: "Face to face"
    }
  }

  /// What staff may key.
  static let keyed: [CameBy] = [.phone, .post, .inPerson]
}

/// Why somebody is not put on a list.
package enum LeftOut: String, Sendable, CaseIterable {
  case invited, waiting, member, known
  case saidNo = "said-no"
  case safeContact = "safe-contact"

  /// After a number of people.
  package var words: String {
    switch self {
    case .invited: "already on a list"
    case .saidNo: "said no before"
    case .waiting: "have a referral that waits"
    case .member: "are in a household with us"
    case .safeContact: "told us how it is safe to reach them: read that first"
    case .known: "already known"
    }
  }

  /// About one person.
  package var reason: Reason {
    switch self {
    case .invited: Reason("invited.left-out.invited")
    case .saidNo: Reason("invited.left-out.said-no")
    case .waiting: Reason("invited.left-out.waiting")
    case .member: Reason("invited.left-out.member")
    case .safeContact: Reason("invited.left-out.safe-contact")
    case .known: Reason("invited.left-out.known")
    }
  }
}

/// How many of a list wait to be asked, by the way in which they would be.
package struct ReadyCounts: Sendable, Equatable {
  package var emails = 0
  package var texts = 0
  package var letters = 0
  /// The list said how it is safe to reach them: somebody reads that first.
  package var held = 0
  /// A mobile number alone, where no texts can be sent.
  package var unreachable = 0

  package init() {}

  package var messages: Int { emails + texts }
}

/// The lawful bases that can be chosen.
package struct LawfulBases: Sendable {
  package let list: DatedList
  /// By key: when it fits, and the article of the UK GDPR.
  package let meanings: [String: String]

  package init(_ list: DatedList, meanings: [String: String]) {
    self.list = list
    self.meanings = meanings
  }
}

extension Invitation.State: Storable {}
extension Invitation.Way: Storable {}
extension CameBy: Storable {}
extension LeftOut: Storable {}
