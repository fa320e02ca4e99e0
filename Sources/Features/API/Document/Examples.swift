import Web

/// Made-up people, for the document and the guide.
enum Examples {
  static let referral: JSON = [
    "referral_id": "EX-1042", "referrer_organisation": "Example Advice Centre",
    "route": "partner", "referred_on": "2026-11-02", "full_name": "Amina Example",
    "date_of_birth": "1988-04-17", "agreed_to_share": "yes", "phone": "07700 900123",
    "safe_contact": "Text first, weekdays after 3", "language": "Somali",
    "interpreter_needed": "yes", "district": "Liverpool", "needs": "housing;finances",
  ]

  static let search: JSON = ["full_name": "Amina Example", "date_of_birth": "1988-04-17"]

  static let note: JSON = [
    "kind": "phone", "happened_on": "2026-11-20", "body": "We spoke about the course.",
  ]
}
