import Core
import Testing

@testable import ProgrammeFile

/// The file of projects.
struct ProjectFileTests {
  @Test(arguments: [1, 7, 65_536])
  func `the portfolio of January 2021 stands as the file says`(chunk: Int) throws {
    let read = try checked(Array(Samples.projects.utf8), chunk: chunk)
    #expect(read.kind == .projects)
    #expect(read.remarks.isEmpty)
    #expect(read.lines.count == 18)
    #expect(read.lines.filter { !$0.problems.isEmpty }.isEmpty)
    let lines = try read.lines.map { try #require($0.project) }
    #expect(Set(lines.map(\.fileKey)).count == 10)
    #expect(Set(lines.map(\.workstream)) == ["employer", "commissioner", "facilitator"])
    #expect(Set(lines.compactMap(\.milestoneKey)).count == 16)
    #expect(lines.compactMap(\.milestone).count == 16)
    #expect(Set(lines.compactMap(\.sourceKey)).count == 5)
    #expect(lines.compactMap(\.source).count == 5)
    #expect(Set(lines.compactMap(\.riskKey)).count == 8)
    #expect(lines.compactMap(\.risk).count == 8)
    #expect(lines.filter { !$0.ratings.isEmpty }.isEmpty)
    #expect(lines.compactMap(\.position).count == 10)
  }

  @Test func `dates, bodies and money keep what the file gives`() throws {
    let lines = try checked(Samples.projects).compactMap(\.project)
    let milestones = lines.compactMap { line in
      line.milestone.map {
        "\($0.due?.description ?? "–") \($0.body ?? "–"): \($0.doubt ?? "sure")"
      }
    }
    #expect(milestones[1] == "2021-03 Combined Authority: sure")
    #expect(milestones[2] == "– –: No date is given.")
    #expect(milestones[4] == "early 2021-03 –: sure")
    #expect(milestones[6] == "early 2021-04 Race Equality Programme Board: sure")
    #expect(milestones.filter { $0.hasSuffix("No date is given.") }.count == 4)
    let sources = lines.compactMap { line in
      line.source.map { source in
        "\(source.name): \(source.amount.map { String($0) } ?? "–") "
          + "\(source.state?.rawValue ?? "–") \(source.stateNote ?? "–"): \(source.doubt ?? "sure")"
      }
    }
    #expect(sources.contains("Philanthropy: 1000000000 unconfirmed –: sure"))
    #expect(
      sources.contains(
        "Department for Digital Culture Media and Sport: 2000000000 unconfirmed –: sure"))
    #expect(
      sources.contains(
        "Curious Minds: – – conditional on March award: No amount is given. How certain it is stands in words only: "
          + "“conditional on March award”."))
  }

  private let header =
    "project,workstream,overall,schedule,milestone,milestone_due,milestone_body,funding_source,"
    + "funding_amount_gbp,funding_state,risk,position\n"

  private func read(_ rows: String...) throws -> [CheckedLine] {
    try checked(header + rows.joined(separator: "\n"))
  }

  @Test(arguments: [
    ("A,Employer,,,,,,,,,", "line: wrong_column_count"),
    ("A,Employer,,,,,,,,,,,", "line: wrong_column_count"),
    ("A", "line: wrong_column_count"),
    (",Employer,,,,,,,,,,", "project: missing_value"),
    ("A,,,,,,,,,,,", "workstream: missing_value"),
    (",,,,,,,,,,,x", "project: missing_value, workstream: missing_value"),
    ("A,Landlord,,,,,,,,,,", "workstream: bad_value"),
    ("A,Employer,purple,,,,,,,,,", "overall: bad_value"),
    ("A,Employer,,old,,,,,,,,", "schedule: bad_value"),
    ("A,Employer,,,M,31/31/2021,,,,,,", "milestone_due: bad_date"),
    ("A,Employer,,,M,soon,,S,lots,,,", "milestone_due: bad_date, funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,2021-03,,,,,,", "milestone: missing_value"),
    ("A,Employer,,,,,Board,,,,,", "milestone: missing_value"),
    ("A,Employer,,,,,,,100,,,", "funding_source: missing_value"),
    ("A,Employer,,,,,,,,secured,,", "funding_source: missing_value"),
    ("A,Employer,,,,,,S,-1,,,", "funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,,,S,1.50,,,", "funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,,,S,\"1,00\",,,", "funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,,,S,1000000000001,,,", "funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,,,S,99999999999999999999999,,,", "funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,,,S,£,,,", "funding_amount_gbp: bad_amount"),
    ("A,Employer,,,,,,S,٣,,,", "funding_amount_gbp: bad_amount"),
  ])
  func `a damaged line is named and stops nothing else`(row: String, wrong: String) throws {
    let lines = try read(
      "First,Employer,,,M,2021,,,,,,".replacing("2021", with: "2021-01"), row,
      "Last,Facilitator,,,,,,,,,R,")
    #expect(lines.map(\.line) == [2, 3, 4])
    #expect(lines[1].wrong == wrong)
    #expect(lines[1].isRejected)
    #expect(lines[1].result(isUnchanged: true).result == .rejected)
    #expect(lines[0].project?.milestone?.due?.description == "2021-01")
    #expect(lines[2].project?.risk == "R")
    #expect(lines[0].problems.isEmpty && lines[2].problems.isEmpty)
    for problem in lines[1].problems {
      #expect(problem.message.hasSuffix("."))
      if let field = problem.field { #expect(problem.message.contains("(\(field.name))")) }
    }
  }

  @Test(arguments: [
    (ProgrammeColumn.project, 200), (.body, 200), (.source, 200), (.milestone, 300), (.state, 500),
    (.risk, 1000), (.position, 4000),
  ])
  func `a value may be as long as its column, and no longer`(
    column: ProgrammeColumn, limit: Int
  ) throws {
    var values: [ProgrammeColumn: String] = [
      .project: "A", .workstream: "Employer", .milestone: "M", .source: "S",
    ]
    for (length, wrong) in [(limit, ""), (limit + 1, "\(column.name): too_long")] {
      values[column] = String(repeating: "é", count: length)
      let names = Array(values.keys)
      let text =
        names.map(\.name).joined(separator: ",") + "\n"
        + names.map { values[$0]! }.joined(separator: ",")
      let line = try #require(try checked(text).first)
      #expect(line.wrong == wrong)
      #expect(line.isRejected == !wrong.isEmpty)
    }
  }

  @Test(arguments: [
    ("20000000", 2_000_000_000), ("20,000,000", 2_000_000_000), ("£1,250", 125_000), ("0", 0),
    ("£250000.00", 25_000_000), ("1000000000000", 100_000_000_000_000), ("007", 700),
  ])
  func `whole pounds become pence`(written: String, pence: Int) {
    #expect(LineReading.pence(written) == pence)
  }

  @Test(arguments: [
    "", "£", ",", "1,", ",1", "1,0000", "1000,000", "1,000,00", "1.0", ".00", "1.001", "-1", "+1",
    "1e6", "1 000", "££1", "20m",
  ])
  func `this is no amount`(written: String) {
    #expect(LineReading.pence(written) == nil)
  }

  @Test func `keys and labels are read in any case, and other states are kept in words`() throws {
    let lines = try read(
      "A,EMPLOYER,Green,At  Risk,,,,S,5,Secured,,", "B,facilitator,,,,,,T,,half promised,,")
    let first = try #require(lines[0].project)
    #expect(first.workstream == "employer")
    #expect(first.ratings == ["overall": "green", "schedule": "amber"])
    #expect(first.source?.state == .secured && first.source?.stateNote == nil)
    #expect(lines[1].project?.source?.state == nil)
    #expect(lines[1].project?.source?.stateNote == "half promised")
  }

  @Test(arguments: [
    ("A,Facilitator,,,,,,,,,,", "workstream: contradicts"),
    ("A,Employer,amber,,,,,,,,,", "overall: contradicts"),
    ("A,Employer,,,,,,,,,,Elsewhere", "position: contradicts"),
    ("A,Employer,,,m,2021-04,Board,,,,,", "milestone_due: contradicts"),
    ("A,Employer,,,M,2021-03,,,,,,", "milestone_body: contradicts"),
    ("A,Employer,,,,,,s,6,secured,,", "funding_amount_gbp: contradicts"),
    ("A,Employer,,,,,,S,5,hoped for,,", "funding_state: contradicts"),
    ("a,employer,green,,M,March 2021,BOARD,S,£5,SECURED,r,on  its way", ""),
    ("A,Employer,,green,,,,,,,R,", ""), ("B,Facilitator,amber,,M,,,S,,,R,Elsewhere", ""),
  ])
  func `what an earlier line says stands`(row: String, wrong: String) throws {
    let first = "A,Employer,green,,M,2021-03,Board,S,5,secured,R,On its way"
    let lines = try read(first, row)
    #expect(lines[0].problems.isEmpty)
    #expect(lines[1].wrong == wrong)
    let line = try #require(lines[1].project)
    #expect(lines[1].result(isUnchanged: false).result == (wrong.isEmpty ? .accepted : .warned))
    #expect(lines[1].result(isUnchanged: true).problems.isEmpty)
    guard line.fileKey == lines[0].project?.fileKey else { return }
    #expect(line.workstream == "employer")
    #expect(line.ratings["overall"] == nil && line.position == nil)
    #expect(line.milestone == nil && line.source == nil && line.risk == nil)
  }

  @Test func `a rejected line says nothing for the lines behind it`() throws {
    let lines = try read(
      "A,Employer,green,,M,nonsense,,,,,,Here", "A,Facilitator,amber,,M,,,,,,,There")
    #expect(lines[0].isRejected)
    #expect(lines[1].problems.isEmpty)
    #expect(lines[1].project?.position == "There")
  }

  @Test func `a thing is known again whatever the case and spacing of its words`() throws {
    let lines = try read(
      "Caf\u{E9}  One,Employer,,,Draft  READY,,,,,,,",
      "cafe\u{301} one,Employer,,,draft ready,,,,,,,")
    #expect(lines[0].project?.fileKey == lines[1].project?.fileKey)
    #expect(lines[1].project?.milestone == nil)
    #expect(FileKey.milestone("b c", of: "a") != FileKey.milestone("c", of: "a b"))
    #expect(FileKey.risk("x", of: "a") != FileKey.milestone("x", of: "a"))
    let long = String(repeating: "İ", count: 2000)
    #expect(
      FileKey.frame(.question, workstream: "facilitator", words: long).unicodeScalars.count <= 3000)
  }
}
