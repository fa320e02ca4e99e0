import Core
import ReferralFile
import Testing

/// What must hold of one referral, code by code.
struct RowRulesTests {
  private static let good = [
    "referral_id": "A1", "referrer_organisation": "Example Hub", "route": "hub",
    "referred_on": "2026-11-20", "full_name": "Zara Okafor", "date_of_birth": "09/03/1983",
    "agreed_to_share": "yes",
  ]

  private func check(_ changes: [String: String]) -> Checked {
    Shipped.rules.check(Self.good.merging(changes) { $1 })
  }

  private func told(_ checked: Checked) -> [String] {
    checked.problems.map { "\($0.field?.name ?? "row") \($0.code.rawValue)" }
  }

  @Test func `a plain row is accepted`() {
    let checked = check([:])
    #expect(!checked.isRejected && checked.problems.isEmpty)
    #expect(checked.row?.bornOn == Day(1983, 3, 9))
  }

  @Test(arguments: [
    ("referral_id", " \u{A0} ", "missing_value"), ("full_name", "", "missing_value"),
    ("agreed_to_share", "", "missing_value"), ("route", "", "missing_value"),
    ("route", "word_of_mouth", "bad_value"), ("agreed_to_share", "maybe", "bad_value"),
    ("agreed_to_share", "N", "no_agreement"), ("agreed_to_share", "0", "no_agreement"),
    ("date_of_birth", "31/02/1990", "bad_date"), ("date_of_birth", "1990-2-1", "bad_date"),
    ("referred_on", "11/21/2026", "bad_date"), ("referred_on", "2026-11-22", "future_date"),
    ("date_of_birth", "22/11/2026", "future_date"),
    ("full_name", String(repeating: "é", count: 201), "too_long"),
    ("notes", String(repeating: "n", count: 10_001), "too_long"),
    ("phone", String(repeating: "1", count: 101), "too_long"),
  ])
  func `a row is rejected`(column: String, value: String, code: String) {
    let checked = check([column: value, "postcode": "nonsense", "needs": "flying"])
    #expect(checked.isRejected)
    #expect(told(checked) == ["\(column) \(code)"])
  }

  @Test(arguments: [
    ("postcode", "ZZ99", "bad_postcode"), ("postcode", "L8 1CF", "bad_postcode"),
    ("district", "E08000003", "outside_region"), ("district", "w06000015", "outside_region"),
    ("district", "S12000036", "outside_region"), ("district", "N09000003", "outside_region"),
    ("district", "E07000123", "outside_region"), ("district", "E47000004", "unknown_district"),
    ("district", "E0800000", "unknown_district"), ("district", "Manchester", "unknown_district"),
    ("phone", "0770", "bad_phone"), ("phone", "07700 900123 x2", "bad_phone"),
    ("email", "nobody@", "bad_email"), ("referrer_email", "a@b", "bad_email"),
    ("in_work", "perhaps", "bad_value"), ("interpreter_needed", "2", "bad_value"),
    ("no_fixed_address", "x", "bad_value"), ("language", "gibberish", "bad_value"),
    ("language", "zz", "bad_value"), ("out_of_work_since", "last year", "bad_date"),
    ("benefits", "UC;lottery;lottery;x", "unknown_code"), ("needs", "flying", "unknown_code"),
    ("date_of_birth", "2010-11-21", "under_16"), ("date_of_birth", "1925-11-20", "over_100"),
  ])
  func `a row is recorded and someone must look`(column: String, value: String, code: String) {
    let checked = check([column: value])
    #expect(!checked.isRejected)
    #expect(told(checked) == ["\(column) \(code)"])
  }

  @Test(arguments: [
    ("district", "ST  HELENS"), ("district", "st. helens"), ("district", "e08000012"),
    ("route", "Troubled-Families"), ("route", "JCP"), ("agreed_to_share", "tRUE"),
    ("benefits", " uc ; ;Pip;UC;"), ("needs", "DOMESTIC-ABUSE;esol"), ("language", "SO"),
    ("language", "portuguese"), ("language", "pt-br"), ("language", "zh-hans-cn"),
    ("language", "Kurdish (Sorani)"), ("phone", "+44 (0)7700-900123"), ("phone", "0151 496 088"),
    ("phone", "+353 1 234 5678"), ("postcode", "l81sf"), ("email", "ó.b+1@exämple.co.uk"),
    ("date_of_birth", "2010-11-20"), ("date_of_birth", "1925-11-21"),
    ("full_name", "=HYPERLINK(\"http://example.invalid\")"), ("full_name", "\u{202E}محمد"),
    ("full_name", String(repeating: "é", count: 200)), ("referred_on", "2026-11-21"),
    ("out_of_work_since", "2030-01-01"),
  ])
  func `nothing is remarked`(column: String, value: String) {
    #expect(told(check([column: value])) == [])
  }

  @Test func `values are read into types and kept as sent`() throws {
    let checked = check([
      "benefits": "uc;lottery;UC;pip", "needs": "Esol;flying", "route": "troubled-families",
      "language": "Portuguese", "postcode": "l8 1sf", "PHONE": " (0151) 496 0880\n",
      "district": "st. helens", "notes": "\r\n=1+1\u{202E} \"x\"\t",
    ])
    let row = try #require(checked.row)
    #expect(row.benefits == ["UC", "PIP"] && row.unknownBenefits == ["lottery"])
    #expect(row.needs == ["esol"] && row.unknownNeeds == ["flying"])
    #expect(row.route == "supporting-families" && row.language == "pt")
    #expect(row.postcode?.text == "L8 1SF" && row.phone?.text == "+441514960880")
    #expect(row.district == "E08000013" && row.notes == "=1+1\u{202E} \"x\"")
    #expect(
      checked.sent[.phone] == "(0151) 496 0880" && checked.sent[.route] == "troubled-families")
  }

  @Test func `a district is suggested only where the postcode leaves no doubt`() {
    #expect(check(["postcode": "CH41 5UF"]).row?.suggestedDistrict == "E08000015")
    #expect(check(["postcode": "L14 1AA"]).row?.suggestedDistrict == nil)
    #expect(check(["postcode": "WN5 1AA"]).row?.suggestedDistrict == nil)
    #expect(check(["postcode": "M1 1AA"]).row?.suggestedDistrict == nil)
    #expect(check(["postcode": "CH41 5UF", "district": "Leeds"]).row?.suggestedDistrict == nil)
  }

  @Test func `rejecting problems come all together in one order, each message says what to do`() {
    let checked = check([
      "agreed_to_share": "no", "date_of_birth": "x", "referred_on": "2099-01-01", "route": "bus",
      "full_name": " ", "address": String(repeating: "a", count: 501),
    ])
    #expect(
      told(checked) == [
        "full_name missing_value", "route bad_value", "date_of_birth bad_date",
        "referred_on future_date", "agreed_to_share no_agreement", "address too_long",
      ])
    for problem in checked.problems { #expect(problem.message.contains(problem.field!.name)) }
  }

  @Test func `an entry of a list holds from its first day to its last`() {
    let days = Validity(from: Day(2026, 1, 1), to: Day(2026, 6, 30))
    let lists = Lists(
      routes: [.init(key: "old", valid: days)], districts: [], postcodeDistricts: [],
      benefits: [], needs: [], languages: Languages([]))
    let results = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"].map {
      lists.route("OLD", on: Day(iso: $0)) != nil
    }
    #expect(results == [false, true, true, false])
  }

  @Test func `the content as text is stable and leaves out what is empty or unknown`() {
    let one = SentValues(["notes": " a\"\n", "email": "", "FULL_NAME": "Zoë", "shoe": "9"])
    #expect(one.canonicalContent == #"{"full_name":"Zoë","notes":"a\""}"#)
  }
}
