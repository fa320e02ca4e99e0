import Core

/// A kind of thing as programs read it, add it and change it: by the fields of its form, each a text.
package struct ItemForm: Sendable {
  package let kind: ItemKind
  let type: any Readable.Type
  /// What many of it are called in an address: `milestones`.
  package let path: String
  /// What may be sent, in the order of the form. The words are those of the page's history.
  package let fields: [String]
  /// What can't be left out of a new one.
  package let required: [String]
  /// What may be sent with a new one alone.
  package let onlyNew: [String]
  /// What may be sent with a change alone.
  package let onlyChanged: [String]

  private init(
    _ type: any Readable.Type, _ path: String, required: [String], _ fields: [String],
    onlyNew: [String] = [], onlyChanged: [String] = []
  ) {
    (kind, self.type, self.path) = (type.kind, type, path)
    (self.required, self.fields) = (required, fields)
    (self.onlyNew, self.onlyChanged) = (onlyNew, onlyChanged)
  }

  /// Nil for what has no form of its own.
  package init?(_ kind: ItemKind) {
    switch kind {
    case .frame:
      self.init(
        Frame.self, "frame", required: ["sort", "words"],
        ["sort", "workstream", "place", "words", "at", "note", "doubt"])
    case .project:
      self.init(
        Project.self, "projects", required: ["name", "workstream"],
        ["name", "workstream", "owner", "sponsor", "board", "position", "viability", "doubt"])
    case .milestone:
      self.init(
        Milestone.self, "milestones", required: ["name"],
        ["name", "due", "body", "state", "done_on", "doubt"])
    case .risk:
      self.init(
        Risk.self, "risks", required: ["words"],
        [
          "sort", "words", "likelihood", "impact", "likelihood_after", "impact_after", "proximity",
          "response", "response_words", "owner", "action_owner", "state", "is_escalated",
        ])
    case .source:
      self.init(
        Source.self, "sources", required: ["name"],
        [
          "name", "short_name", "amount", "match", "state", "state_note", "restrictions", "decided",
          "probability", "is_expected_in_public", "doubt",
        ])
    case .benefit:
      self.init(
        Benefit.self, "benefits", required: ["name", "unit", "groups"],
        [
          "name", "sort", "borne_by", "unit", "direction", "baseline_value", "baseline_on",
          "baseline_source", "target_value", "target_on", "owner", "groups",
        ])
    case .budget:
      self.init(
        Budget.self, "budgets", required: ["quarter", "budget"],
        ["quarter", "budget", "actual", "actual_source", "forecast", "note"])
    case .claim:
      self.init(
        Claim.self, "claims", required: ["source", "quarter", "amount"],
        [
          "source", "quarter", "amount", "state", "deadline", "sent_on", "paid", "answered_on",
          "evidence", "link", "note",
        ])
    case .capacity:
      self.init(
        Capacity.self, "capacity", required: ["role", "quarter", "days"],
        ["role", "quarter", "days", "note"])
    case .effort:
      self.init(
        Effort.self, "efforts", required: ["role", "quarter", "days"],
        ["role", "quarter", "days", "note"])
    case .commission:
      self.init(
        Commission.self, "commissions", required: ["name"],
        [
          "name", "state", "value", "supplier", "tender", "evaluation", "award", "contract",
          "deadline", "clauses", "clauses_note",
        ])
    case .monitoring:
      self.init(
        Monitoring.self, "monitoring", required: ["commission", "words", "due_on"],
        ["commission", "words", "due_on", "received_on", "note"])
    case .pack:
      self.init(
        Pack.self, "packs", required: ["body", "meets_on", "papers_on"],
        ["body", "meets_on", "papers_on", "since_on", "note"])
    case .clearance:
      self.init(
        Clearance.self, "clearances", required: [],
        ["asked_of", "asked_on", "given_by", "given_on", "words"])
    case .reading:
      self.init(
        Reading.self, "readings", required: ["value", "on", "source"], ["value", "on", "source"],
        onlyChanged: ["reason"])
    case .body:
      self.init(
        Body.self, "bodies", required: ["name", "papers_days"], ["name", "sort", "papers_days"])
    case .meeting:
      self.init(
        Meeting.self, "meetings", required: ["body", "meets_on"],
        ["body", "meets_on", "papers_days", "note"])
    case .touch:
      self.init(
        Touch.self, "touches", required: ["community", "question"],
        [
          "sort", "project", "partner", "name", "community", "question", "begins", "ends",
        ], onlyNew: ["milestone"])
    default: return nil
    }
  }

  package static let all = ItemKind.allCases.compactMap { ItemForm($0) }

  /// Those that hang on a project.
  package static let ofProjects = all.filter(\.isOfProject)

  /// Those of the programme itself that are listed and added without one.
  package static let ofProgramme = all.filter {
    [.frame, .pack, .capacity, .body, .meeting, .touch].contains($0.kind)
  }

  private var isOfProject: Bool {
    switch kind {
    case .frame, .project, .capacity, .pack, .clearance, .reading, .body, .meeting, .touch: false
    default: true
    }
  }

  /// What a field is called on pages.
  package static func words(_ field: String) -> String { FieldNames.words(field) }
}

extension ItemKind {
  /// What reads its form; nil for what has a door and pages of its own.
  var form: (any Readable.Type)? {
    switch self {
    case .body, .meeting, .touch: nil
    default: ItemForm(self)?.type
    }
  }
}
