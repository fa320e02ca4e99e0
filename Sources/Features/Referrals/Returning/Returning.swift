import Core
import HTML
import Households

/// What we know of somebody from before this referral, as far as this user may see it.
package struct Returning: Sendable {
  package struct Earlier: Sendable {
    package let id: ReferralID
    package let organisation: String
    package let referredOn: Day
    package let state: Referral.State
    package let decidedOn: Day?
    /// A key of the list of reasons of its state.
    package let reason: String?
  }

  package let referrals: [Earlier]
  package let households: [EarlierHousehold]
  /// How much there is that this user may not see.
  package let hidden: Int

  static let none = Returning(referrals: [], households: [], hidden: 0)

  package var isEmpty: Bool { referrals.isEmpty && households.isEmpty && hidden == 0 }
}

extension Returning {
  /// What the referral's page says: what was, and how it ended.
  func markup(_ vocabulary: Vocabulary) -> Markup {
    Markup {
      heading("Was with us before")
      bullets(
        households.map { household in
          "\(link("Household \(household.reference)", to: "/households/\(household.id)")): joined on \(date(household.joinedOn)), \(ending(household))"
        }
          + referrals.map { earlier in
            "\(link("Referral from \(earlier.organisation)", to: "/referrals/\(earlier.id)")) of \(date(earlier.referredOn)): \(outcome(earlier, vocabulary))"
          }
          + (hidden > 0
            ? [Markup("There is more that you can't see. Ask your programme manager.")] : []))
    }
  }

  private func ending(_ household: EarlierHousehold) -> Markup {
    if let left = household.leftOn { return "left on \(date(left))" }
    return Markup(household.isOpen ? "still in it" : "it has ended")
  }

  private func outcome(_ earlier: Earlier, _ vocabulary: Vocabulary) -> Markup {
    let day = earlier.decidedOn.map { " on \($0.spoken)" } ?? ""
    let reason = earlier.reason ?? ""
    return switch earlier.state {
    case .waiting: Markup("still waiting")
    case .accepted: Markup("accepted\(day)")
    case .declined: Markup("declined\(day), because: \(vocabulary.declineReason(reason))")
    case .withdrawn: Markup("withdrawn\(day), because: \(vocabulary.withdrawReason(reason))")
    }
  }
}
