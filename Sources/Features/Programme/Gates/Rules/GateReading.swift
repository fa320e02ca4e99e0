import Core

extension Typed {
  /// An address on the web. Only http and https, so that a link never runs anything.
  mutating func address(_ field: String) -> String? {
    guard let text = plain(field) else { return nil }
    guard let address = WebAddress.checked(text) else {
      add(field, Reason("gate.link"))
      return nil
    }
    return address
  }

  /// A day up to today.
  mutating func past(_ field: String, _ what: String, today: Day) -> Day? {
    if plain(field) == nil { add(field, Reason("gate.day")) }
    guard let day = day(field, what) else { return nil }
    guard day <= today else {
      add(field, Reason("gate.day"))
      return nil
    }
    return day
  }
}

/// An address that somebody may follow from a page.
enum WebAddress {
  /// The address with its scheme in small letters; nil where it is none, or longer than 500 bytes.
  static func checked(_ text: String) -> String? {
    guard text.utf8.count <= 500, let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon].lowercased()
    let rest = text[colon...]
    guard ["https", "http"].contains(scheme), rest.hasPrefix("://") else { return nil }
    let host = rest.dropFirst(3).prefix { !"/?#".contains($0) }
    guard !host.isEmpty, !host.contains("@"),
      text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 && $0 != "\\" })
    else { return nil }
    return scheme + rest
  }
}

extension GateProduct {
  static func read(
    _ fields: [String: String], _ product: String, of gate: ProgrammeItemID
  ) throws(Rejection) -> GateProduct {
    var typed = Typed(fields)
    var value = GateProduct(gate: gate, product: product)
    if typed.plain("state") == nil { typed.add("state", Reason("programme.state")) }
    value.state = typed.choice("state", State.self, "programme.state") ?? .notBegun
    value.reference = typed.text("reference", "Where it is", limit: 1000)
    value.link = typed.address("link")
    if value.state == .notNeeded {
      value.noNeed = typed.required(
        "no_need", "The reason", limit: 1000, missing: "gate.no-need")
    }
    try typed.check()
    return value
  }

  package func fields() -> [String: String] {
    [
      "state": state.rawValue, "reference": reference ?? "", "link": link ?? "",
      "no_need": noNeed ?? "",
    ]
  }
}

extension Equality {
  /// Each part may be empty: what is missing is shown. `assessedAt` is set by the store.
  static func read(
    _ fields: [String: String], of gate: ProgrammeItemID, isFirst: Bool
  ) throws(Rejection) -> Equality {
    var typed = Typed(fields)
    var value = Equality(gate: gate)
    value.assessment = typed.text("assessment", "The version", limit: 100)
    value.assessmentReference = typed.text("assessment_reference", "What it says", limit: 2000)
    value.assessmentLink = typed.address("assessment_link")
    if value.assessment == nil, value.assessmentReference != nil || value.assessmentLink != nil {
      typed.add("assessment", Reason("gate.assessment-version"))
    }
    value.advice = typed.text("advice", "The advice", limit: 2000)
    value.adviceLink = typed.address("advice_link")
    value.noAdvice = typed.text("no_advice", "The reason", limit: 2000)
    if value.advice != nil, value.noAdvice != nil {
      typed.add("no_advice", Reason("gate.advice-or-none"))
    }
    value.engagement = typed.text("engagement", "What people said", limit: 2000)
    value.engagementLink = typed.address("engagement_link")
    value.baseline = typed.text("baseline", "Who uses it now", limit: 2000)
    value.baselineLink = typed.address("baseline_link")
    for (field, words, link) in [
      ("advice", value.advice, value.adviceLink),
      ("engagement", value.engagement, value.engagementLink),
      ("baseline", value.baseline, value.baselineLink),
    ] where words == nil && link != nil {
      typed.add(field, Reason("gate.words-with-link"))
    }
    if isFirst, typed.problems.isEmpty, !EqualityPart.allCases.contains(where: { value.has($0) }) {
      typed.add("assessment", Reason("gate.nothing"))
    }
    try typed.check()
    return value
  }

  package func fields() -> [String: String] {
    [
      "assessment": assessment ?? "", "assessment_reference": assessmentReference ?? "",
      "assessment_link": assessmentLink ?? "", "advice": advice ?? "",
      "advice_link": adviceLink ?? "", "no_advice": noAdvice ?? "", "engagement": engagement ?? "",
      "engagement_link": engagementLink ?? "", "baseline": baseline ?? "",
      "baseline_link": baselineLink ?? "",
    ]
  }
}

extension Finding {
  /// `assumptions` are those of the project that can be named.
  static func read(
    _ fields: [String: String], of gate: ProgrammeItemID, assumptions: [ProgrammeItemID], today: Day
  ) throws(Rejection) -> Finding {
    var typed = Typed(fields)
    let words = typed.required("words", "What was found", limit: 2000, missing: "gate.finding")
    let day = typed.past("found_on", "The day", today: today)
    var assumption: ProgrammeItemID?
    if let text = typed.plain("assumption") {
      assumption = assumptions.first { $0.text == text }
      if assumption == nil { typed.add("assumption", Reason("gate.assumption")) }
    }
    let link = typed.address("link")
    try typed.check()
    return Finding(
      gate: gate, assumption: assumption, words: words, link: link, foundOn: day ?? today)
  }
}

/// A decision as it was typed, with its conditions.
package struct DecisionDraft {
  /// A condition before it has a decision.
  struct Line {
    let part: EqualityPart?
    let words: String
    let dueOn: Day
    let owner: String
  }

  /// How many conditions a form has room for, beside those for what is missing.
  package static let free = 4

  let decision: GateDecision
  let lines: [Line]

  /// What is decided at a gate whose equality gate stands as `check` says. A gate is not passed while that is incomplete,
  /// unless each missing part has a condition of its own.
  static func read(
    _ fields: [String: String], of gate: ProgrammeItemID, _ check: EqualityCheck,
    _ equality: Standing<Equality>?, today: Day
  ) throws(Rejection) -> DecisionDraft {
    var typed = Typed(fields)
    if typed.plain("outcome") == nil { typed.add("outcome", Reason("gate.outcome")) }
    let outcome = typed.choice("outcome", GateDecision.Outcome.self, "gate.outcome")
    let body = typed.required("body", "The body", limit: 200, missing: "gate.body")
    let decidedOn = typed.past("decided_on", "The day", today: today) ?? today
    let why = typed.required("why", "The reason", limit: 2000, missing: "programme.reason")
    let minutes = typed.address("minutes_link")
    if outcome == .pass, !check.allows(.pass, conditionsFor: []) {
      typed.add(
        "outcome",
        Reason("gate.pass-lacks", ["lacks": check.gaps.map(\.words).joined(separator: " ")]))
    }
    var lines: [Line] = []
    if outcome == .conditions {
      for gap in check.gaps {
        lines.append(typed.condition(gap.part.rawValue, gap.part, from: decidedOn))
      }
      for number in 1...Self.free where typed.hasCondition("other\(number)") {
        lines.append(typed.condition("other\(number)", nil, from: decidedOn))
      }
      if lines.isEmpty { typed.add("other1_words", Reason("gate.no-condition")) }
    }
    try typed.check()
    var decision = GateDecision(
      gate: gate, outcome: outcome ?? .back, body: body, decidedOn: decidedOn,
      minutesLink: minutes, why: why, funding: check.funding, fundingNeed: check.need)
    decision.conditions = lines.count
    decision.equality = equality?.id
    decision.equalityNumber = equality?.number
    decision.has = check.has
    decision.isReopened = check.isReopened
    return DecisionDraft(decision: decision, lines: lines)
  }
}

extension Typed {
  fileprivate func hasCondition(_ name: String) -> Bool {
    ["words", "due", "owner"].contains { plain("\(name)_\($0)") != nil }
  }

  fileprivate mutating func condition(_ name: String, _ part: EqualityPart?, from decidedOn: Day)
    -> DecisionDraft.Line
  {
    let words = required(
      "\(name)_words", "The condition", limit: 1000, missing: "gate.condition-words")
    let due = day("\(name)_due", "The day")
    if plain("\(name)_due") == nil || due.map({ $0 < decidedOn }) ?? false {
      add("\(name)_due", Reason("gate.condition-due"))
    }
    let owner = required("\(name)_owner", "The name", limit: 200, missing: "gate.condition-owner")
    return DecisionDraft.Line(part: part, words: words, dueOn: due ?? decidedOn, owner: owner)
  }
}

extension GateCondition {
  /// Met, with what shows it. `lacks` is what is still missing of the part that it stands for.
  func met(
    _ fields: [String: String], lacks: EqualityCheck.Gap?, today: Day
  ) throws(Rejection) -> GateCondition {
    var typed = Typed(fields)
    var value = self
    value.state = .met
    value.evidence = typed.required(
      "evidence", "What shows it", limit: 2000, missing: "gate.evidence")
    if let lacks { typed.add("evidence", Reason("gate.still-lacks", ["lacks": lacks.words])) }
    value.evidenceLink = typed.address("evidence_link")
    value.settledBy = typed.required(
      "settled_by", "The name", limit: 200, missing: "gate.settled-by")
    value.settledOn = typed.past("settled_on", "The day", today: today)
    try typed.check()
    return value
  }

  /// Nobody has to meet it any more. What stands for equality is not waived.
  func waived(_ fields: [String: String], today: Day) throws(Rejection) -> GateCondition {
    var typed = Typed(fields)
    var value = self
    value.state = .waived
    value.waivedBecause = typed.required(
      "waived_because", "The reason", limit: 1000, missing: "programme.reason")
    if part != nil { typed.add("waived_because", Reason("gate.not-waived")) }
    value.settledOn = today
    try typed.check()
    return value
  }
}
