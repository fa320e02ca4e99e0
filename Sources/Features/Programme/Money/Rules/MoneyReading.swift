import Core

extension Typed {
  /// A quarter of the financial year in which the product can live; `today`'s where it is missing or wrong, with the problem.
  mutating func neededQuarter(today: Day) -> FinancialQuarter {
    if let text = plain("quarter"), let quarter = FinancialQuarter(written: text),
      (2000...2199).contains(quarter.year)
    {
      return quarter
    }
    add("quarter", Reason("money.quarter"))
    return FinancialQuarter(of: today)
  }

  /// An amount that must be there.
  mutating func neededPounds(_ field: String) -> Int {
    if plain(field) == nil { add(field, Reason("money.amount")) }
    return pounds(field) ?? 0
  }
}

extension Budget: Readable {
  init(_ typed: inout Typed, _ old: Budget?, _ lists: ProgrammeLists, today: Day) {
    quarter = old?.quarter ?? typed.neededQuarter(today: today)
    budget = typed.neededPounds("budget")
    actual = typed.pounds("actual")
    actualSource = typed.text("actual_source", "Where the figure comes from", limit: 300)
    forecast = typed.pounds("forecast")
    note = typed.text("note", "The note", limit: 500)
    if actual != nil {
      if quarter.first > today { typed.add("actual", Reason("money.not-begun")) }
      if typed.plain("actual_source") == nil {
        typed.add("actual_source", Reason("money.actual-source"))
      }
    } else if typed.plain("actual") == nil, actualSource != nil {
      typed.add("actual", Reason("money.actual"))
    }
  }

  func fields() -> [String: String] {
    [
      "quarter": quarter.description, "budget": Money.written(budget),
      "actual": actual.map(Money.written) ?? "", "actual_source": actualSource ?? "",
      "forecast": forecast.map(Money.written) ?? "", "note": note ?? "",
    ]
  }
}

extension Claim: Readable {
  init(_ typed: inout Typed, _ old: Claim?, _ lists: ProgrammeLists, today: Day) {
    let chosen = typed.plain("source").flatMap { ProgrammeItemID(checking: $0) }
    if old == nil, chosen == nil { typed.add("source", Reason("claim.source")) }
    // Without one it is refused above, so this one is never kept.
    source = old?.source ?? chosen ?? ProgrammeItemID(at: Instant(today, .midnight))
    quarter = old?.quarter ?? typed.neededQuarter(today: today)
    amount = typed.neededPounds("amount")
    if amount == 0, typed.plain("amount") != nil,
      !typed.problems.contains(where: { $0.field == "amount" })
    {
      typed.add("amount", Reason("claim.nothing"))
    }
    state = typed.choice("state", State.self, "claim.state") ?? old?.state ?? .preparing
    deadline = typed.day("deadline", "The day")
    sentOn = typed.day("sent_on", "The day it was sent")
    paid = typed.pounds("paid")
    answeredOn = typed.day("answered_on", "The day of the answer")
    evidence = typed.text("evidence", "The evidence", limit: 2000)
    link = typed.text("link", "The address", limit: 500)
    note = typed.has("note") ? typed.text("note", "The note", limit: 500) : old?.note
    typed.settle(&self, today: today)
  }

  func fields() -> [String: String] {
    [
      "source": source.text, "quarter": quarter.description, "amount": Money.written(amount),
      "state": state.rawValue, "deadline": deadline?.written ?? "",
      "sent_on": sentOn?.written ?? "",
      "paid": paid.map(Money.written) ?? "", "answered_on": answeredOn?.written ?? "",
      "evidence": evidence ?? "", "link": link ?? "", "note": note ?? "",
    ]
  }
}

extension Typed {
  /// What a state needs, and what it does not have.
  fileprivate mutating func settle(_ claim: inout Claim, today: Day) {
    guard claim.state != .preparing else {
      (claim.sentOn, claim.answeredOn, claim.paid) = (nil, nil, nil)
      return
    }
    need("sent_on", claim.sentOn, "claim.sent-on", today)
    if claim.evidence == nil, claim.link == nil { add("evidence", Reason("claim.evidence")) }
    guard claim.state.isSettled else {
      (claim.answeredOn, claim.paid) = (nil, nil)
      return
    }
    need("answered_on", claim.answeredOn, "claim.answered-on", today)
    if let answered = claim.answeredOn, let sent = claim.sentOn, answered < sent {
      add("answered_on", Reason("claim.answered-before"))
    }
    switch claim.state {
    case .paid: claim.paid = claim.amount
    case .partPaid:
      let isPart = claim.paid.map { $0 > 0 && $0 < claim.amount } ?? false
      if !isPart { add("paid", Reason("claim.part", ["amount": Money.spoken(claim.amount)])) }
    default: claim.paid = nil
    }
  }

  private mutating func need(_ field: String, _ day: Day?, _ missing: String, _ today: Day) {
    if let day {
      if day > today { add(field, Reason("claim.not-yet")) }
    } else if plain(field) == nil {
      add(field, Reason(missing))
    }
  }
}

extension PeopleDays {
  fileprivate init(_ typed: inout Typed, _ old: PeopleDays?, today: Day) {
    role = typed.required("role", "The role", limit: 100, missing: "time.role")
    quarter = old?.quarter ?? typed.neededQuarter(today: today)
    if typed.plain("days") == nil { typed.add("days", Reason("time.days")) }
    days = typed.whole("days", in: 0...100_000) ?? 0
    note = typed.text("note", "The note", limit: 500)
  }

  fileprivate func fields() -> [String: String] {
    [
      "role": role, "quarter": quarter.description, "days": String(days), "note": note ?? "",
    ]
  }
}

extension Capacity: Readable {
  init(_ typed: inout Typed, _ old: Capacity?, _ lists: ProgrammeLists, today: Day) {
    time = PeopleDays(&typed, old?.time, today: today)
  }

  func fields() -> [String: String] { time.fields() }
}

extension Effort: Readable {
  init(_ typed: inout Typed, _ old: Effort?, _ lists: ProgrammeLists, today: Day) {
    time = PeopleDays(&typed, old?.time, today: today)
  }

  func fields() -> [String: String] { time.fields() }
}

extension Commission: Readable {
  init(_ typed: inout Typed, _ old: Commission?, _ lists: ProgrammeLists, today: Day) {
    name = typed.required("name", "The name", limit: 200, missing: "commission.name")
    state = typed.choice("state", State.self, "commission.state") ?? old?.state ?? .planned
    value = typed.pounds("value")
    supplier = typed.text("supplier", "The supplier", limit: 200)
    tender = typed.planned("tender")
    evaluation = typed.planned("evaluation")
    award = typed.planned("award")
    contract = typed.planned("contract")
    deadline = typed.planned("deadline")
    clauses = typed.choice("clauses", Clauses.self, "commission.clauses") ?? old?.clauses ?? .notYet
    clausesNote = typed.text("clauses_note", "The reason", limit: 1000)
    if clauses == .without, typed.plain("clauses_note") == nil {
      typed.add("clauses_note", Reason("commission.clauses-why"))
    }
    if state.isAwarded {
      if typed.plain("supplier") == nil { typed.add("supplier", Reason("commission.supplier")) }
      if typed.plain("award") == nil { typed.add("award", Reason("commission.award")) }
    }
    if state == .contracted, typed.plain("contract") == nil {
      typed.add("contract", Reason("commission.contract"))
    }
  }

  func fields() -> [String: String] {
    [
      "name": name, "state": state.rawValue, "value": value.map(Money.written) ?? "",
      "supplier": supplier ?? "", "tender": tender?.description ?? "",
      "evaluation": evaluation?.description ?? "", "award": award?.description ?? "",
      "contract": contract?.description ?? "", "deadline": deadline?.description ?? "",
      "clauses": clauses.rawValue, "clauses_note": clausesNote ?? "",
    ]
  }
}

extension Monitoring: Readable {
  init(_ typed: inout Typed, _ old: Monitoring?, _ lists: ProgrammeLists, today: Day) {
    let chosen = typed.plain("commission").flatMap { ProgrammeItemID(checking: $0) }
    if old == nil, chosen == nil { typed.add("commission", Reason("monitoring.commission")) }
    // Without one it is refused above, so this one is never kept.
    commission = old?.commission ?? chosen ?? ProgrammeItemID(at: Instant(today, .midnight))
    words = typed.required("words", "This", limit: 300, missing: "monitoring.words")
    if typed.plain("due_on") == nil { typed.add("due_on", Reason("monitoring.due")) }
    dueOn = typed.day("due_on", "The day") ?? today
    receivedOn = typed.day("received_on", "The day it came")
    if let receivedOn, receivedOn > today {
      typed.add("received_on", Reason("monitoring.not-yet"))
    }
    note = typed.text("note", "The note", limit: 500)
  }

  func fields() -> [String: String] {
    [
      "commission": commission.text, "words": words, "due_on": dueOn.written,
      "received_on": receivedOn?.written ?? "", "note": note ?? "",
    ]
  }
}
