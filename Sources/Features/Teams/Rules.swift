import Core
import Households

/// Time away as it was typed.
package struct AbsenceDraft: Sendable {
  package let kind: String
  package let from: String
  package let until: String
  /// An account's id, or empty for nobody yet.
  package let cover: String

  package init(kind: String, from: String, until: String, cover: String) {
    self.kind = kind
    self.from = from
    self.until = until
    self.cover = cover
  }
}

/// Time away that may be entered: checked, with its types.
struct NewAbsence: Sendable {
  let kind: String
  let from: Day
  let until: Day

  /// Days that one absence may last, first and last counted.
  static let longest = 366

  init(_ draft: AbsenceDraft, _ kinds: DatedList, today: Day) throws(Rejection) {
    var problems: [Problem] = []
    if !kinds.has(draft.kind, on: today) {
      problems.append(Problem("absence_kind", Reason("absence.kind")))
    }
    let from = Day.typed(draft.from, "absence_from", "absence.from", "The first day", &problems)
    let until = Day.typed(draft.until, "absence_until", "absence.until", "The last day", &problems)
    if let from, let until {
      let last = from.adding(days: Self.longest - 1)
      if until < from {
        problems.append(Problem("absence_until", Reason("absence.order")))
      } else if until < today {
        problems.append(Problem("absence_until", Reason("absence.past")))
      } else if until > last {
        problems.append(Problem("absence_until", Reason("absence.long", ["day": last.spoken])))
      }
    }
    guard let from, let until, problems.isEmpty else { throw .invalid(problems) }
    (kind, self.from, self.until) = (draft.kind, from, until)
  }
}

/// A post as it was typed.
package struct PostDraft: Sendable {
  package let district: String
  package let from: String
  package let endsOn: String
  package let isFixedTerm: Bool
  package let funding: String

  package init(district: String, from: String, endsOn: String, isFixedTerm: Bool, funding: String) {
    self.district = district
    self.from = from
    self.endsOn = endsOn
    self.isFixedTerm = isFixedTerm
    self.funding = funding
  }
}

/// A post that may be kept: checked, with its types.
struct NewPost: Sendable {
  let district: String
  let from: Day
  let endsOn: Day?
  let isFixedTerm: Bool
  let funding: String

  /// Characters.
  static let fundingLimit = 100

  /// `districts` are those that the account works in.
  init(_ draft: PostDraft, districts: [String]) throws(Rejection) {
    var problems: [Problem] = []
    if !districts.contains(draft.district) {
      problems.append(Problem("post_district", Reason("post.district")))
    }
    let from = Day.typed(draft.from, "post_from", "post.from", "The first day", &problems)
    let isOpen = draft.endsOn.allSatisfy(\.isWhitespace)
    var endsOn: Day?
    if !isOpen || draft.isFixedTerm {
      endsOn = Day.typed(draft.endsOn, "post_ends", "post.ends", "The last day", &problems)
    }
    if let from, let endsOn, endsOn < from {
      problems.append(Problem("post_ends", Reason("post.order")))
    }
    let funding = draft.funding.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if funding.isEmpty || funding.unicodeScalars.count > Self.fundingLimit {
      problems.append(Problem("post_funding", Reason("post.funding")))
    }
    guard let from, problems.isEmpty else { throw .invalid(problems) }
    (district, self.from, self.endsOn) = (draft.district, from, endsOn)
    (isFixedTerm, self.funding) = (draft.isFixedTerm, funding)
  }
}

extension DatedList {
  /// What a post's end asks for today: the words of the nearest threshold, in weeks, that has been reached. Nil before
  /// the first one.
  package func postAlert(endsOn: Day, today: Day) -> String? {
    let days = today.days(until: endsOn)
    if days < 0 { return "The post has ended" }
    return entries(on: today).filter { days <= ($0.number ?? 0) * 7 }
      .min { ($0.number ?? 0) < ($1.number ?? 0) }?.label
  }

  /// Days before a post's end on which the first alert comes.
  package func firstPostAlert(today: Day) -> Int {
    (entries(on: today).compactMap(\.number).max() ?? 0) * 7
  }
}

extension TeamOrder {
  /// Whether one stands before another: the fullest, the longest away and what ends first come first.
  func places(_ one: Colleague, before other: Colleague) -> Bool {
    let far = Day(number: .max)
    switch self {
    case .name: return (one.name, one.id.text) < (other.name, other.id.text)
    case .load:
      return (other.load.weighted, one.name, one.id.text)
        < (one.load.weighted, other.name, other.id.text)
    case .quiet:
      return (other.load.quiet, one.name, one.id.text)
        < (one.load.quiet, other.name, other.id.text)
    case .away:
      return (one.awayUntil == nil ? 1 : 0, one.name, one.id.text)
        < (other.awayUntil == nil ? 1 : 0, other.name, other.id.text)
    case .post:
      return (one.postEndsOn ?? far, one.name, one.id.text)
        < (other.postEndsOn ?? far, other.name, other.id.text)
    }
  }
}

extension Day {
  /// A day that somebody typed, or nil and the problem with it.
  fileprivate static func typed(
    _ text: String, _ field: String, _ missing: String, _ what: String, _ problems: inout [Problem]
  ) -> Day? {
    let text = text.filter { !$0.isWhitespace }
    let day = Day(written: text)
    if day == nil {
      problems.append(
        Problem(field, text.isEmpty ? Reason(missing) : Reason("bad-day", ["what": what])))
    }
    return day
  }
}
