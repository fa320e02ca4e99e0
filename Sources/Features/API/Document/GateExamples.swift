import Web

/// What a made-up project brings to its gates, and says of a month.
extension Examples {
  static let gates: JSON = ["set": "full", "tranches": "2"]

  static let product: JSON = [
    "of": "need", "version": "0", "state": "ready", "reference": "Chapter 1 of the case",
    "link": "https://example.org/case",
  ]

  static let equality: JSON = [
    "version": "0", "assessment": "Version 1",
    "advice": "The panel advised in March: ask carers too.",
    "engagement": "Forty people came to two evenings.",
    "baseline": "12 percent of those who use it, survey of 2026.",
  ]

  static let finding: JSON = [
    "words": "Two of the rooms have steps.", "found_on": "2026-11-20",
    "link": "https://example.org/visit",
  ]

  static let decision: JSON = [
    "outcome": "conditions", "body": "Example board", "decided_on": "2026-11-20",
    "why": "The need is plain.", "funding_words": "Bring the letter of the funder",
    "funding_due": "31/03/2027", "funding_owner": "Pearl Example",
    "other1_words": "Show the plan", "other1_due": "31/01/2027", "other1_owner": "Pearl Example",
  ]

  static let met: JSON = [
    "evidence": "The board saw the plan.", "settled_by": "Pearl Example",
    "settled_on": "2026-11-20",
  ]

  static let report: JSON = [
    "period": "2026-10", "rating-overall": "green", "reason-overall": "All goes as planned.",
    "done": "We met.", "next": "We meet again.",
  ]
}
