/// Numbers for a program that watches, in Prometheus' text format 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats).
package struct MetricsText {
  package enum Kind: String { case counter, gauge, histogram }

  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  package private(set) var text = ""
  private var name = ""

  package init() {}

  /// What the numbers that follow are. Each name comes once.
  package mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  package mutating func sample(_ value: Double, _ labels: [(String, String)] = []) {
    line(name, labels, Self.number(value))
  }

  package mutating func sample(_ value: Int, _ labels: [(String, String)] = []) {
    line(name, labels, String(value))
  }

  /// A family of one number.
  package mutating func one(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    family(name, kind, help)
    sample(value)
  }

  /// `counts` has one for each bound and may have a last one for all above them; each thing stands in one alone.
  package mutating func histogram(
    _ labels: [(String, String)], bounds: [Double], counts: [Int], sum: Double
  ) {
    var total = 0
    for (bound, count) in zip(bounds, counts) {
      total += count
      line(name + "_bucket", labels + [("le", Self.number(bound))], String(total))
    }
    total += counts.dropFirst(bounds.count).reduce(0, +)
    line(name + "_bucket", labels + [("le", "+Inf")], String(total))
    line(name + "_sum", labels, Self.number(sum))
    line(name + "_count", labels, String(total))
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(value)\n"
  }

  /// Whole numbers without a point, as people write them.
  private static func number(_ value: Double) -> String {
    if let whole = Int(exactly: value) { return String(whole) }
    return value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : value.isNaN ? "NaN" : "\(value)"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

extension Meter {
  /// What was counted, as programs that watch read it.
  package func write(to metrics: inout MetricsText) {
    let counted = counted
    metrics.family("pierhead_http_requests_total", .counter, "Requests that were answered.")
    for (route, line) in counted {
      for (status, count) in line.statuses.sorted(by: { $0.status < $1.status }) {
        metrics.sample(
          count, [("route", route), ("method", line.method), ("status", String(status))])
      }
    }
    metrics.family(
      "pierhead_http_request_duration_seconds", .histogram,
      "From a request's headers to its answer.")
    for (route, line) in counted {
      metrics.histogram(
        [("route", route), ("method", line.method)], bounds: Self.bounds,
        counts: line.times.counts, sum: line.times.seconds)
    }
    metrics.one(
      "pierhead_http_requests_in_flight", .gauge, "Requests that are being answered now.",
      Double(inFlight))
  }
}
