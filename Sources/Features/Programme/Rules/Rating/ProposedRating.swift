import Core

/// What the facts say of a project in one respect. It decides nothing: a person may say otherwise, with a reason.
package struct ProposedRating: Hashable, Sendable {
  /// One thing that was looked at.
  package struct Fact: Hashable, Sendable {
    /// A sentence without its stop.
    package let words: String
    /// What it would propose alone; nil where too little is known.
    package let rating: String?
  }

  package let respect: String
  package let scale: String
  /// Nil where not enough is known.
  package let rating: String?
  package let facts: [Fact]

  /// Those that alone would propose this rating: why it is what it is.
  package var reasons: [Fact] { facts.filter { $0.rating != nil && $0.rating == rating } }
}

/// A rating that a person gave against the facts, until a day.
package struct RatingOverride: Hashable, Sendable {
  package let rating: String
  package let reason: String
  /// The last day on which it stands.
  package let until: Day

  package init(rating: String, reason: String, until: Day) {
    (self.rating, self.reason, self.until) = (rating, reason, until)
  }
}

/// What counts as a project's rating in one respect on a day.
package struct StandingRating: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    case facts
    case person(RatingOverride)
    /// A person's word has expired, so that the facts count again.
    case expired(RatingOverride)
  }

  package let proposed: ProposedRating
  package let origin: Origin
  package let scale: RatingScale

  /// Nil is not rated.
  package var rating: String? {
    if case .person(let given) = origin { given.rating } else { proposed.rating }
  }

  /// Where it comes from, in a sentence.
  package var words: String {
    func label(_ rating: String?) -> String {
      rating.map { scale.label($0) } ?? "not enough is known"
    }
    switch origin {
    case .facts:
      return proposed.rating == nil
        ? "Not enough is known to rate this." : "This is what the facts say."
    case .person(let given):
      return
        "A person says so until \(given.until.spoken): \(given.reason). By the facts: \(label(proposed.rating))."
    case .expired(let given):
      return
        "Somebody said \(label(given.rating)) until \(given.until.spoken): \(given.reason). That is over, so the facts count again."
    }
  }
}

extension RatingRules {
  /// What the facts say today in one respect that is rated by itself. Nil where no scale is in force.
  package func proposal(
    _ respect: String, _ facts: ProjectFacts, on today: Day
  ) -> ProposedRating? {
    guard let scale = scale(on: today) else { return nil }
    let asked = thresholds(of: respect, scale, on: today).filter(\.measure.isOfNow)
    let measured = facts.measured(respect, on: today)
      .filter { one in asked.contains { $0.measure == one.measure } }
    return proposal(respect, measured, asked, scale)
  }

  /// The best rating needs everything to be known; a worse one needs only what speaks for it.
  func proposal(
    _ respect: String, _ measured: [Measured], _ asked: [Threshold], _ scale: RatingScale
  ) -> ProposedRating {
    let said = measured.map { one in
      ProposedRating.Fact(
        words: one.words,
        rating: one.value.map { value in
          scale.worst(
            of: asked.filter { $0.measure == one.measure && value >= $0.least }.map(\.rating))
            ?? scale.best.key
        })
    }
    let worst = scale.worst(of: said.compactMap(\.rating))
    let isUnsure = worst == scale.best.key && said.contains { $0.rating == nil }
    return ProposedRating(
      respect: respect, scale: scale.key, rating: isUnsure ? nil : worst, facts: Self.once(said))
  }

  /// Two measures may say the same in words, as where nothing is known.
  private static func once(_ facts: [ProposedRating.Fact]) -> [ProposedRating.Fact] {
    var seen: Set<ProposedRating.Fact> = []
    return facts.filter { seen.insert($0).inserted }
  }

  /// What the other respects say together. `others` are their ratings as they stand today, by respect; a respect without one
  /// is not known. `labels` are the words of the respects.
  package func overall(
    _ others: [String: String], labels: (String) -> String, on today: Day
  ) -> ProposedRating? {
    guard let scale = scale(on: today) else { return nil }
    let asked = thresholds(of: Respect.overall, scale, on: today)
    let facts = Respect.single.map { respect in
      ProposedRating.Fact(
        words:
          "\(labels(respect)): \(others[respect].map { scale.label($0) } ?? "not enough is known")",
        rating: others[respect])
    }
    let places = Respect.single.compactMap { others[$0].flatMap { scale.place($0) } }
    let reached = asked.filter { threshold in
      guard let place = scale.place(threshold.rating) else { return false }
      return places.filter { $0 >= place }.count >= threshold.least
    }
    var rating = scale.worst(of: reached.map(\.rating))
    if rating == nil, places.count == Respect.single.count { rating = scale.best.key }
    return ProposedRating(
      respect: Respect.overall, scale: scale.key, rating: rating, facts: facts)
  }

  /// Every respect as it stands today: what people said against the facts counts until it expires, and overall is made of what
  /// then counts. Empty where no scale is in force.
  package func standing(
    _ facts: ProjectFacts, _ overrides: [String: RatingOverride], labels: (String) -> String,
    on today: Day
  ) -> [String: StandingRating] {
    guard let scale = scale(on: today) else { return [:] }
    var standing: [String: StandingRating] = [:]
    for respect in Respect.single {
      guard let proposed = proposal(respect, facts, on: today) else { continue }
      standing[respect] = self.standing(proposed, overrides[respect], scale, on: today)
    }
    if let overall = overall(standing.compactMapValues(\.rating), labels: labels, on: today) {
      standing[Respect.overall] = self.standing(
        overall, overrides[Respect.overall], scale, on: today)
    }
    return standing
  }

  /// A word that is no rating of the scale in force does not count.
  private func standing(
    _ proposed: ProposedRating, _ given: RatingOverride?, _ scale: RatingScale, on today: Day
  ) -> StandingRating {
    let origin: StandingRating.Origin
    switch given {
    case let given? where given.until < today: origin = .expired(given)
    case let given? where scale.place(given.rating) != nil: origin = .person(given)
    default: origin = .facts
    }
    return StandingRating(proposed: proposed, origin: origin, scale: scale)
  }

  /// What a person says against the facts, as it was typed into `rating`, `reason` and `expires_on`.
  package func override(
    rating: String, reason: String, until: String, today: Day
  ) throws(Rejection) -> RatingOverride {
    var problems: [Problem] = []
    let chosen = scale(on: today)?.place(rating) == nil ? nil : rating
    if chosen == nil { problems.append(Problem("rating", Reason("rating.rating"))) }
    let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let count = words.unicodeScalars.count
    if words.isEmpty {
      problems.append(Problem("reason", Reason("rating.reason")))
    } else if count > Self.reasonLimit {
      problems.append(
        Problem(
          "reason",
          Reason(
            "too-long",
            ["what": "The reason", "limit": String(Self.reasonLimit), "count": String(count)])))
    }
    let last = lastDayOfOverride(from: today)
    let day = Day(written: until.filter { !$0.isWhitespace })
    if let day, !(today...last).contains(day) {
      problems.append(
        Problem("expires_on", Reason("rating.until", ["first": today.spoken, "day": last.spoken])))
    } else if day == nil {
      problems.append(Problem("expires_on", Reason("rating.day")))
    }
    guard let chosen, let day, problems.isEmpty else { throw .invalid(problems) }
    return RatingOverride(rating: chosen, reason: words, until: day)
  }

  /// Characters.
  static let reasonLimit = 1000
}
