import App
import Core
import ReferralFile
import Support
import Testing

@testable import Duplicates

/// When two records look alike, by the rule alone.
struct LikenessTests {
  private static func person(
    _ name: String, _ born: String = "1984-03-07", knownAs: String? = nil, phone: String? = nil,
    email: String? = nil, postcode: String? = nil
  ) -> Features {
    Features(
      nameKey: NameKey(name).sorted, knownAs: knownAs, born: Day(iso: born)!, phone: phone,
      email: email, postcode: postcode)
  }

  private static let variants: NameVariants = {
    do { return try ReferenceData().variants } catch { return .none }
  }()

  private static func isLikely(_ one: Features, _ two: Features) -> Bool {
    Likeness(one, two, variants: variants).isLikely
      && !Set(one.keys).isDisjoint(with: two.keys)
  }

  @Test(arguments: [
    ("Yusuf Karimi", "Youssef Karimi"), ("Yusuf Karimi", "KARIMI, Yousef"),
    ("Mohammed Al-Masri", "Muhammad El Masri"), ("Oleksandr Shevchenko", "Alexander Szewczenko"),
    ("Oleksandr Shevchenko", "Олександр Шевченко"), ("Khalid al-Khatib", "خالد الخطيب"),
    ("Łukasz Wójcik", "Lukasz Wojcik"), ("Szczepan Nowak", "Shchepan Novak"),
    ("Anna Maria Kowalska", "Anna Kowalska"), ("Siobhán O’Brien", "siobhan obrien"),
    ("Jamila Haddad", "جميلة حداد"), ("Mutaz Barakat", "معتز بركات"),
    ("Mustafa Karimi", "Mostefa Kareemi"),
    ("Abdul Rahman Hassan", "Abdulrahman Hassan"), ("Gareth Llewellyn", "Garteh Llewellyn"),
  ])
  func `one person's names are alike however they are written`(one: String, two: String) {
    #expect(Self.isLikely(Self.person(one), Self.person(two)))
    #expect(Self.isLikely(Self.person(two), Self.person(one)))
  }

  @Test(arguments: [
    ("Hassan Karimi", "Hussein Karimi"), ("Jamal Haddad", "Jumail Haddad"),
    ("Mary Jones", "Mark Johnson"),
    ("Amina Farah", "Hodan Farah"), ("Vera Petrov", "Niamh Kelly"),
  ])
  func `two people born on one day are not taken for one`(one: String, two: String) {
    #expect(!Self.isLikely(Self.person(one), Self.person(two)))
    // Twins at one address, with one phone.
    #expect(
      !Self.isLikely(
        Self.person(one, phone: "07700 900123", postcode: "L8 1AB"),
        Self.person(two, phone: "07700 900123", postcode: "L8 1AB")))
  }

  @Test(arguments: [
    ("1984-03-07", "1984-07-03", BirthLikeness.swapped), ("1984-03-07", "1984-03-01", .oneDigit),
    ("1984-03-09", "1984-03-10", .dayOff),
    ("1984-03-31", "1984-04-01", .dayOff), ("1984-03-07", "1994-03-07", .yearOff),
    ("1989-03-07", "1990-03-07", .yearOff),
    ("1984-03-07", "1984-03-70", .different), ("1984-03-07", "1961-11-25", .different),
    ("1984-03-07", "1984-03-07", .same),
  ])
  func `dates of birth differ in ways that hands make`(one: String, two: String, how: BirthLikeness)
  {
    guard let other = Day(iso: two) else { return }
    #expect(BirthLikeness(Day(iso: one)!, other) == how)
  }

  @Test func `a slip in the date is forgiven where the name is the same`() {
    let one = Self.person("Ines Catarina Fernandes")
    #expect(Self.isLikely(one, Self.person("Ines Catarina Fernandes", "1984-07-03")))
    #expect(!Self.isLikely(one, Self.person("Ines Catarina Fernandes", "1961-11-25")))
  }

  @Test func `a father and a son of one name are two people`() {
    let father = Self.person("Rhys Hughes", "1950-02-02", phone: "07700 900123", postcode: "L8 1AB")
    let son = Self.person("Rhys Hughes", "1979-08-14", phone: "07700 900123", postcode: "L8 1AB")
    #expect(!Self.isLikely(father, son))
  }

  @Test func `the name by which somebody is known counts`() {
    #expect(
      Self.isLikely(
        Self.person("Aminata Kallon", knownAs: "Mina"), Self.person("Mina Kallon")))
  }

  @Test func `no name asks for very many keys or much time`() {
    let name = (0..<30).map { "chwjac\($0)wchjk" }.joined(separator: " ")
    let one = Self.person(name, phone: "07700 900123", email: "a@example.org")
    #expect(one.keys.count <= Features.mostKeys)
    #expect(Likeness(one, one, variants: Self.variants).isLikely)
    #expect(Self.person("李伟").keys == Self.person("李伟").keys)
    #expect(!Self.person("!").keys.isEmpty)
  }

  @Test func `likeness is the same from both sides`() {
    var random = Seeded()
    print("seed \(random.seed)")
    let made = AlteredPeople(people: 300, copies: 100, seed: random.seed).records
    for _ in 0..<2000 {
      let (one, two) = (
        made.randomElement(using: &random)!.features, made.randomElement(using: &random)!.features
      )
      let there = Likeness(one, two, variants: Self.variants).score
      let back = Likeness(two, one, variants: Self.variants).score
      #expect(there == back, "seed \(random.seed)")
    }
  }
}
