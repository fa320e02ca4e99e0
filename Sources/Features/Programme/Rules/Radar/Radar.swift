import Core

/// Engagement, a commission or a milestone of a project or a partner, as the radar looks at it.
package struct RadarActivity: Hashable, Sendable {
  /// By what it is known for ever: the id of what it stands for.
  package let key: String
  /// The project or partner whose it is.
  package let owner: String
  package let name: String
  /// Whom it is for, in words: "Somali women".
  package let community: String
  /// What it is to find out or to do, in words: "what keeps people from apprenticeships".
  package let purpose: String
  package let from: Day
  package let until: Day

  package init(
    key: String, owner: String, name: String, community: String, purpose: String, from: Day,
    until: Day
  ) {
    self.key = key
    self.owner = owner
    self.name = name
    self.community = community
    self.purpose = purpose
    self.from = from
    self.until = max(from, until)
  }
}

/// Two activities of different owners that may ask the same people the same thing at the same time.
package struct RadarPair: Hashable, Sendable {
  /// The same for the same two, however they change and in whichever order they are given, so that a dismissal can be kept.
  package let key: String
  /// The one that begins first.
  package let first: RadarActivity
  package let second: RadarActivity
  /// 0 to 100: up to 40 for the community, 40 for the purpose, 20 for the months.
  package let score: Int
  /// What makes up the score, a sentence each without its stop.
  package let reasons: [String]

  /// What somebody might do about it; they decide.
  package var suggestion: String {
    let both = "\(first.owner) and \(second.owner)"
    if first.until < second.from {
      return
        "Ask \(second.owner) to read what \(first.owner) found in “\(first.name)” before “\(second.name)” begins."
    }
    return
      "Ask \(both) whether people can be asked once for both: “\(first.name)” and “\(second.name)”."
  }
}

package enum Radar {
  /// From which likeness the words for whom two activities are mean the same community, in percent.
  static let sameCommunity = 50
  /// From which likeness two purposes are alike, in percent.
  static let likePurpose = 40

  /// All pairs of different owners that touch the same community, have a like purpose and share a month; the highest score
  /// first. The order in which activities are given makes no difference.
  package static func pairs(_ activities: [RadarActivity]) -> [RadarPair] {
    let all = activities.sorted { $0.key < $1.key }
      .map {
        (
          activity: $0, community: RadarWords(community: $0.community),
          purpose: RadarWords($0.purpose)
        )
      }
    // Only those that share a word of the community can be alike.
    var places: [String: [Int]] = [:]
    for (place, one) in all.enumerated() {
      for word in one.community.words { places[word, default: []].append(place) }
    }
    var pairs: [RadarPair] = []
    for (place, one) in all.enumerated() {
      var others: Set<Int> = []
      for word in one.community.words { others.formUnion(places[word] ?? []) }
      for other in others.sorted() where other > place {
        let two = all[other]
        guard one.activity.key != two.activity.key, one.activity.owner != two.activity.owner,
          let months = RadarMonths(one.activity, two.activity)
        else { continue }
        let community = one.community.overlap(with: two.community)
        let purpose = one.purpose.likeness(to: two.purpose)
        guard community >= sameCommunity, purpose >= likePurpose else { continue }
        pairs.append(
          RadarPair(
            one.activity, two.activity,
            score: community * 40 / 100 + purpose * 40 / 100 + months.percent * 20 / 100,
            reasons: [
              "Both are for \(one.community.shared(with: two.community))",
              "Both are about \(one.purpose.shared(with: two.purpose))", months.words,
            ]))
      }
    }
    return pairs.sorted { ($1.score, $0.key) < ($0.score, $1.key) }
  }
}

extension RadarPair {
  fileprivate init(
    _ one: RadarActivity, _ other: RadarActivity, score: Int, reasons: [String]
  ) {
    let isFirst = (one.from, one.key) <= (other.from, other.key)
    (first, second) = isFirst ? (one, other) : (other, one)
    key = Radar.key(one.key, other.key)
    self.score = score
    self.reasons = reasons
  }
}

extension Radar {
  /// By what a dismissal of two activities is kept.
  package static func key(_ one: String, _ other: String) -> String {
    "\(min(one, other))+\(max(one, other))"
  }
}

/// The months that two activities share.
struct RadarMonths {
  let percent: Int
  let words: String

  /// Nil where they share none.
  init?(_ one: RadarActivity, _ other: RadarActivity) {
    let (first, second) = (Self.months(one), Self.months(other))
    guard first.overlaps(second) else { return nil }
    let shared = first.clamped(to: second)
    percent = shared.count * 100 / min(first.count, second.count)
    let (from, until) = (Self.words(shared.lowerBound), Self.words(shared.upperBound))
    words =
      shared.count == 1 ? "Both are in \(from)" : "Both are in the months from \(from) to \(until)"
  }

  /// Months since the year 0.
  private static func months(_ activity: RadarActivity) -> ClosedRange<Int> {
    func month(_ day: Day) -> Int {
      let (year, month, _) = day.parts
      return year * 12 + month - 1
    }
    return month(activity.from)...month(activity.until)
  }

  private static func words(_ month: Int) -> String {
    guard let day = Day(month / 12, month % 12 + 1, 1) else { return "" }
    return String(day.spoken.drop { $0 != " " }.dropFirst())
  }
}
