import Access
import Core
import People
import ReferralFile

/// By what somebody is recognised who was put on a list before, alike however it was written.
///
/// An email address or a mobile number alone says who it is. A name needs a date of birth or an address beside it: many
/// people have the same name, and many live at one address.
package struct InvitedKeys: Sendable, Equatable {
  /// In clear, each with its kind. Never stored: see `hashed`.
  let texts: [String]

  package init(_ details: Invitation.Details) {
    let name = NameKey(details.fullName).sorted
    var texts: [String] = []
    if let email = details.email { texts.append("email \(email.lowercased())") }
    if let phone = details.mobile.flatMap({ ContactKey.phone($0) }) {
      texts.append("mobile \(phone)")
    }
    if let born = details.dateOfBirth { texts.append("born \(born) \(name)") }
    if let address = details.address {
      let folded = String(address.lowercased().unicodeScalars.filter { Self.counts($0) })
      texts.append("address \(folded) \(name)")
    }
    self.texts = texts
  }

  /// As the database holds them.
  func hashed(by access: Access) -> [String] {
    texts.map { access.keyed($0, for: "invited") }
  }

  private static func counts(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
