import App
import Core

@testable import Eligibility

/// The rules as they are shipped, and people whom they are asked about.
enum Shipped {
  static let eligibility = try! ReferenceData().eligibility()

  static let later = Day(2026, 11, 10)!
  static let pilot = Day(2019, 5, 7)!

  /// Somebody of whom every rule about one person says yes.
  static func person(_ change: (inout Facts) -> Void = { _ in }) -> Facts {
    var facts = Facts(
      name: "Rosa", bornOn: Day(1980, 1, 1)!, district: "E08000012", inWork: false,
      benefits: ["UC"], address: "1 Example Street", postcode: "L1 1AA")
    change(&facts)
    return facts
  }

  static func answer(
    _ person: Facts, _ others: [Facts] = [Shipped.person()], hidden: Int = 0, on day: Day = later
  ) -> EligibilityAnswer {
    eligibility.answer(
      for: person, with: Companions(known: others, hidden: hidden), referredOn: day)
  }
}
