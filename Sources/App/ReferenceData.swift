import Access
import Core
import Database
import Eligibility
import Households
import Messages
import Programme
import ReferralFile
import Referrals
import Schema

/// The lists that Pierhead ships, for the Liverpool City Region: another authority replaces the files.
package struct ReferenceData: Sendable {
  package let lists: Lists
  package let vocabulary: Vocabulary
  package let variants: NameVariants
  /// Our own organisation, which refers those whose referral our staff key.
  package let organisation: String
  package let messageKinds: MessageKinds
  package let telling: Telling
  package let ratings: RatingRules
  package let riskBands: RiskBands
  /// The place that this installation serves.
  package let place: Place

  /// What a place is called: on pages by its name, by people in passwords by any of its names.
  package struct Place: Sendable {
    package let name: String
    package let names: [String]
  }

  /// What this program was shipped with, read once.
  package static func shipped() throws -> ReferenceData { try read.get() }

  private static let read = Result { try ReferenceData() }

  package init() throws {
    lists = try ListFiles.lists(
      routes: Self.file("routes.csv"), districts: Self.file("districts.csv"),
      postcodeDistricts: Self.file("postcode-districts.csv"),
      benefits: Self.file("benefit-types.csv"), needs: Self.file("needs.csv"),
      languages: Self.file("languages.csv"))
    variants = NameVariants(csv: try Self.file("name-variants.csv"))
    messageKinds = try MessageKinds(ListFiles.rows(Self.file("messages.csv")))
    telling = try Telling(ListFiles.rows(Self.file("route-telling.csv")))
    vocabulary = try Self.vocabulary()
    ratings = try Self.ratingRules()
    riskBands = try Self.riskBands()
    let names = try ListFiles.rows(Self.file("place.csv")).compactMap { $0["name"] }
    guard let name = names.first else { throw Fault("the place has no name") }
    place = Place(name: name, names: names)
    guard let own = try ListFiles.rows(Self.file("organisation.csv")).first?["name"] else {
      throw Fault("our own organisation has no name")
    }
    organisation = own
  }

  /// Fills a new database.
  package func install(_ transaction: borrowing Transaction) throws {
    try Access.install(transaction)
    for district in try ListFiles.rows(Self.file("districts.csv")) {
      try transaction.insertDistrict(district["code"] ?? "", name: district["name"] ?? "")
    }
  }

  /// The dated rules of eligibility and the clocks, with the words of the lists they look at.
  package func eligibility() throws -> Eligibility {
    var lists = Eligibility.Lists()
    lists.rules = try ListFiles.rows(Self.file("eligibility-rules.csv"))
    lists.bankHolidays = try ListFiles.rows(Self.file("bank-holidays.csv"))
    lists.routeClocks = try ListFiles.rows(Self.file("route-clocks.csv"))
    lists.householdClocks = try ListFiles.rows(Self.file("household-clocks.csv"))
    lists.exceptions = try ListFiles.rows(Self.file("clock-exceptions.csv"))
    let vocabulary = vocabulary
    return try Eligibility(
      lists, districts: Set(vocabulary.districts.keys),
      words: RuleWords(
        district: { vocabulary.district($0) }, benefit: { vocabulary.benefit($0) }))
  }

  private static func file(_ name: String) throws -> String {
    guard let text = ReferenceTexts.files[name] else {
      throw Fault("the list \(name) is not shipped")
    }
    return text
  }

  private static func vocabulary() throws -> Vocabulary {
    func labels(_ name: String, _ key: String, _ label: String) throws -> [String: String] {
      Dictionary(
        try ListFiles.rows(file(name)).map { ($0[key] ?? "", $0[label] ?? "") },
        uniquingKeysWith: { first, _ in first })
    }
    let needs = try ListFiles.rows(file("needs.csv")).map { row in
      (
        row["key"] ?? "",
        Vocabulary.Need(
          label: row["label"] ?? "", isRestricted: row["restricted"] == "yes",
          isSafety: row["safety"] == "yes")
      )
    }
    return Vocabulary(
      needs: Dictionary(uniqueKeysWithValues: needs),
      routes: try labels("routes.csv", "key", "label"),
      benefits: try labels("benefit-types.csv", "key", "label"),
      languages: try labels("languages.csv", "tag", "name"),
      districts: try labels("districts.csv", "code", "name"),
      declineReasons: try ListFiles.rows(file("decline-reasons.csv")).map(entry),
      withdrawReasons: try ListFiles.rows(file("withdraw-reasons.csv")).map(entry),
      complexityLevels: try ListFiles.rows(file("complexity-levels.csv")).map { row in
        guard let weight = row["weight"].flatMap({ Int($0) }), weight > 0 else {
          throw Fault("A level of complexity has no weight.")
        }
        return Vocabulary.ComplexityLevel(
          entry: try entry(row), meaning: row["meaning"] ?? "", weight: weight)
      },
      notices: try ListFiles.rows(file("notices.csv")).map {
        Vocabulary.Notice(entry: try entry($0), words: $0["words"] ?? "")
      })
  }

  private static func entry(_ row: [String: String]) throws -> Vocabulary.Entry {
    Vocabulary.Entry(
      key: row["key"] ?? "", label: row["label"] ?? "", valid: try ListFiles.validity(of: row))
  }
}
