import Core
import HTML
import Web

extension ReferralPages {
  /// The acts of a referral's page besides accepting and declining.
  var actRoutes: [Route] {
    [
      .post("/referrals/:id/withdraw", .may(.decideReferrals)) { visit in
        try await act(visit, done: "withdrawn") { id, form in
          try await referrals.withdraw(
            id, because: form.text("withdraw_reason"), note: form.text("withdraw_note"),
            by: visit.user)
        }
      },
      .post("/referrals/:id/complexity", .may(.decideReferrals)) { visit in
        try await act(visit, done: "complexity-set") { id, form in
          try await referrals.setComplexity(
            form.text("complexity"), of: id, because: form.text("complexity_note"), by: visit.user)
        }
      },
      .post("/referrals/:id/district", .may(.decideReferrals)) { visit in
        let id: ReferralID = try visit.id("Referral")
        do {
          let isStillTheirs = try await referrals.place(
            id, in: visit.form.text("place"), by: visit.user)
          return isStillTheirs
            ? .see("/referrals/\(id)", done: "placed") : .see("/inbox", done: "placed-elsewhere")
        } catch Rejection.invalid(let problems) {
          return .again(try await page(visit, visit.form.with(problems)))
        }
      },
      .post("/referrals/:id/transfer", .may(.decideReferrals)) { visit in
        let id: ReferralID = try visit.id("Referral")
        do {
          let isStillTheirs = try await referrals.transfer(
            id, to: visit.form.text("send_to"), because: visit.form.text("send_reason"),
            by: visit.user)
          return .see(isStillTheirs ? "/referrals/\(id)" : "/inbox", done: "transferred")
        } catch Rejection.invalid(let problems) {
          return .again(try await page(visit, visit.form.with(problems)))
        }
      },
    ]
  }

  /// One act on the referral of the path; its page again, with what was typed, where something is wrong.
  private func act(
    _ visit: Visit, done: String, _ work: (ReferralID, FormState) async throws -> Void
  ) async throws -> Answer {
    let id: ReferralID = try visit.id("Referral")
    do {
      try await work(id, visit.form)
      return .see("/referrals/\(id)", done: done)
    } catch Rejection.invalid(let problems) {
      return .again(try await page(visit, visit.form.with(problems)))
    }
  }
}
