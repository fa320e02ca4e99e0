import Core
import Synchronization

/// Counts what is asked of the site: by route, method and status, and how long answers take. One short lock, taken once
/// at the end of each request; what it keeps grows with the number of routes and not with that of visitors.
package final class Meter: Sendable {
  /// Seconds. The last answers that took longer stand in none but `+Inf`.
  package static let bounds: [Double] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  /// What a request for no address of ours, or by a method that its address has not, is counted as.
  package static let noRoute = "none"

  /// How long the answers of one route and method took.
  package struct Times: Sendable {
    /// One for each bound, and a last one for all that took longer. Each answer stands in one alone.
    package internal(set) var counts = [Int](repeating: 0, count: Meter.bounds.count + 1)
    package internal(set) var seconds = 0.0
  }

  /// What was counted of one route and method.
  package struct Line: Sendable {
    package let method: String
    package internal(set) var statuses: [(status: Int, count: Int)] = []
    package internal(set) var times = Times()

    fileprivate mutating func count(_ status: Int, _ seconds: Double) {
      if let index = statuses.firstIndex(where: { $0.status == status }) {
        statuses[index].count += 1
      } else {
        statuses.append((status, 1))
      }
      times.counts[Meter.bounds.firstIndex { seconds <= $0 } ?? Meter.bounds.count] += 1
      times.seconds += seconds
    }
  }

  private let lines = Mutex<[String: [Line]]>([:])
  private let running = Atomic<Int>(0)

  package init() {}

  /// How many requests are being answered now.
  package var inFlight: Int { running.load(ordering: .relaxed) }

  func began() { running.add(1, ordering: .relaxed) }

  /// `route` is its path as it was written down, with `:id` for whatever stands there; nil where there is none.
  func ended(route: String?, method: String, status: Int, seconds: Double) {
    running.subtract(1, ordering: .relaxed)
    let method = Self.methods.contains(method) ? method : "other"
    lines.withLock { $0[route ?? Self.noRoute, default: []].count(method, status, seconds) }
  }

  /// Visitors may write any word as a method: those that nobody uses are one.
  private static let methods: Set<String> = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
  ]

  /// All that was counted, in the order of routes and methods.
  package var counted: [(route: String, line: Line)] {
    lines.withLock { lines in
      lines.sorted { $0.key < $1.key }.flatMap { route, lines in
        lines.sorted { $0.method < $1.method }.map { (route, $0) }
      }
    }
  }
}

extension [Meter.Line] {
  fileprivate mutating func count(_ method: String, _ status: Int, _ seconds: Double) {
    guard let index = firstIndex(where: { $0.method == method }) else {
      append(Meter.Line(method: method))
      self[count - 1].count(status, seconds)
      return
    }
    self[index].count(status, seconds)
  }
}
