import Core

/// What can be kept of the portfolio from what was typed. Each kind reads its own fields; those that stand for the version
/// before are kept where a form does not have them.
protocol Readable: Kept {
  init(_ typed: inout Typed, _ old: Self?, _ lists: ProgrammeLists, today: Day)
  /// As its form holds it.
  func fields() -> [String: String]
}

extension Readable {
  static func read(
    _ fields: [String: String], _ old: Self?, _ lists: ProgrammeLists, today: Day
  ) throws(Rejection) -> Self {
    var typed = Typed(fields)
    let value = Self(&typed, old, lists, today: today)
    try typed.check()
    return value
  }
}

extension Project: Readable {
  init(_ typed: inout Typed, _ old: Project?, _ lists: ProgrammeLists, today: Day) {
    name = typed.required("name", "The name", limit: 200, missing: "programme.name")
    workstream = typed.plain("workstream") ?? old?.workstream ?? ""
    if workstream != old?.workstream, !lists.workstreams.has(workstream, on: today) {
      typed.add("workstream", Reason("programme.workstream"))
    }
    owner = typed.plain("owner").flatMap { AccountID(checking: $0) }
    if owner == nil, typed.plain("owner") != nil { typed.add("owner", Reason("programme.owner")) }
    if !typed.has("owner") { owner = old?.owner }
    sponsor = typed.has("sponsor") ? typed.text("sponsor", "The sponsor", limit: 200) : old?.sponsor
    board = typed.has("board") ? typed.text("board", "The board", limit: 200) : old?.board
    position = typed.text("position", "Where it is", limit: 4000)
    viability = old?.viability
    if typed.has("viability") {
      viability = nil
      if let text = typed.plain("viability") {
        do { viability = try ViabilityRule.read(kept: text).description } catch {
          typed.add("viability", error.reason)
        }
      }
    }
    doubt = typed.has("doubt") ? typed.text("doubt", "What is not certain", limit: 500) : old?.doubt
  }

  func fields() -> [String: String] {
    [
      "name": name, "workstream": workstream, "owner": owner?.text ?? "", "sponsor": sponsor ?? "",
      "board": board ?? "", "position": position ?? "",
      "viability": viability ?? "", "doubt": doubt ?? "",
    ]
  }
}

extension Milestone: Readable {
  init(_ typed: inout Typed, _ old: Milestone?, _ lists: ProgrammeLists, today: Day) {
    name = typed.required("name", "The name", limit: 300, missing: "programme.milestone")
    due = typed.planned("due")
    body = typed.text("body", "The body", limit: 200)
    state = typed.choice("state", State.self, "programme.state") ?? old?.state ?? .planned
    doneOn = typed.day("done_on", "The day it was done")
    switch state {
    case .done where doneOn == nil && !typed.problems.contains { $0.field == "done_on" }:
      typed.add("done_on", Reason("programme.done-on"))
    case .done:
      if let day = doneOn, day > today { typed.add("done_on", Reason("programme.not-yet")) }
    default: doneOn = nil
    }
    doubt = typed.has("doubt") ? typed.text("doubt", "What is not certain", limit: 500) : old?.doubt
    // The first date that is given is what was agreed; from then on only a new baseline moves it.
    baseline = old?.baseline ?? due
    baselineNumber =
      old.flatMap { $0.baseline == nil ? nil : $0.baselineNumber } ?? (due == nil ? 0 : 1)
  }

  func fields() -> [String: String] {
    [
      "name": name, "due": due?.description ?? "", "body": body ?? "", "state": state.rawValue,
      "done_on": doneOn?.written ?? "", "doubt": doubt ?? "",
      "baseline": baseline?.description ?? "",
    ]
  }

  /// With another date agreed.
  func agreed(on fields: [String: String]) throws(Rejection) -> (
    milestone: Milestone, reason: String
  ) {
    var typed = Typed(fields)
    let baseline = typed.planned("baseline")
    if baseline == nil, typed.plain("baseline") == nil {
      typed.add("baseline", Reason("programme.baseline"))
    }
    let reason = typed.required("reason", "The reason", limit: 1000, missing: "programme.reason")
    if let baseline, baseline == self.baseline {
      typed.add("baseline", Reason("programme.same-baseline"))
    }
    try typed.check()
    var milestone = self
    milestone.baseline = baseline
    milestone.due = baseline
    milestone.baselineNumber += 1
    return (milestone, reason)
  }
}

extension Risk: Readable {
  init(_ typed: inout Typed, _ old: Risk?, _ lists: ProgrammeLists, today: Day) {
    sort = typed.choice("sort", Sort.self, "programme.sort") ?? old?.sort ?? .risk
    words = typed.required("words", "This", limit: 1000, missing: "programme.words")
    likelihood = typed.whole("likelihood", in: 1...5)
    impact = typed.whole("impact", in: 1...5)
    likelihoodAfter = typed.whole("likelihood_after", in: 1...5)
    impactAfter = typed.whole("impact_after", in: 1...5)
    typed.pair("likelihood", "impact")
    typed.pair("likelihood_after", "impact_after")
    if typed.plain("likelihood_after") != nil, typed.plain("likelihood") == nil {
      typed.add("likelihood", Reason("programme.before-first"))
    }
    proximity = typed.choice("proximity", Proximity.self, "programme.proximity")
    response = typed.choice("response", Response.self, "programme.response")
    responseWords = typed.text("response_words", "What is done about it", limit: 2000)
    if responseWords != nil, response == nil { typed.add("response", Reason("programme.response")) }
    owner = typed.text("owner", "The owner", limit: 200)
    actionOwner = typed.text("action_owner", "Whoever acts", limit: 200)
    state = typed.choice("state", State.self, "programme.state") ?? old?.state ?? .open
    isEscalated =
      typed.has("is_escalated") ? typed.plain("is_escalated") == "yes" : old?.isEscalated ?? false
    doubt = old?.doubt
  }

  func fields() -> [String: String] {
    func number(_ number: Int?) -> String { number.map { String($0) } ?? "" }
    return [
      "sort": sort.rawValue, "words": words, "likelihood": number(likelihood),
      "impact": number(impact), "likelihood_after": number(likelihoodAfter),
      "impact_after": number(impactAfter), "proximity": proximity?.rawValue ?? "",
      "response": response?.rawValue ?? "", "response_words": responseWords ?? "",
      "owner": owner ?? "", "action_owner": actionOwner ?? "", "state": state.rawValue,
      "is_escalated": isEscalated ? "yes" : "",
    ]
  }
}

extension Source: Readable {
  init(_ typed: inout Typed, _ old: Source?, _ lists: ProgrammeLists, today: Day) {
    name = typed.required("name", "The name", limit: 200, missing: "programme.source")
    shortName = typed.text("short_name", "The short name", limit: 30)
    if let shortName, !ViabilityRule.isName(shortName) {
      typed.add("short_name", Reason("programme.short-name"))
    }
    amount = typed.pounds("amount")
    match = typed.pounds("match")
    state = typed.choice("state", State.self, "programme.source-state")
    stateNote = typed.text("state_note", "The note", limit: 500)
    restrictions = typed.text("restrictions", "What it may be used for", limit: 1000)
    decided = typed.planned("decided")
    probability = typed.whole("probability", in: 0...100)
    isExpectedInPublic = typed.plain("is_expected_in_public") == "yes"
    doubt = typed.has("doubt") ? typed.text("doubt", "What is not certain", limit: 500) : old?.doubt
  }

  func fields() -> [String: String] {
    [
      "name": name, "short_name": shortName ?? "", "amount": amount.map(Money.written) ?? "",
      "match": match.map(Money.written) ?? "", "state": state?.rawValue ?? "",
      "state_note": stateNote ?? "", "restrictions": restrictions ?? "",
      "decided": decided?.description ?? "", "probability": probability.map { String($0) } ?? "",
      "is_expected_in_public": isExpectedInPublic ? "yes" : "", "doubt": doubt ?? "",
    ]
  }
}

extension Frame: Readable {
  init(_ typed: inout Typed, _ old: Frame?, _ lists: ProgrammeLists, today: Day) {
    sort = old?.sort ?? typed.choice("sort", Sort.self, "programme.frame-sort") ?? .objective
    workstream = sort.isOfWorkstream ? typed.plain("workstream") ?? old?.workstream ?? "" : nil
    if let workstream, workstream != old?.workstream, !lists.workstreams.has(workstream, on: today)
    {
      typed.add("workstream", Reason("programme.workstream"))
    }
    place = typed.whole("place", in: 1...1000) ?? old?.place ?? 1
    words = typed.required("words", "The words", limit: 2000, missing: "programme.words")
    at = typed.planned("at")
    note = typed.text("note", "The note", limit: 2000)
    doubt = typed.has("doubt") ? typed.text("doubt", "What is not certain", limit: 500) : old?.doubt
  }

  func fields() -> [String: String] {
    [
      "sort": sort.rawValue, "workstream": workstream ?? "", "place": String(place), "words": words,
      "at": at?.description ?? "", "note": note ?? "", "doubt": doubt ?? "",
    ]
  }
}

extension Typed {
  /// Two numbers that make sense only together.
  fileprivate mutating func pair(_ one: String, _ other: String) {
    if plain(one) != nil, plain(other) == nil { add(other, Reason("programme.both")) }
    if plain(other) != nil, plain(one) == nil { add(one, Reason("programme.both")) }
  }
}

extension Rating {
  /// What somebody says of a project in one respect. What goes against the facts has an end (`rating-limits.csv`).
  static func read(
    _ fields: [String: String], respect: String, proposed: ProposedRating?, _ rules: RatingRules,
    today: Day
  ) throws(Rejection) -> (rating: Rating, reason: String) {
    var typed = Typed(fields)
    let rating = typed.plain("rating")
    let scale = rules.scale(on: today)
    if let rating, scale?.place(rating) == nil { typed.add("rating", Reason("rating.rating")) }
    let reason = typed.required("reason", "The reason", limit: 1000, missing: "programme.reason")
    var expires: Day?
    if let rating, let facts = proposed?.rating, facts != rating {
      let last = rules.lastDayOfOverride(from: today)
      expires = typed.day("expires_on", "The day")
      if typed.plain("expires_on") == nil { typed.add("expires_on", Reason("rating.day")) }
      if let expires, !(today...last).contains(expires) {
        typed.add(
          "expires_on", Reason("rating.until", ["first": today.spoken, "day": last.spoken]))
      }
    }
    try typed.check()
    return (
      Rating(
        respect: respect, scale: scale?.key ?? "", rating: rating, expiresOn: expires,
        period: String(today.description.prefix(7))), reason
    )
  }
}
