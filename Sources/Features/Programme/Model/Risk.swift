import Core
import Database

/// What may happen to a project, has happened, is taken for granted, is waited for, was decided or was changed.
package struct Risk: Kept {
  package enum Sort: String, Storable, CaseIterable {
    case risk, assumption, issue, dependency, decision, change
  }

  /// When it may happen, the soonest first.
  package enum Proximity: String, Storable, CaseIterable {
    case present = "now"
    case quarter, year, later
  }

  package enum Response: String, Storable, CaseIterable {
    case avoid, reduce, transfer, accept, share
  }

  package enum State: String, Storable, CaseIterable {
    case open, closed
  }

  package var sort = Sort.risk
  package var words: String
  /// 1 to 5; both or neither.
  package var likelihood: Int?
  package var impact: Int?
  /// With the response in place.
  package var likelihoodAfter: Int?
  package var impactAfter: Int?
  package var proximity: Proximity?
  package var response: Response?
  package var responseWords: String?
  package var owner: String?
  package var actionOwner: String?
  package var state = State.open
  /// Whether the programme looks after it and not the project alone.
  package var isEscalated = false
  package var doubt: String?

  package static let kind = ItemKind.risk
  package static let columns = [
    "sort", "words", "likelihood", "impact", "likelihood_after", "impact_after", "proximity",
    "response", "response_words", "owner", "action_owner", "state", "is_escalated", "doubt",
  ]

  package var values: [Value] {
    [
      sort.stored, words.stored, likelihood.stored, impact.stored, likelihoodAfter.stored,
      impactAfter.stored, proximity.stored, response.stored, responseWords.stored, owner.stored,
      actionOwner.stored, state.stored, isEscalated.stored, doubt.stored,
    ]
  }

  /// Likelihood times impact, 1 to 25; nil where it was not judged.
  package var score: Int? { likelihood.flatMap { one in impact.map { one * $0 } } }
  package var scoreAfter: Int? { likelihoodAfter.flatMap { one in impactAfter.map { one * $0 } } }
}

extension Risk {
  package init(_ row: Row) throws {
    try self.init(
      sort: row["sort"], words: row["words"], likelihood: row["likelihood"],
      impact: row["impact"], likelihoodAfter: row["likelihood_after"],
      impactAfter: row["impact_after"], proximity: row["proximity"], response: row["response"],
      responseWords: row["response_words"], owner: row["owner"],
      actionOwner: row["action_owner"], state: row["state"], isEscalated: row["is_escalated"],
      doubt: row["doubt"])
  }
}
