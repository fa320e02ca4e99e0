import Core

/// A referral that can be recorded: what a row means once it has been checked. Optional fields are nil where nothing
/// was sent or where it could not be read; `SentValues` always has what was sent.
package struct ReferralRow: Hashable, Sendable {
  package var referralID: String
  package var organisation: String
  /// The route's own key, also where an older name of it was sent.
  package var route: String
  package var referredOn: Day
  package var fullName: String
  package var bornOn: Day
  package var householdKey: String?
  package var relationship: String?
  package var knownAs: String?
  package var referrerName: String?
  package var referrerEmail: EmailAddress?
  package var phone: Phone?
  package var email: EmailAddress?
  package var safeContact: String?
  /// A BCP 47 tag.
  package var language: String?
  package var interpreterNeeded: Bool?
  package var address: String?
  package var postcode: Postcode?
  package var noFixedAddress: Bool?
  /// The GSS code of a district of the region.
  package var district: String?
  /// The district that the postcode suggests where the row names none: for a person to confirm.
  package var suggestedDistrict: String?
  /// Where a person is put until somebody says otherwise.
  package var likelyDistrict: String? { district ?? suggestedDistrict }
  package var inWork: Bool?
  package var outOfWorkSince: Day?
  /// Keys of the list, each once, in the order sent.
  package var benefits: [String] = []
  /// What was sent as a benefit and is not on the list, as sent.
  package var unknownBenefits: [String] = []
  /// Keys of the list, each once, in the order sent.
  package var needs: [String] = []
  /// What was sent as a need and is not on the list, as sent.
  package var unknownNeeds: [String] = []
  package var notes: String?
}
