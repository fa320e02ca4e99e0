import Core
import Database

extension Reader {
  /// What a message to the referrer needs to know.
  func told(
    _ id: ReferralID
  ) throws -> (route: String, reference: String, email: String?, district: String?)? {
    try row(
      "SELECT route, external_id, referrer_email, district_code FROM referrals WHERE id = \(id)"
    ).map {
      (
        try $0["route"], try $0["external_id"], try $0["referrer_email"],
        try $0["district_code"]
      )
    }
  }
}
