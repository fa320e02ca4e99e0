import Core
import Database

extension Reader {
  /// What was noted when staff keyed a referral; nil for all others.
  func keyed(_ id: ReferralID) throws -> KeyedNote? {
    try row(
      """
      SELECT k.came_by, k.agreed_by, k.notice, k.another_adult, c.name AS keyed_by
      FROM keyed_referrals k JOIN accounts c ON c.id = k.keyed_by WHERE k.referral_id = \(id)
      """
    ).map {
      try KeyedNote(
        cameBy: $0["came_by"], agreedBy: $0["agreed_by"], notice: $0["notice"],
        anotherAdult: $0["another_adult"], keyedBy: $0["keyed_by"])
    }
  }

  func district(of id: ReferralID) throws -> String? {
    try row("SELECT district_code FROM referrals WHERE id = \(id)")?["district_code"]
  }
}

extension Transaction {
  func insertKeyed(
    _ id: ReferralID, _ agreement: KeyedDraft.Agreement, notice: String, _ draft: KeyedDraft
  ) throws {
    let adult = draft["another_adult"].isEmpty ? nil : draft["another_adult"]
    try change(
      """
      INSERT INTO keyed_referrals (referral_id, came_by, agreed_by, notice, another_adult, keyed_at, keyed_by)
      VALUES (\(id), \(agreement.cameBy), \(agreement.agreedBy), \(notice), \(adult), \(now), \(user.id))
      """)
  }
}
