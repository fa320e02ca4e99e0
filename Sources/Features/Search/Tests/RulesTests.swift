import Core
import People
import ReferralFile
import Support
import Testing

@testable import Search

/// What was typed is read as what it may be.
struct RulesTests {
  private let today = TestDatabase.noon.day

  private func read(_ text: String) throws -> Sought { try Sought(text, today: today) }

  @Test(arguments: [
    "12/03/1985", "12/3/1985", "12.03.1985", "12-03-1985", "1985-03-12", "12031985", "12 03 1985",
    "12 March 1985", "12th March 1985", "12 mar 85", "March 12 1985", "March 12, 1985", "12/03/85",
    "12. March 1985", "1985/03/12",
  ])
  func `a date of birth is read in any usual form`(text: String) throws {
    let sought = try read(text)
    #expect(sought.bornOn == Day(1985, 3, 12))
    #expect(sought.words.isEmpty)
  }

  @Test(arguments: ["31/02/1985", "12/13/1985", "1/1/2027", "99/99/99", "0/0/0000"])
  func `what is no day that has been is no date of birth`(text: String) throws {
    #expect(try read(text).bornOn == nil)
  }

  @Test func `a year of two digits is the latest that has begun`() throws {
    #expect(try read("1/2/26").bornOn == Day(2026, 2, 1))
    #expect(try read("1/2/27").bornOn == Day(1927, 2, 1))
  }

  @Test(arguments: [
    "07700 900123", "07700900123", "+44 7700 900123", "+44 (0)7700 900123", "0044 7700 900-123",
    "(07700) 900123", "7700900123",
  ])
  func `a phone number is read in any form`(text: String) throws {
    let sought = try read(text)
    #expect(sought.phone == 700_900_123)
    #expect(sought.words.isEmpty && sought.bornOn == nil)
  }

  @Test(arguments: [
    ("L8 1SF", "L8 1SF"), ("l81sf", "L8 1SF"), ("ch41 1aa", "CH41 1AA"), ("WA10 2AB", "WA10 2AB"),
  ])
  func `a postcode is read`(text: String, postcode: String) throws {
    let sought = try read(text)
    #expect(sought.postcode?.text == postcode)
    #expect(sought.words.isEmpty && sought.outward == nil)
  }

  @Test(arguments: [("L8", "L8"), ("ch41", "CH41"), ("wa10", "WA10")])
  func `half a postcode is read`(text: String, outward: String) throws {
    let sought = try read(text)
    #expect(sought.outward == outward)
    #expect(sought.postcode == nil && sought.words.isEmpty)
  }

  @Test(arguments: [
    "HH-2026-0042", "hh-2026-0042", "HH 2026 0042", "hh20260042", "HH-2026-42", "hh 2026 42",
  ])
  func `a household's reference is read`(text: String) throws {
    let sought = try read(text)
    #expect(sought.reference == "HH-2026-0042")
    #expect(sought.words.isEmpty && sought.referralID == nil)
  }

  @Test(arguments: ["HH", "HH-", "hh-x-y", "HH-2026", "HHassan"])
  func `what only begins as a reference is none`(text: String) throws {
    #expect(try read(text).reference == nil)
  }

  @Test func `an email address is read beside a name`() throws {
    let sought = try read("Amina Amina.Kallon@Example.org")
    #expect(
      sought.email == "Amina.Kallon@example.org" || sought.email == "Amina.Kallon@Example.org")
    #expect(sought.words == ["amina"])
  }

  @Test func `everything together is taken apart`() throws {
    let sought = try read("kowalski, Jamal 12/03/1985 L8 07700 900123")
    #expect(sought.words == ["kowalski", "jamal"])
    #expect(sought.bornOn == Day(1985, 3, 12))
    #expect(sought.outward == "L8")
    #expect(sought.phone == 700_900_123)
  }

  @Test(arguments: [
    ("Jamal Kowalski", ["jamal", "kowalski"]), ("  O’Brien ", ["obrien"]),
    ("Smith-Jones", ["smith", "jones"]), ("Björn Öztürk", ["bjorn", "ozturk"]),
    ("محمد", ["mhmd"]), ("李伟", ["li", "wei"]), ("J Kowalski", ["j", "kowalski"]),
    ("Ali Ali", ["ali"]), ("100% _Ali_", ["100", "ali"]),
  ])
  func `names are folded`(text: String, words: [String]) throws {
    #expect(try read(text).words == words)
  }

  @Test(arguments: [
    ("", "search.nothing"), (" \t\n ", "search.nothing"), ("a", "search.too-little"),
    ("a b", "search.too-little"), ("...", "search.too-little"), ("%_%", "search.too-little"),
    ("'", "search.too-little"), ("\u{202E}\u{200F}", "search.too-little"),
    ("\u{0}", "search.nothing"), (String(repeating: "a", count: 10_000), "too-long"),
  ])
  func `too little and too much are said`(text: String, key: String) {
    #expect {
      try read(text)
    } throws: { error in
      guard case Rejection.invalid(let problems)? = error as? Rejection else { return false }
      return problems.map(\.field) == ["words"] && problems.map(\.reason.key) == [key]
    }
  }

  @Test func `a number that may be a referral's is looked for as one`() throws {
    #expect(try read("JCP-0042").referralID == "JCP-0042")
    #expect(try read("42").referralID == "42")
    #expect(try read("Jamal").referralID == nil)
  }

  @Test func `any text is read or refused, and nothing else happens`() {
    var random = Seeded()
    let seed = random.seed
    let alphabet = Array("aAbé0123456789 /-.@+()'\"%_,;LlHh\u{202E}\u{0}محلي李👩‍👩‍👧\n\tst March")
    for _ in 0..<3000 {
      let text = String(
        (0..<Int.random(in: 0..<24, using: &random)).map { _ in
          alphabet.randomElement(using: &random)!
        })
      do {
        let sought = try Sought(text, today: today)
        #expect(sought.words.count <= 8, "seed \(seed): \(text)")
        #expect(sought.bornOn.map { $0 <= today } ?? true, "seed \(seed): \(text)")
        #expect(
          sought.phone.map { (0...999_999_999).contains($0) } ?? true, "seed \(seed): \(text)")
      } catch Rejection.invalid(let problems) {
        #expect(problems.map(\.field) == ["words"], "seed \(seed): \(text)")
      } catch { Issue.record("seed \(seed): \(text): \(error)") }
    }
  }

  // MARK: - Closeness

  private let variants = NameVariants(csv: "Mohammed,Mohamed,Muhammad,محمد\nKatherine,Catherine")

  private func closeness(_ typed: String, _ name: String, _ knownAs: String? = nil) throws
    -> Closeness?
  {
    NameComparison(try read(typed), variants).closeness(
      of: NameWords([name] + (knownAs.map { [$0] } ?? [])))
  }

  @Test func `how near a name is`() throws {
    #expect(try closeness("kowalski jamal", "Jamal Kowalski") == .same)
    #expect(try closeness("JAMAL", "Jamal Kowalski") == .same)
    #expect(try closeness("kow", "Jamal Kowalski") == .beginning)
    #expect(try closeness("jamal kow", "Jamal Kowalski") == .beginning)
    #expect(try closeness("muhammad", "Mohammed Khan") == .spelling)
    #expect(try closeness("muhammad", "محمد الأحمد") == .spelling)
    #expect(try closeness("kovalski", "Jamal Kowalski") == .slip)
    #expect(try closeness("kowlaski", "Jamal Kowalski") == .slip)
    #expect(try closeness("jamal okafor", "Jamal Kowalski") == nil)
    #expect(try closeness("mina", "Aminata Kallon", "Mina") == .same)
    #expect(try closeness("mina kallon", "Aminata Kallon", "Mina") == .same)
    #expect(try closeness("almasri", "Uzma Al-Masri") == .same)
    #expect(try closeness("ala", "Ali Khan") == nil)
  }
}
