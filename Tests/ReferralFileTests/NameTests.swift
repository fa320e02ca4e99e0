import Core
import Foundation
import ReferralFile
import Testing

/// Names and who may be one person.
struct NameTests {
  private func match(_ one: String, _ two: String) -> Bool {
    let (first, second) = (NameKey(one), NameKey(two))
    let found = first.matches(second, variants: Shipped.variants)
    #expect(found == second.matches(first, variants: Shipped.variants), "both ways")
    return found
  }

  @Test(arguments: [
    ("Björn da Silva", "bjorn da silva"), ("O’BRIEN, Niamh", "niamh obrien"), ("李伟", "li wei"),
    ("محمد الأحمد", "alahmd mhmd"), ("Олена Ковальчук", "kovalcuk olena"),
    ("Nguyễn Thị Ánh", "anh nguyen thi"), ("Nguye\u{302}\u{303}n", "nguyen"),
    ("Łukasz Æ", "ae lukasz"),
    ("Straße Øre", "ore strasse"), ("Zara\u{200F} Okafor", "okafor zara"), ("???", "???"),
  ])
  func `a key sets aside script, case, accents, punctuation and order`(name: String, key: String) {
    #expect(NameKey(name).sorted == key)
    #expect(NameKey(stored: key) == NameKey(name))
  }

  @Test(arguments: [
    ("Layla Okafor", "OKAFOR LAAYLA"), ("Layla al Masri", "Layla Almasri"),
    ("Layla Al-Masri", "al masri Leyla"), ("Conor O'Brien", "Connor O Brien"),
    ("Ann Smith-Jones", "ann smithjones"), ("Ann Smith Jones", "Anne SmithJones"),
    ("Yusuf van der Berg", "Berg der van Yuusuf"), ("Vera Petrov", "Vera Petorv"),
    ("Aleksandr Warsame", "Alexsander Warsame"), ("Mohammed Ali", "ali Maxamed"),
    ("محمد علي", "علي Mohamed"), ("Abd al-Rahman Haji", "Abdirahman Haji"),
    ("Bob Hughes", "Robert Hughes"), ("Sean Byrne", "Seán Byrne"),
    ("Kateryna Bondar", "Катерина Bondar"),
    ("Vera", "Veera"), ("UzmaHughes", "Uzma Hughez"),
  ])
  func `names may be one person's`(one: String, two: String) { #expect(match(one, two)) }

  @Test(arguments: [
    ("Layla Okafor", "Leyla Okafar"), ("Vera Chen", "Vera Cohenn"), ("Amina Ali", "Ali Yusuf"),
    ("Ann Smith", "Ann Smith Jones"), ("Bob Hughes", "Robert Hughez"), ("Zara Khan", "Khan Imran"),
    ("Warsame Petrov", "Warzane Petrov"), ("???", "!!!"), ("Mary Ann", "Nan Army"),
    ("Alexandra Fernandes", "Alixandro Fernandez"),
  ])
  func `names are not one person's`(one: String, two: String) { #expect(!match(one, two)) }

  @Test func `one edit in any part matches, two in two parts do not`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    func word(_ length: Int) -> [Character] {
      (0..<length).map { _ in "bcdfghjklmnpqrstvwxz".randomElement(using: &random)! }
    }
    func edited(_ word: [Character]) -> [Character] {
      var word = word
      let at = Int.random(in: 0..<word.count - 1, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: word.insert("a", at: at)
      case 1: word.remove(at: at)
      case 2: word[at] = "a"
      default: word.swapAt(at, at + 1)
      }
      return word
    }
    for _ in 0..<500 {
      let words = [word(5), word(6), word(7)]
      let name = words.map { String($0) }.joined(separator: " ")
      var once = words
      once[0] = edited(words[0])
      #expect(
        match(name, once.shuffled(using: &random).map { String($0) }.joined(separator: "-")),
        "seed \(seed): \(name)")
      var twice = words
      twice[0][0] = "a"
      twice[1][0] = "e"
      #expect(
        !match(name, twice.map { String($0) }.joined(separator: " ")), "seed \(seed): \(name)")
      let long = word(8)
      var far = long
      far[2] = "a"
      far[6] = "e"
      #expect(match("Zara \(String(long))", "Zara \(String(far))"), "seed \(seed)")
      #expect(
        !match("Zara \(String(long.dropFirst()))", "Zara \(String(far.dropFirst()))"),
        "seed \(seed)")
    }
  }

  @Test func `no name makes comparing slow`() {
    let many = (0..<60).map { _ in "ab ba a b" }.joined(separator: " ")
    let some = "a b ab ba aab aba"
    let started = ContinuousClock().now
    for _ in 0..<100 {
      _ = match(many, many + " x")
      _ = match(some, "aa bb abb baa b ab")
    }
    #expect(ContinuousClock().now - started < .seconds(10))
  }

  @Test func `keys are the same on every thread`() async {
    let names = ["محمد الأحمد", "Олена Ковальчук", "Nguyễn", "李伟"]
    let wanted = names.map { NameKey($0) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<200).allSatisfy { _ in names.map { NameKey($0) } == wanted } }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test func `the index finds the first person of a day whose name matches`() {
    var index = DuplicateIndex()
    let day = Day(1983, 3, 9)!
    index.add(day, NameKey("Zara Okafor"), token: 2)
    index.add(day, NameKey("Amina Ali"), token: 3)
    index.add(day, NameKey("Zara Okafor"), token: 4)
    func found(_ day: Day, _ name: String) -> Int? {
      index.find(day, NameKey(name), variants: Shipped.variants)
    }
    #expect(found(day, "OKAFOR ZAHRA") == 2)
    #expect(found(day, "Aminah Ali") == 3)
    #expect(found(day, "Vera Chen") == nil)
    #expect(found(day.adding(days: 1), "Zara Okafor") == nil)
  }

  @Test func `every shipped group joins its own spellings`() {
    for line in Shipped.text("name-variants.csv").split(separator: "\n") where !line.hasPrefix("#")
    {
      let names = line.split(separator: ",").map(String.init)
      #expect(names.count > 1)
      for name in names.dropFirst() {
        #expect(match("\(names[0]) Xylwrght", "\(name) Xylwrght"), "\(names[0]), \(name)")
      }
    }
  }
}
