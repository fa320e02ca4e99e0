import Programme
import Web

/// Made-up things of a made-up programme.
extension Examples {
  static func item(_ kind: ItemKind) -> JSON {
    switch kind {
    case .project: ["name": "Example hub", "workstream": "commissioner"]
    case .frame: ["sort": "summary", "words": "Most projects go as planned.", "at": "March 2027"]
    case .milestone: ["name": "First meeting", "due": "March 2027", "body": "Example board"]
    case .risk: ["words": "Too few may come at first", "likelihood": "3", "impact": "4"]
    case .source: ["name": "Example Trust", "amount": "250,000", "state": "unconfirmed"]
    case .benefit: ["name": "People in work", "unit": "people", "groups": "everyone"]
    case .budget: ["quarter": "Q1 27/28", "budget": "12,000"]
    case .claim: ["source": .string(madeUpID), "quarter": "Q1 27/28", "amount": "3,000"]
    case .capacity, .effort: ["role": "Analyst", "quarter": "Q1 27/28", "days": "20"]
    case .commission: ["name": "Evaluation of the hub", "tender": "March 2027"]
    case .monitoring:
      ["commission": .string(madeUpID), "words": "Who took part", "due_on": "30/06/2027"]
    case .reading: ["value": "12.5", "on": "20/11/2026", "source": "Survey of November 2026"]
    case .body: ["name": "Example committee", "sort": "committee", "papers_days": "5"]
    case .meeting: ["body": .string(madeUpID), "meets_on": "2027-02-12"]
    case .touch:
      [
        "sort": "engagement", "partner": "Example Trust", "name": "Two evenings",
        "community": "Young people who look for work", "question": "What keeps them from it",
        "begins": "March 2027",
      ]
    case .pack: ["body": "Example board", "meets_on": "2027-02-12", "papers_on": "2027-02-05"]
    default: [:]
    }
  }

  private static let madeUpID = "01938f00-0000-7000-8000-000000000001"

  static let rating: JSON = ["respect": "overall", "rating": "", "reason": "Nothing is known yet."]
}
