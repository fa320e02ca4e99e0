/// The identity of one `Noun`: a UUID of version 7 (RFC 9562) in its canonical small letters, made by
/// whoever first writes the record, so that a resend is recognised. Two nouns' ids cannot be mixed up.
package struct ID<Noun>: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// Takes text that is known to be an id, such as a column. See `init(checking:)` for a visitor's words.
  package init(_ text: String) { self.text = text }

  /// An id typed or linked by anyone: nil unless it has the canonical shape of a UUID.
  package init?(checking text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return nil }
    for (index, byte) in bytes.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        let isHex = (48...57).contains(byte) || (97...102).contains(byte)
        guard isHex else { return nil }
      }
    }
    self.text = text
  }

  /// A new id: 48 bits of milliseconds, then random bits.
  package init(at now: Instant) {
    var random = SystemRandomNumberGenerator()
    let milliseconds = UInt64(bitPattern: now.microseconds / 1000)
    let high = milliseconds << 16 | 0x7000 | random.next() & 0x0FFF
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    text = Self.canonical(high, low)
  }

  /// The least id that can be made at a moment: ids made before it sort before it, later ones after it.
  package init(earliestAt moment: Instant) {
    let milliseconds = UInt64(bitPattern: moment.microseconds / 1000)
    text = Self.canonical(milliseconds << 16 | 0x7000, 0x8000_0000_0000_0000)
  }

  package var description: String { text }

  private static func canonical(_ high: UInt64, _ low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var at = 0
      for (word, dashes) in [(high, [8, 13, 18]), (low, [23])] {
        for shift in stride(from: 60, through: 0, by: -4) {
          if dashes.contains(at) || at == 18 {
            buffer[at] = UInt8(ascii: "-")
            at += 1
          }
          let nibble = UInt8(truncatingIfNeeded: word >> UInt64(shift) & 0xF)
          buffer[at] = nibble < 10 ? 48 + nibble : 87 + nibble
          at += 1
        }
      }
      return at
    }
  }
}

/// What ids can point at. All stand here, so that a room can name another's row without importing it.
package enum Noun {
  package enum Absence {}
  package enum AccessToken {}
  package enum Account {}
  package enum Appointment {}
  package enum Assignment {}
  package enum ContactNote {}
  package enum Delivery {}
  package enum Household {}
  package enum HouseholdAct {}
  package enum HouseholdException {}
  package enum Import {}
  package enum Member {}
  package enum Message {}
  package enum Person {}
  package enum Post {}
  package enum Referral {}
  package enum ReferralGroup {}
  package enum ReferralAct {}
  package enum Session {}
  package enum TransferRequest {}
  /// Whatever an event or a message is about.
  package enum Subject {}
  package enum Webhook {}
  package enum PersonPair {}
  package enum PersonMerge {}
  package enum Invitation {}
  package enum InvitationList {}
  package enum ProgrammeFile {}
  /// A thing of the portfolio, whatever its kind.
  package enum ProgrammeItem {}
  package enum CalendarLink {}
}

package typealias AbsenceID = ID<Noun.Absence>
package typealias AccessTokenID = ID<Noun.AccessToken>
package typealias AccountID = ID<Noun.Account>
package typealias AppointmentID = ID<Noun.Appointment>
package typealias AssignmentID = ID<Noun.Assignment>
package typealias ContactNoteID = ID<Noun.ContactNote>
package typealias DeliveryID = ID<Noun.Delivery>
package typealias HouseholdID = ID<Noun.Household>
package typealias HouseholdActID = ID<Noun.HouseholdAct>
package typealias HouseholdExceptionID = ID<Noun.HouseholdException>
package typealias ImportID = ID<Noun.Import>
package typealias MemberID = ID<Noun.Member>
package typealias MessageID = ID<Noun.Message>
package typealias PersonID = ID<Noun.Person>
package typealias PostID = ID<Noun.Post>
package typealias ReferralID = ID<Noun.Referral>
package typealias ReferralGroupID = ID<Noun.ReferralGroup>
package typealias ReferralActID = ID<Noun.ReferralAct>
package typealias SessionID = ID<Noun.Session>
package typealias TransferRequestID = ID<Noun.TransferRequest>
package typealias SubjectID = ID<Noun.Subject>
package typealias WebhookID = ID<Noun.Webhook>
package typealias PersonPairID = ID<Noun.PersonPair>
package typealias PersonMergeID = ID<Noun.PersonMerge>
package typealias InvitationID = ID<Noun.Invitation>
package typealias InvitationListID = ID<Noun.InvitationList>
package typealias ProgrammeFileID = ID<Noun.ProgrammeFile>
package typealias ProgrammeItemID = ID<Noun.ProgrammeItem>
package typealias CalendarLinkID = ID<Noun.CalendarLink>
