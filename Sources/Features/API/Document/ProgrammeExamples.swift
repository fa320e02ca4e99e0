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
    case .pack: ["body": "Example board", "meets_on": "2027-02-12", "papers_on": "2027-02-05"]
    default: [:]
    }
  }

  static let rating: JSON = ["respect": "overall", "rating": "", "reason": "Nothing is known yet."]
}
