import Core
import People
import ReferralFile
import Search

extension Fuzzed {
  /// What is read and written reads the same, in each of the forms.
  func attemptDates(_ text: String) throws(Broken) {
    if let day = Day(written: text) {
      try must(Day(iso: day.description) == day, "\(day) as the database writes it")
      try must(Day(written: day.description) == day, "\(day) as it is sent")
      try must(Day(written: day.written) == day, "\(day) as forms hold it: \(day.written)")
      let (year, month, dayOfMonth) = day.parts
      try must(Day(year, month, dayOfMonth) == day, "the parts of \(day)")
      try must(!day.spoken.isEmpty && !day.spokenWithWeekday.isEmpty, "\(day) as it is said")
      try must((0...10_000).contains(day.age(on: Day(9999, 12, 31)!)), "the age of \(day)")
    }
    if let moment = Instant(iso: text) {
      try must(Instant(iso: moment.description) == moment, "\(moment)")
      try must(moment.description.utf8.count == 27, "\(moment) is not of the one length")
      try must(abs(moment.day.number * 86_400 - Int(moment.seconds)) <= 90_000, "\(moment)")
    }
    if let time = TimeOfDay(written: text) {
      try must((0..<1440).contains(time.minutes), "\(time)")
      let clock = Instant(today, time).clockTime
      try must(TimeOfDay(written: clock) == time, "\(time) as forms hold it: \(clock)")
    }
    if let born = (try? Sought(text, today: today))?.bornOn {
      try must(born <= today && born.year >= 1850, "nobody was born on \(born)")
      for again in [born.written, born.description, born.spoken] {
        let found = (try? Sought(again, today: today))?.bornOn
        try must(found == born, "\(again) is looked for as \(String(describing: found))")
      }
    }
  }

  func attemptPhone(_ text: String) throws(Broken) {
    guard let phone = Phone(text) else { return }
    let digits = phone.text.utf8.dropFirst()
    try must(phone.text.utf8.first == UInt8(ascii: "+"), "no plus sign: \(phone)")
    try must((8...15).contains(digits.count), "not 8 to 15 digits: \(phone)")
    try must(digits.allSatisfy { (48...57).contains($0) }, "no digits: \(phone)")
    try must(Phone(phone.text) == phone, "\(phone) again is \(shown(Phone(phone.text)?.text))")
    try must(
      ContactKey.phone(text) == ContactKey.phone(phone.text), "\(phone) is not found as written")
  }

  func attemptPostcode(_ text: String) throws(Broken) {
    guard let postcode = Postcode(text) else { return }
    try must((6...8).contains(postcode.text.utf8.count), "too long: \(postcode)")
    let bytes = postcode.text.utf8
    try must(
      bytes.allSatisfy { $0 == 32 || (48...57).contains($0) || (65...90).contains($0) },
      "not capitals and digits: \(postcode)")
    for again in [postcode.text, postcode.text.lowercased(), postcode.text.filter { $0 != " " }] {
      try must(Postcode(again) == postcode, "\(shown(again)) is not \(postcode)")
    }
    let keys = ContactKey.postcodes(outward: postcode.district)
    try must(keys.contains(ContactKey.postcode(postcode)), "\(postcode) is not in its district")
  }

  /// Of what was typed, something to look for: words that are few, folded and findable, and contacts in their one form.
  func attemptSearch(_ text: String) throws(Broken) {
    guard let sought = try? Sought(text, today: today) else { return }
    try must(text.unicodeScalars.count <= Sought.limit, "too long a text was read")
    try must(sought.words.count <= 8, "too many words: \(sought.words)")
    try must(Set(sought.words).count == sought.words.count, "a word twice: \(sought.words)")
    for word in sought.words { try examine(word) }
    if let phone = sought.phone {
      try must((0..<1_000_000_000).contains(phone), "no nine digits: \(phone)")
    }
    if let outward = sought.outward {
      try must(Postcode(outward + "1AA")?.district == outward, "no half a postcode: \(outward)")
    }
    if let email = sought.email { try must(EmailAddress(email) != nil, "no address: \(email)") }
    if let reference = sought.reference {
      let again = (try? Sought(reference, today: today))?.reference
      try must(again == reference, "\(reference) again is \(shown(again))")
    }
    for part in [sought.referralID, sought.email, sought.reference] {
      try must(part?.utf8.contains(0) != true, "U+0000 in \(shown(part))")
    }
    let names = NameWords([text])
    try must(NameWords(stored: names.stored) == names, "the stored words of \(shown(text))")
    try must(names.pairs.count <= 90, "\(names.pairs.count) pairs of \(names.parts)")
    let key = NameKey(text)
    try must(NameKey(stored: key.sorted) == key, "the key of \(shown(text))")
  }

  private func examine(_ word: String) throws(Broken) {
    try must(!word.isEmpty && !word.utf8.contains(0), "the word \(shown(word))")
    try must(!word.contains(where: \.isWhitespace), "a space in the word \(shown(word))")
    let key = WordKey.of(word)
    try must(key >= 0 && WordKey.slips(of: word).contains(key), "the key of \(shown(word))")
    for length in 1...word.utf8.count {
      let beginning = String(decoding: word.utf8.prefix(length), as: UTF8.self)
      guard word.hasPrefix(beginning) else { continue }
      try must(
        WordKey.range(startingWith: beginning).contains(key),
        "\(shown(word)) is not found by \(shown(beginning))")
    }
  }
}
