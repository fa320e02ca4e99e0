import Core

/// What people call the fields of forms.
enum FieldNames {
  private static let names = [
    "name": "Name", "workstream": "Workstream", "owner": "Owner", "sponsor": "Sponsor",
    "board": "Board", "position": "Where it is", "doubt": "Not certain", "due": "When",
    "body": "Who decides", "state": "State", "done_on": "Done on", "sort": "Kind",
    "words": "Words", "likelihood": "How likely", "impact": "How bad",
    "likelihood_after": "How likely with the response", "impact_after": "How bad with the response",
    "proximity": "When it could happen", "response": "Response", "response_words": "How",
    "action_owner": "Who acts", "is_escalated": "With the programme", "short_name": "Short name",
    "amount": "Amount", "match": "Money beside it", "state_note": "State in words",
    "restrictions": "What it may be used for", "decided": "When they decide",
    "probability": "How likely, in percent", "is_expected_in_public": "People expect it",
    "viability": "Which money it needs", "place": "Place in the list", "at": "When", "note": "Note",
    "baseline": "Agreed date", "papers_days": "Working days for papers", "meets_on": "Meets on",
    "project": "Project", "partner": "Partner", "community": "Whom it is for",
    "question": "What it asks", "begins": "Begins", "ends": "Ends",
    "unit": "Unit", "direction": "Which way is better",
    "borne_by": "Who bears it", "baseline_value": "Baseline", "baseline_on": "Baseline measured on",
    "baseline_source": "Where the baseline is from", "target_value": "Target",
    "target_on": "Target by", "groups": "Groups", "value": "Reading", "on": "Measured on",
    "source": "Where it is from",
    "papers_on": "Papers go out",
    "since_on": "Tells what changed since", "subject": "From", "asked_of": "Who was asked",
    "asked_on": "Asked on", "given_by": "Who has cleared it", "given_on": "Cleared on",
  ]

  static func words(_ field: String) -> String { names[field] ?? ofMoney[field] ?? field }

  /// The words of a field as its own form has them: the same key is another thing in another form.
  static func words(_ field: String, _ kind: ItemKind) -> String {
    switch (kind, field) {
    case (.commission, "value"): "Value"
    case (.claim, "source"), (.budget, "source"): "Source"
    case (.pack, "body"), (.meeting, "body"): "Body"
    default: words(field)
    }
  }

  /// What became what, as people say it.
  static func words(
    of change: ItemView.Change, _ kind: ItemKind, _ lists: ProgrammeLists
  ) -> (before: String, after: String) {
    func words(_ value: String) -> String {
      if value.isEmpty { return "nothing" }
      return said(value, change.field, kind, lists) ?? value
    }
    return (words(change.before), words(change.after))
  }

  /// What people say for a key. Nil where it is no key, but what somebody wrote.
  private static func said(
    _ value: String, _ field: String, _ kind: ItemKind, _ lists: ProgrammeLists
  ) -> String? {
    switch field {
    case "workstream": lists.workstreams.label(value)
    case "proximity": Risk.Proximity(rawValue: value)?.words
    case "response": Risk.Response(rawValue: value)?.words
    case "clauses": Commission.Clauses(rawValue: value)?.words
    case "subject": lists.packs.clearances.label(value)
    case "direction": value == "less" ? "Less is better" : "More is better"
    case "is_escalated", "is_expected_in_public": value == "yes" ? "Yes" : "No"
    case "groups":
      value.split(separator: ",").map { lists.beneficiaries.label(String($0)) }.joined(
        separator: ", ")
    case "sort": sort(value, kind)
    case "state": state(value, kind)
    default: nil
    }
  }

  private static func sort(_ value: String, _ kind: ItemKind) -> String? {
    switch kind {
    case .frame: Frame.Sort(rawValue: value)?.words
    case .body: Body.Sort(rawValue: value)?.words
    case .touch: Touch.Sort(rawValue: value)?.words
    case .benefit: value == "disbenefit" ? "Dis-benefit" : "Benefit"
    default: Risk.Sort(rawValue: value)?.words
    }
  }

  private static func state(_ value: String, _ kind: ItemKind) -> String? {
    switch kind {
    case .source: Source.State(rawValue: value)?.words
    case .claim: Claim.State(rawValue: value)?.words
    case .commission: Commission.State(rawValue: value)?.words
    case .milestone, .risk: value.prefix(1).uppercased() + value.dropFirst()
    default: nil
    }
  }
}
