import Core

extension Pack: Readable {
  init(_ typed: inout Typed, _ old: Pack?, _ lists: ProgrammeLists, today: Day) {
    body = typed.required("body", "The name", limit: 200, missing: "pack.body")
    let (meets, papers) = (
      typed.neededDay("meets_on", "The day of the meeting", "pack.meets-on"),
      typed.neededDay("papers_on", "The day of the papers", "pack.papers-on")
    )
    let since = typed.day("since_on", "The day")
    note = typed.text("note", "The note", limit: 2000)
    (meetsOn, papersOn) = (meets ?? today, papers ?? today)
    sinceOn = since ?? old?.sinceOn ?? papersOn.adding(days: -Pack.firstSpan)
    if let meets, let papers, papers > meets { typed.add("papers_on", Reason("pack.order")) }
    if papers != nil, sinceOn >= papersOn { typed.add("since_on", Reason("pack.since")) }
  }

  func fields() -> [String: String] {
    [
      "body": body, "meets_on": meetsOn.written, "papers_on": papersOn.written,
      "since_on": sinceOn.written, "note": note ?? "",
    ]
  }
}

extension Clearance: Readable {
  init(_ typed: inout Typed, _ old: Clearance?, _ lists: ProgrammeLists, today: Day) {
    // A clearance is made with its pack; its form says only what became of it.
    pack = old?.pack ?? ProgrammeItemID(at: Instant(today, .midnight))
    subject = old?.subject ?? ""
    askedOf = typed.text("asked_of", "The name", limit: 200)
    askedOn = typed.pastDay("asked_on", "The day it was asked for", today: today)
    givenBy = typed.text("given_by", "The name", limit: 200)
    givenOn = typed.pastDay("given_on", "The day it was given", today: today)
    words = typed.text("words", "What was said", limit: 2000)
    if typed.plain("given_on") != nil, typed.plain("given_by") == nil {
      typed.add("given_by", Reason("pack.given-by"))
    }
    if typed.plain("given_by") != nil, typed.plain("given_on") == nil {
      typed.add("given_on", Reason("pack.given-on"))
    }
    if givenOn != nil, typed.plain("words") == nil { typed.add("words", Reason("pack.words")) }
    if let askedOn, let givenOn, givenOn < askedOn {
      typed.add("given_on", Reason("pack.asked-first"))
    }
  }

  func fields() -> [String: String] {
    [
      "subject": subject, "asked_of": askedOf ?? "", "asked_on": askedOn?.written ?? "",
      "given_by": givenBy ?? "",
      "given_on": givenOn?.written ?? "", "words": words ?? "",
    ]
  }
}

extension Exemption {
  static func read(
    _ fields: [String: String], of pack: ProgrammeItemID, _ lists: PackLists, today: Day
  ) throws(Rejection) -> Exemption {
    var typed = Typed(fields)
    let subject = typed.plain("project").flatMap { ProgrammeItemID(checking: $0) }
    if subject == nil { typed.add("project", Reason("pack.project")) }
    let part = typed.choice("part", PackPart.self, "pack.part")
    if typed.plain("part") == nil { typed.add("part", Reason("pack.part")) }
    let ground = typed.plain("ground") ?? ""
    if !lists.grounds.has(ground, on: today) { typed.add("ground", Reason("pack.ground")) }
    try typed.check()
    guard let subject, let part else { throw .invalid("part", Reason("pack.part")) }
    return Exemption(pack: pack, subject: subject, part: part, ground: ground)
  }
}

extension Typed {
  fileprivate mutating func neededDay(_ field: String, _ what: String, _ missing: String) -> Day? {
    if plain(field) == nil { add(field, Reason(missing)) }
    return day(field, what)
  }

  fileprivate mutating func pastDay(_ field: String, _ what: String, today: Day) -> Day? {
    guard let day = day(field, what) else { return nil }
    if day > today { add(field, Reason("pack.not-yet", ["what": what])) }
    return day
  }
}
