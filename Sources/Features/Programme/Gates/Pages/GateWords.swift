import HTML

extension GateSets.BusinessCase {
  var words: String {
    switch self {
    case .strategic: "Strategic"
    case .economic: "Economic"
    case .commercial: "Commercial"
    case .financial: "Financial"
    case .management: "Management"
    }
  }

  /// The question that it answers.
  var question: String {
    switch self {
    case .strategic: "Why is it needed?"
    case .economic: "Is it the best way?"
    case .commercial: "Can it be bought?"
    case .financial: "Can it be paid?"
    case .management: "Can it be done?"
    }
  }
}

extension GateProduct.State {
  var words: String {
    switch self {
    case .notBegun: "Not begun"
    case .draft: "Draft"
    case .ready: "Ready"
    case .notNeeded: "Not needed"
    }
  }

  var tone: Tone {
    switch self {
    case .notBegun: .neutral
    case .draft: .warning
    case .ready, .notNeeded: .good
    }
  }
}

extension GateDecision.Outcome {
  var words: String {
    switch self {
    case .pass: "Passed"
    case .conditions: "Passed with conditions"
    case .back: "Sent back"
    case .stop: "Stopped"
    }
  }

  var choice: String {
    switch self {
    case .pass: "Pass"
    case .conditions: "Pass, with conditions that have a date"
    case .back: "Send back, to come again"
    case .stop: "Stop the project"
    }
  }

  var tone: Tone {
    switch self {
    case .pass: .good
    case .conditions: .info
    case .back: .warning
    case .stop: .danger
    }
  }
}

extension EqualityPart {
  var words: String {
    switch self {
    case .assessment: "Impact assessment"
    case .advice: "Advice of a panel"
    case .engagement: "What people told us"
    case .baseline: "Who uses it now"
    case .funding: "Money"
    }
  }
}

extension FundingState {
  var words: String {
    switch self {
    case .secured: "Secured"
    case .unconfirmed: "Not all of it is confirmed"
    case .unknown: "Not known"
    }
  }

  var tone: Tone { self == .secured ? .good : .warning }
}

extension EqualityCheck {
  var words: String {
    if isComplete { return "Complete" }
    return isReopened ? "Open again" : "Not complete"
  }

  var tone: Tone { isComplete ? .good : isReopened ? .danger : .warning }
}

extension GateCondition.State {
  var words: String {
    switch self {
    case .open: "Open"
    case .met: "Met"
    case .waived: "Not needed any more"
    }
  }
}
