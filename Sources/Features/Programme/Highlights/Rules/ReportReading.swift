import Core

extension HighlightReport {
  /// What a form calls "not rated": a choice, where an empty field is none.
  static let notRated = "not-rated"

  package static func ratingField(_ respect: String) -> String { "rating-\(respect)" }
  package static func reasonField(_ respect: String) -> String { "reason-\(respect)" }

  /// A report from what was typed. It may be half written: what is missing is said when it is sent.
  static func read(
    _ fields: [String: String], _ old: HighlightReport?, by writer: AccountID,
    _ lists: ProgrammeLists, today: Day
  ) throws(Rejection) -> (report: HighlightReport, said: [SaidRating]) {
    var typed = Typed(fields)
    let scale = lists.ratings.scale(on: today)
    var said: [SaidRating] = []
    for respect in lists.respects.entries(on: today) {
      let name = ratingField(respect.key)
      let chosen = typed.plain(name)
      let rating = chosen == notRated ? nil : chosen
      if let rating, scale?.place(rating) == nil { typed.add(name, Reason("rating.rating")) }
      said.append(
        SaidRating(
          respect: respect.key, scale: scale?.key ?? "", isChosen: chosen != nil, rating: rating,
          reason: typed.text(reasonField(respect.key), "The reason", limit: 1000)))
    }
    let period =
      old?.period
      ?? typed.plain("period").flatMap { ReportPeriod(rawValue: $0) }.flatMap {
        $0 <= ReportPeriod(of: today) ? $0 : nil
      }
    if period == nil { typed.add("period", Reason("report.period")) }
    var report =
      old ?? HighlightReport(period: period ?? ReportPeriod(of: today), writer: writer)
    report.state = .draft
    report.done = typed.text("done", "What was done", limit: 4000)
    report.next = typed.text("next", "What comes next", limit: 4000)
    report.decisions = typed.text("decisions", "What the board is asked", limit: 4000)
    try typed.check()
    return (report, said)
  }

  /// As its form holds it.
  package func fields(_ said: [SaidRating]) -> [String: String] {
    var fields = [
      "period": period.rawValue, "done": done ?? "", "next": next ?? "",
      "decisions": decisions ?? "",
    ]
    for one in said {
      fields[Self.ratingField(one.respect)] = one.isChosen ? one.rating ?? Self.notRated : ""
      fields[Self.reasonField(one.respect)] = one.reason ?? ""
    }
    return fields
  }
}
