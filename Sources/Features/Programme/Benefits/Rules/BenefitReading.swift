import Core

extension Benefit: Readable {
  init(_ typed: inout Typed, _ old: Benefit?, _ lists: ProgrammeLists, today: Day) {
    name = typed.required("name", "The measure", limit: 200, missing: "benefit.name")
    sort = typed.choice("sort", Sort.self, "benefit.sort") ?? old?.sort ?? .benefit
    borneBy = typed.text("borne_by", "Who bears it", limit: 200)
    switch sort {
    case .disbenefit:
      if typed.plain("borne_by") == nil { typed.add("borne_by", Reason("benefit.borne-by")) }
    case .benefit: borneBy = nil
    }
    unit = typed.required("unit", "The unit", limit: 40, missing: "benefit.unit")
    direction =
      typed.choice("direction", Direction.self, "benefit.direction") ?? old?.direction ?? .more
    baseline = typed.baseline(today: today)
    target = typed.target()
    owner = typed.text("owner", "The owner", limit: 200)
    groups = typed.groups(old, lists, today: today)
    if let baseline, let target {
      if target.on <= baseline.on { typed.add("target_on", Reason("benefit.target-later")) }
      let isBetter =
        direction == .more ? target.value > baseline.value : target.value < baseline.value
      if sort == .benefit, !isBetter {
        typed.add(
          "target_value", Reason(direction == .more ? "benefit.target-more" : "benefit.target-less")
        )
      }
    }
  }

  func fields() -> [String: String] {
    [
      "name": name, "sort": sort.rawValue, "borne_by": borneBy ?? "", "unit": unit,
      "direction": direction.rawValue,
      "baseline_value": baseline.map { Thousandths.written($0.value) } ?? "",
      "baseline_on": baseline?.on.written ?? "", "baseline_source": baseline?.source ?? "",
      "target_value": target.map { Thousandths.written($0.value) } ?? "",
      "target_on": target?.on.written ?? "", "owner": owner ?? "",
      "groups": groups.joined(separator: ","),
    ]
  }
}

extension Reading: Readable {
  init(_ typed: inout Typed, _ old: Reading?, _ lists: ProgrammeLists, today: Day) {
    // Of a new one the door knows the benefit.
    benefit = old?.benefit ?? ProgrammeItemID(typed.plain("benefit") ?? "")
    if typed.plain("value") == nil { typed.add("value", Reason("benefit.value")) }
    value = typed.thousandths("value") ?? 0
    if typed.plain("on") == nil { typed.add("on", Reason("benefit.on")) }
    let day = typed.day("on", "The day")
    if let day, day > today { typed.add("on", Reason("benefit.not-yet")) }
    on = day ?? today
    source = typed.required("source", "The source", limit: 500, missing: "benefit.source")
  }

  func fields() -> [String: String] {
    ["value": Thousandths.written(value), "on": on.written, "source": source]
  }
}

extension Typed {
  /// Value, day and source: all of them or none.
  fileprivate mutating func baseline(today: Day) -> Benefit.Baseline? {
    let value = thousandths("baseline_value")
    let day = self.day("baseline_on", "The day")
    let source = text("baseline_source", "The source", limit: 500)
    let asked = ["baseline_value", "baseline_on", "baseline_source"]
    guard asked.contains(where: { plain($0) != nil }) else { return nil }
    for field in asked where plain(field) == nil { add(field, Reason("benefit.baseline")) }
    if let day, day > today { add("baseline_on", Reason("benefit.not-yet")) }
    guard let value, let day, let source else { return nil }
    return Benefit.Baseline(value: value, on: day, source: source)
  }

  fileprivate mutating func target() -> Benefit.Target? {
    let value = thousandths("target_value")
    let day = self.day("target_on", "The day")
    if plain("target_value") == nil, plain("target_on") != nil {
      add("target_value", Reason("benefit.target"))
    }
    if plain("target_on") == nil, plain("target_value") != nil {
      add("target_on", Reason("benefit.target"))
    }
    guard let value, let day else { return nil }
    return Benefit.Target(value: value, on: day)
  }

  /// Keys of the list, in its order. One that has ended may stay where it stood.
  fileprivate mutating func groups(
    _ old: Benefit?, _ lists: ProgrammeLists, today: Day
  ) -> [String] {
    let chosen = Set((plain("groups") ?? "").split(separator: ",").map(String.init))
    let known = lists.beneficiaries.entries.map(\.key)
    let mayStand = chosen.allSatisfy { key in
      lists.beneficiaries.has(key, on: today) || old?.groups.contains(key) ?? false
    }
    if chosen.isEmpty || !mayStand { add("groups", Reason("benefit.groups")) }
    return known.filter { chosen.contains($0) }
  }
}
