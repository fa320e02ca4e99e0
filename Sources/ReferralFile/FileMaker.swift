import Core
import Foundation

/// Makes referral files of made-up people for measuring and demonstrations: the same seed, the same file. Mostly valid;
/// about one row in fifty is to be looked at or rejected, one in a hundred is a person who came before.
/// Streets, numbers and addresses are those that nobody has (Example Street, 07700 900000 to 900999, example.org).
package struct FileMaker: Sendable {
  private var random: Splitmix
  private let organisations: [String]
  private let today = Day(2026, 11, 20)!

  /// Writes a header and as many rows as asked for; `write` is called with chunks of about 64 KiB.
  package static func write(
    rows: Int, seed: UInt64, organisations: [String] = FileMaker.organisations,
    to write: ([UInt8]) throws -> Void
  ) rethrows {
    var maker = FileMaker(seed: seed, organisations: organisations)
    var text = Column.names.joined(separator: ",") + "\n"
    for number in 0..<rows {
      text += maker.row(number)
      if text.utf8.count >= 65_536 {
        try write(Array(text.utf8))
        text = ""
      }
    }
    try write(Array(text.utf8))
  }

  /// The same, into a file that is made or replaced.
  package static func write(
    rows: Int, seed: UInt64, organisations: [String] = FileMaker.organisations, to path: String
  ) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw Fault("Can't write \(path).") }
    try write(rows: rows, seed: seed, organisations: organisations) { chunk in
      try file.write(contentsOf: Data(chunk))
    }
    try file.close()
  }

  package static let organisations = [
    "Jobcentre Plus Bootle", "Knowsley Supporting Families", "Riverbank Example Housing",
    "Example Advice Centre", "Example Hub", "Wirral Revenues and Benefits",
  ]

  private init(seed: UInt64, organisations: [String]) {
    random = Splitmix(state: seed)
    self.organisations = organisations
  }

  private var household = (number: 0, left: 0, place: 0, street: 0, organisation: 0)
  private var earlier: [(name: String, born: Day)] = []

  private mutating func row(_ number: Int) -> String {
    if household.left == 0 {
      household = (
        household.number + 1, Int.random(in: 1...4, using: &random),
        Int.random(in: 0..<Self.places.count, using: &random),
        Int.random(in: 1...200, using: &random),
        Int.random(in: 0..<organisations.count, using: &random)
      )
    }
    household.left -= 1
    let organisation = organisations[household.organisation]
    let (name, born) = person()
    let (outward, district) = Self.places[household.place]
    let referredOn = today.adding(days: -Int.random(in: 0...500, using: &random))
    let inWork = chance(3)
    let sinceOn = referredOn.adding(days: -Int.random(in: 30...4000, using: &random))
    let fields = [
      "M\(padded(number))", organisation, route(of: organisation), written(referredOn), name,
      written(born), chance(300) ? "no" : pick(["yes", "Y", "TRUE", "1"]), "H\(household.number)",
      pick(["", "partner", "son", "daughter", "parent", "sibling"]), "",
      pick(Self.given) + " " + pick(Self.family), "referrals@example.org",
      chance(80) ? "0770" : "07700 900\(Int.random(in: 100...999, using: &random))",
      chance(3) ? "" : "person\(number)@example.org", pick(["", "text only", "not after 6pm"]),
      pick(["", "en", "so", "ar", "Polish", "pt", "ckb"]), pick(["", "no", "yes"]),
      "\(household.street) Example Street, \(district)",
      chance(150) ? "ZZ99" : "\(outward) \(Int.random(in: 1...8, using: &random))\(inward())", "",
      district, inWork ? "yes" : "no", inWork ? "" : written(sinceOn),
      some(["UC", "NSJSA", "NSESA", "PIP", "HB", "CTR", "IS"]),
      some([
        "mental-health", "homelessness", "housing", "finances", "health", "skills", "isolation",
        "childcare", "transport", "digital", "esol", "benefits", "id-bank", "domestic-abuse",
      ]), note(),
    ]
    return fields.map(Self.quoted).joined(separator: ",") + "\n"
  }

  /// A person of their own, or once in a hundred one who came before, written a little differently.
  private mutating func person() -> (name: String, born: Day) {
    if !earlier.isEmpty, chance(100) {
      let known = earlier[Int.random(in: 0..<earlier.count, using: &random)]
      return chance(2)
        ? (known.name.uppercased(), known.born)
        : (known.name.split(separator: " ").reversed().joined(separator: " "), known.born)
    }
    let name = pick(Self.given) + " " + pick(Self.family)
    let born = today.adding(days: -Int.random(in: 6600...27_000, using: &random))
    if earlier.count < 1000 { earlier.append((name, born)) }
    return (name, born)
  }

  private func padded(_ number: Int) -> String {
    let digits = String(number + 1)
    return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
  }

  private func route(of organisation: String) -> String {
    for (word, route) in [
      ("Jobcentre", "jcp"), ("Families", "supporting-families"), ("Housing", "housing-provider"),
      ("Hub", "hub"), ("Benefits", "revs-bens"),
    ] where organisation.contains(word) { return route }
    return "partner"
  }

  private mutating func written(_ day: Day) -> String {
    guard chance(3) else { return day.description }
    let iso = day.description
    return "\(iso.suffix(2))/\(iso.dropFirst(5).prefix(2))/\(iso.prefix(4))"
  }

  private mutating func inward() -> String {
    let letters = Array("ABDEFGHJLNPQRSTUWXYZ")
    return String([
      letters.randomElement(using: &random)!, letters.randomElement(using: &random)!,
    ])
  }

  private mutating func note() -> String {
    pick(["", "Keen to start.", "She said \"ring first\"", "Line one\nline two, with a comma"])
  }

  private mutating func some(_ keys: [String]) -> String {
    let count = Int.random(in: 1...3, using: &random)
    return (0..<count).map { _ in pick(keys) }.joined(separator: ";")
  }

  private mutating func pick(_ values: [String]) -> String { values.randomElement(using: &random)! }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  private static func quoted(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 }) else { return value }
    return CSVText.inQuotes(value)
  }

  private static let places = [
    ("L8", "Liverpool"), ("L36", "Knowsley"), ("L20", "Sefton"), ("CH41", "Wirral"),
    ("WA10", "St Helens"), ("WA7", "Halton"),
  ]

  private static let given = words(
    """
    Jamal Olena Vera Björn Xiu Niamh Qasim Wei Siobhán Marie Layla Priya Renée Tomasz Gareth Yasmin Uzma Ines
    Dariusz D'Arcy Rhys Oluwaseun Hodan Zara Kev Mohammed Sade Fatou Chloe Yusuf Amina Kofi Abdirahman Agnieszka
    Bronwen Catarina Dmytro Eilidh Farhad Gulistan Hiwa Iryna João Kateryna Llinos Małgorzata Nkechi Orla Paweł
    Rebwar Saoirse Thandiwe Ubah Vítor Wojciech Ximena Yevhen Zainab Anh Beatriz Comfort Dilan Ebony Fionn محمد علي
    Олександр Ірина 李伟 Trịnh Łucja Æthel
    """)

  private static let family = words(
    """
    Kowalski Okafor Chen O'Brien Smith-Jones Begum Jones Łukasik Tshabalala Petrov Hussain Fernandes Rahman Singh
    Öztürk Llewellyn Adeyemi Al-Masri McKenna Nguyễn Warsame Hughes Kovalenko Silva Santos Mensah Barzani Abdi
    Farah Williams Davies Evans Murphy Byrne Walsh Khan Ahmed Ali Patel Nowak Wiśniewska Zielińska Popescu Costa
    Ferreira Otieno Mwangi Banda Dlamini Haile Tesfaye Tran Le Wong Tan Yilmaz Demir Shevchenko Melnyk Rossi
    García Müller Sørensen Lindqvist Murray Campbell Owens Pritchard الأحمد
    """)

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}

/// Steele, Lea and Flood's SplitMix64: small, and the same everywhere.
package struct Splitmix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
