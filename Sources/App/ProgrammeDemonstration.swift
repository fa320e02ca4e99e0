import Access
import Core
import Database
import Programme
import ProgrammeFile

extension Demonstration {
  /// A programme of six made-up projects, some rated, one late, and money of several kinds.
  static func addProgramme(_ pierhead: Pierhead) async throws {
    let (programme, today) = (pierhead.programme, pierhead.database.wall.today)
    let quarter = FinancialQuarter(of: today)
    func month(_ days: Int) -> String { String(today.adding(days: days).description.prefix(7)) }
    let frame = """
      kind,workstream,text,when,note
      vision,,Everyone in the region has a fair chance of good work,,
      objective,Employer,Our own staff are as varied as the people we serve,,
      objective,Commissioner,What we pay for reaches everyone it is meant for,,
      objective,Facilitator,Employers of the region recruit fairly,,
      summary,,Most projects go as planned. Money for the skills centre is not certain yet.,\(month(-20)),
      gate,,Evidence and design,,
      gate,,Outline business case tranche 1,\(quarter.next),
      gate,,Full business case tranche 1,\(quarter.next.next),
      question,Employer,What can each team do so that people stay with us?,,asked of every manager
      """
    let projects = """
      project,workstream,overall,schedule,cost_and_benefits,risk_and_issues,comms_and_engagement,milestone,milestone_due,milestone_body,funding_source,funding_amount_gbp,funding_state,risk,position
      Fair recruitment,Employer,green,green,green,amber,green,New adverts tried,late \(month(30)),Programme board,Core budget,120000,secured,Managers may not find the time,Two teams try the new adverts
      Fair recruitment,Employer,,,,,,Rolled out to all teams,\(quarter.next.next),Programme board,,,,,
      Staff network,Employer,green,green,,green,green,First meeting,early \(month(40)),,,,,Too few may come at first,The place is booked
      Skills centre,Commissioner,amber,amber,red,amber,,Business case ready,\(month(60)),Combined authority,Example Lottery,2500000,unconfirmed,Prices rise while we wait,Drawings are ready; two funders decide in spring
      Skills centre,Commissioner,,,,,,Building begins,\(quarter.next.next.next),,Example Trust,400000,exploring,,
      Business hub pilot,Commissioner,green,amber,green,green,green,First businesses helped,\(month(20)),,Example Growth Fund,300000,secured,,Advisers are being recruited
      Employers’ pledge,Facilitator,amber,amber,,amber,green,Pledge agreed,mid \(month(50)),,,,,Few small firms may sign,Twelve employers have read the draft
      Learning together,Facilitator,,,,,,Options to the board,,Employment board,,,,Councils may not release their staff,Options are being written
      """
    for (name, text) in [("frame", frame), ("projects", projects)] {
      let report = try await programme.read(
        SentFile(name: "made-up \(name)", bytes: Array(text.utf8)), by: .system)
      guard report.summary.rejected == 0 else {
        throw Fault("the demonstration's \(name) can't be read: \(report.summary.words)")
      }
    }
    let lines = try await programme.portfolio(for: .system).lines
    func line(_ name: String) throws -> PortfolioLine {
      guard let line = lines.first(where: { $0.project.value.name == name }) else {
        throw Fault("the demonstration has no project \(name)")
      }
      return line
    }
    try await addGates(to: line("Skills centre").id, pierhead)
    let owner = try await programme.owners(for: .system).first { $0.name == "Osman Example" }
    let own = try line("Staff network")
    try await programme.change(
      own.id, from: own.project.number,
      [
        "name": "Staff network", "owner": owner?.id.text ?? "", "sponsor": "Pearl Example",
        "position": "The place is booked",
      ], by: .system)
    let hub = try line("Business hub pilot")
    if let first = hub.milestones.first {
      try await programme.change(
        first.id, from: first.number,
        ["name": first.value.name, "due": month(80), "state": "planned"], by: .system)
    }
    for (name, before, after) in [
      ("Skills centre", ("4", "5"), ("3", "4")), ("Staff network", ("2", "3"), ("1", "3")),
      ("Employers’ pledge", ("3", "4"), ("2", "4")),
    ] {
      guard let risk = try line(name).risks.first else { continue }
      try await programme.change(
        risk.id, from: risk.number,
        [
          "words": risk.value.words, "likelihood": before.0, "impact": before.1,
          "likelihood_after": after.0, "impact_after": after.1, "response": "reduce",
        ], by: .system)
    }
    try await programme.rate(
      hub.id, in: "schedule",
      ["rating": "red", "reason": "The advisers begin two months later than agreed."], by: .system)
    try await addMoney(pierhead)
    try await addTime(pierhead, lines)
  }
}
