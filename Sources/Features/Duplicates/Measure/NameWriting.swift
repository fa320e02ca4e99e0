/// Names in a notation of sounds or in their own script, and the ways in which offices write them in Latin letters.
/// Made for measuring: the rules here come from published romanisations (BGN/PCGN, French, German and Polish custom),
/// not from the check, which never reads them.
enum NameWriting {
  /// A way to write Arabic names.
  enum Arabic: CaseIterable {
    case english, plain, french, egyptian, script
  }

  /// Long vowels doubled, T th, H and h, x kh, D dh, S sh, 3 the letter that Latin leaves out, g gh, E a final -a(h).
  static func arabic(_ sounds: String, _ way: Arabic) -> String {
    if sounds.hasPrefix("al-") {
      let rest = arabic(String(sounds.dropFirst(3)), way)
      switch way {
      case .script: return "ال" + rest
      case .english: return "Al-" + rest
      case .plain: return "Al " + rest
      case .french, .egyptian: return "El" + rest.lowercased()
      }
    }
    var text = ""
    var rest = Substring(sounds)
    while !rest.isEmpty {
      let long = rest.prefix(2)
      if let written = arabicLong[String(long)] {
        text += written[way] ?? ""
        rest = rest.dropFirst(2)
      } else {
        let sound = String(rest.removeFirst())
        if way == .script, rest.first.map(String.init) == sound { rest.removeFirst() }
        let isFirst = text.isEmpty
        switch way {
        case .script: text += arabicScript[sound] ?? (isFirst && "aiu".contains(sound) ? "أ" : "")
        case .english, .plain, .french, .egyptian: text += latin(sound, way)
        }
      }
    }
    return way == .script ? text : text.prefix(1).uppercased() + text.dropFirst()
  }

  private static let arabicLong: [String: [Arabic: String]] = [
    "aa": [.english: "aa", .plain: "a", .french: "a", .egyptian: "a", .script: "ا"],
    "ii": [.english: "ee", .plain: "i", .french: "i", .egyptian: "i", .script: "ي"],
    "uu": [.english: "oo", .plain: "u", .french: "ou", .egyptian: "ou", .script: "و"],
    "ay": [.english: "ai", .plain: "ay", .french: "ei", .egyptian: "ei", .script: "ي"],
    "aw": [.english: "aw", .plain: "aw", .french: "aou", .egyptian: "aw", .script: "و"],
  ]

  private static func latin(_ sound: String, _ way: Arabic) -> String {
    switch (sound, way) {
    case ("T", _): "th"
    case ("H", _): "h"
    case ("x", _): "kh"
    case ("D", _): "dh"
    case ("S", .french): "ch"
    case ("S", _): "sh"
    case ("3", _): ""
    case ("g", _): "gh"
    case ("j", .french): "dj"
    case ("j", .egyptian): "g"
    case ("q", .french), ("q", .egyptian): "k"
    case ("w", .french): "ou"
    case ("E", .english): "ah"
    case ("E", _): "a"
    default: sound
    }
  }

  private static let arabicScript: [String: String] = [
    "b": "ب", "t": "ت", "T": "ث", "j": "ج", "H": "ح", "x": "خ", "d": "د", "D": "ذ", "r": "ر",
    "z": "ز", "s": "س",
    "S": "ش", "3": "ع", "g": "غ", "f": "ف", "q": "ق", "k": "ك", "l": "ل", "m": "م", "n": "ن",
    "h": "ه", "w": "و",
    "y": "ي", "E": "ة",
  ]

  /// A way to write Cyrillic names in Latin letters.
  enum Cyrillic: CaseIterable { case english, polish, german }

  static func cyrillic(_ name: String, _ way: Cyrillic) -> String {
    let text = name.lowercased().map { letter -> String in
      let written = cyrillicLetters[letter] ?? [String(letter)]
      return written[way == .english ? 0 : way == .polish ? 1 : 2]
    }.joined()
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// English, Polish, German.
  private static let cyrillicLetters: [Character: [String]] = {
    let rows = """
      а a a a|б b b b|в v w w|г g g g|д d d d|е e e e|ж zh ż sch|з z z s|и i i i|й y j j|к k k k|л l l l|м m m m
      н n n n|о o o o|п p p p|р r r r|с s s s|т t t t|у u u u|ф f f f|х kh ch ch|ц ts c z|ч ch cz tsch|ш sh sz sch
      щ shch szcz schtsch|ь - - -|ю yu ju ju|я ya ja ja|є ye je je|і i i i|ї yi ji ji|ы y y y|э e e e|ґ g g g
      """
    var letters: [Character: [String]] = [:]
    for row in rows.split(whereSeparator: { "|\n".contains($0) }) {
      let parts = row.split(separator: " ")
      letters[Character(String(parts[0]))] = parts.dropFirst().map { $0 == "-" ? "" : String($0) }
    }
    return letters
  }()

  /// A Polish name as an English ear writes it down.
  static func polishByEar(_ name: String) -> String {
    var text = name.lowercased()
    for (polish, english) in [
      ("szcz", "shch"), ("sz", "sh"), ("cz", "ch"), ("rz", "zh"), ("ch", "h"), ("w", "v"),
      ("j", "y"), ("ł", "l"),
      ("ó", "u"), ("ż", "zh"), ("ź", "z"), ("ś", "sh"), ("ć", "ch"), ("ń", "n"), ("ą", "on"),
      ("ę", "en"),
    ] {
      text = text.replacing(polish, with: english)
    }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// Letters without their marks.
  static func plain(_ name: String) -> String {
    String(
      name.map { letter in
        accents.first { $0.0.contains(letter) }?.1 ?? letter
      })
  }

  private static let accents: [(String, Character)] = [
    ("áàâäãåąă", "a"), ("éèêëęě", "e"), ("íìîï", "i"), ("óòôöõøő", "o"), ("úùûüů", "u"),
    ("çćč", "c"), ("ñńň", "n"),
    ("śšş", "s"), ("żźž", "z"), ("ł", "l"), ("ğ", "g"), ("ý", "y"), ("ÁÂÅ", "A"), ("ÉÈ", "E"),
    ("ÍÎ", "I"),
    ("ÓÖØ", "O"), ("ÚÜ", "U"), ("ÇĆ", "C"), ("ŚŠŞ", "S"), ("ŻŹŽ", "Z"), ("Ł", "L"), ("ř", "r"),
    ("đ", "d"),
  ]
}
