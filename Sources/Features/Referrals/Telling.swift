import Core
import Database
import Messages

/// What referrers hear of the people they referred, by a dated list: nothing, that the referral came, or also that it
/// started or did not. Never more: not who it is, not why, not whether anybody came.
package struct Telling: Sendable {
  /// What there is to tell.
  enum Occasion: String, Sendable, CaseIterable { case received, started, ended }

  enum Level: String, Sendable {
    case none, received
    case startedAndEnded = "started_ended"
  }

  struct Rule: Sendable {
    let route: String
    let level: Level
    let validFrom: Day?
  }

  let rules: [Rule]

  /// From the rows of `route-telling.csv`. Throws a fault where one can't be used.
  package init(_ rows: [[String: String]]) throws {
    rules = try rows.map { row in
      let (route, from) = (row["route"] ?? "", row["valid_from"] ?? "")
      guard let level = Level(rawValue: row["level"] ?? ""), !route.isEmpty,
        from.isEmpty || Day(iso: from) != nil
      else { throw Fault("the list of what referrers hear has an unusable row \(route)") }
      return Rule(route: route, level: level, validFrom: Day(iso: from))
    }
  }

  /// Whether a referrer of this route hears of this on a day. A route that is not on the list hears nothing.
  func tells(_ occasion: Occasion, route: String, on day: Day) -> Bool {
    let level = rules.filter { $0.route == route && $0.validFrom.map { $0 <= day } ?? true }
      .max { ($0.validFrom?.number ?? .min) < ($1.validFrom?.number ?? .min) }?.level
    return switch level ?? .none {
    case .none: false
    case .received: occasion == .received
    case .startedAndEnded: true
    }
  }

  /// The referrer's own reference as it may stand in a message. What does not look like one is left out, so that nobody
  /// makes us send their words to others.
  static func reference(_ written: String) -> String {
    let isReference =
      (1...40).contains(written.count)
      && written.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-_/# ".unicodeScalars.contains(scalar)
      } && written.unicodeScalars.contains { $0.properties.numericType != nil }
    return isReference ? written : "(not shown)"
  }

  /// Writes to the referrer, where the list says so and they gave an address that can be used. Once for each occasion.
  func tell(
    _ occasion: Occasion, _ id: ReferralID, in transaction: borrowing Transaction
  ) throws {
    guard let referral = try transaction.read.told(id),
      tells(occasion, route: referral.route, on: transaction.today),
      let address = referral.email.flatMap({ EmailAddress($0) })
    else { return }
    try transaction.send(
      NewMessage(
        "referral-\(occasion.rawValue)", by: .email, to: .address(address.text),
        values: ["reference": Self.reference(referral.reference)], about: id,
        district: referral.district, once: "referral/\(id)/\(occasion.rawValue)"))
  }
}
