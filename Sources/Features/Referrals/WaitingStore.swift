import Core
import Database

/// How many wait in some districts, by the counters.
struct InboxTotals: Sendable {
  var waiting = 0
  var urgent = 0
  /// Imports that are not published: a file that is being read, or what one left that was cut off.
  var unpublished = 0
}

/// The inbox beside a file that is being read. Its rows stand in the inbox's index and may not be seen: where few others wait,
/// the index would be read nearly whole for one page. Rows of a file have ids that were made after its reading began.
/// So those who may be seen are older, or of an import that was published since.
extension Reader {
  /// Beside more than these the index in its order is quick enough: it passes over rows of a file only until it has a page.
  static let mostBesideAFile = 2000

  func inboxTotals(of places: [String], seenBy user: User) throws -> InboxTotals {
    let urgency = user.sees(.restrictedNeeds) ? "inbox-urgent" : "inbox-openly-urgent"
    let names = places.flatMap { ["inbox/\($0)", "\(urgency)/\($0)"] }.sorted()
    return try rows(
      """
      SELECT name, amount FROM counters WHERE name IN (\(list: names))
      UNION ALL SELECT 'unpublished', COUNT(*) FROM imports WHERE published_at IS NULL
      """
    ).reduce(into: InboxTotals()) { totals, row in
      let (name, amount): (String, Int) = (try row["name"], try row["amount"])
      if name == "unpublished" {
        totals.unpublished = amount
      } else if name.hasPrefix("inbox/") {
        totals.waiting += amount
      } else {
        totals.urgent += amount
      }
    }
  }

  /// The page of the inbox and one more, by their ids, where an import is not published and few others wait. Nil where the
  /// index in its order is to be read.
  func waitingBesideAFile(
    _ filter: InboxFilter, of places: [String], _ totals: InboxTotals, seenBy user: User
  ) throws -> [ReferralID]? {
    guard totals.unpublished > 0, totals.waiting <= Self.mostBesideAFile,
      let began: Instant = try row(
        "SELECT MIN(started_at) AS began FROM imports WHERE published_at IS NULL")?["began"]
    else { return nil }
    var waiting: [Waiting] = []
    for place in places {
      for statement in [SQL.waiting(before: began, in: place), .waiting(since: began, in: place)] {
        let found = try rows("\(statement) LIMIT \(Self.mostBesideAFile + 1)")
        guard found.count <= Self.mostBesideAFile else { return nil }
        waiting += try found.map { try Waiting($0, seenBy: user) }
      }
    }
    return waiting.sorted().dropFirst((filter.page - 1) * InboxFilter.size)
      .prefix(InboxFilter.size + 1).map(\.id)
  }
}

/// Somebody's place in the inbox.
private struct Waiting: Comparable {
  let id: ReferralID
  let isUrgent: Bool
  let referredOn: Day

  init(_ row: Row, seenBy user: User) throws {
    id = try row["id"]
    isUrgent = try row[user.sees(.restrictedNeeds) ? "is_urgent" : "is_openly_urgent"]
    referredOn = try row["referred_on"]
  }

  static func < (one: Waiting, two: Waiting) -> Bool {
    (one.isUrgent ? 0 : 1, one.referredOn.number, one.id.text)
      < (two.isUrgent ? 0 : 1, two.referredOn.number, two.id.text)
  }
}

extension SQL {
  /// Who waits in a place and was there before a moment.
  static func waiting(before moment: Instant, in place: String) -> SQL {
    """
    SELECT r.id, r.is_urgent, r.is_openly_urgent, r.referred_on FROM referrals r
    WHERE r.state = 'waiting' AND \(within(place)) AND r.id < \(ReferralID(earliestAt: moment))
      AND r.import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
    ORDER BY r.district_code, r.id
    """
  }

  /// Who waits in a place and came since, by the imports that were published. CROSS JOIN is the order in which SQLite reads.
  static func waiting(since moment: Instant, in place: String) -> SQL {
    """
    SELECT r.id, r.is_urgent, r.is_openly_urgent, r.referred_on
    FROM imports i CROSS JOIN referrals r
    WHERE i.published_at >= \(moment) AND r.import_id = i.id AND r.state = 'waiting'
      AND \(within(place)) AND r.id >= \(ReferralID(earliestAt: moment))
    ORDER BY i.published_at, r.id
    """
  }

  /// Whether `referrals AS r` is in a place: a district, or none yet.
  static func within(_ place: String) -> SQL {
    place.isEmpty ? "r.district_code IS NULL" : "r.district_code = \(place)"
  }
}
