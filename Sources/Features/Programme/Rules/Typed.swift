import Core

/// What was typed into a form or sent by a program, field by field, and what is wrong with it. Each field is read once,
/// in the order of the form, so that problems stand in that order too.
struct Typed {
  private let fields: [String: String]
  private(set) var problems: [Problem] = []

  init(_ fields: [String: String]) { self.fields = fields }

  mutating func add(_ field: String, _ reason: Reason) { problems.append(Problem(field, reason)) }

  /// Whether a field was sent at all.
  func has(_ field: String) -> Bool { fields[field] != nil }

  /// White space around is dropped; nothing is nil.
  func plain(_ field: String) -> String? {
    let text = (fields[field] ?? "").trimmed
    return text.isEmpty ? nil : text
  }

  /// `what` as one says it at the beginning of a sentence: "The name".
  mutating func text(_ field: String, _ what: String, limit: Int) -> String? {
    guard let text = plain(field) else { return nil }
    let count = text.unicodeScalars.count
    guard count <= limit else {
      add(
        field,
        Reason("too-long", ["what": what, "limit": String(limit), "count": String(count)]))
      return nil
    }
    return text
  }

  /// `missing` is the key of the words for an empty field.
  mutating func required(_ field: String, _ what: String, limit: Int, missing: String) -> String {
    if plain(field) == nil { add(field, Reason(missing)) }
    return text(field, what, limit: limit) ?? ""
  }

  mutating func choice<Choice: RawRepresentable<String>>(
    _ field: String, _ type: Choice.Type, _ wrong: String
  ) -> Choice? {
    guard let text = plain(field) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      add(field, Reason(wrong))
      return nil
    }
    return choice
  }

  mutating func planned(_ field: String) -> PlannedDate? {
    guard let text = plain(field) else { return nil }
    guard let date = PlannedDate(written: text) else {
      add(field, Reason("programme.date"))
      return nil
    }
    return date
  }

  mutating func day(_ field: String, _ what: String) -> Day? {
    guard let text = plain(field) else { return nil }
    guard let day = Day(written: text), (1900...2200).contains(day.year) else {
      add(field, Reason("bad-day", ["what": what]))
      return nil
    }
    return day
  }

  mutating func whole(_ field: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = plain(field) else { return nil }
    guard text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(text), range.contains(number)
    else {
      add(
        field,
        Reason(
          "programme.whole", ["least": String(range.lowerBound), "most": String(range.upperBound)]))
      return nil
    }
    return number
  }

  /// Pounds as people write them, in whole pence: `£1,250,000`, `99.50`.
  mutating func pounds(_ field: String) -> Int? {
    guard let text = plain(field) else { return nil }
    guard let pence = Money.pence(written: text) else {
      add(field, Reason("programme.pounds"))
      return nil
    }
    return pence
  }

  /// Throws what is wrong.
  func check() throws(Rejection) {
    guard problems.isEmpty else { throw .invalid(problems) }
  }
}
