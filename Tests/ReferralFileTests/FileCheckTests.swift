import Core
import Foundation
import ReferralFile
import Testing

/// What becomes of rows among others: duplicates, rows seen before, and what a partner may see.
struct FileCheckTests {
  private let header =
    "referral_id,referrer_organisation,route,referred_on,full_name,date_of_birth,agreed_to_share,postcode\n"

  private func row(
    _ id: String, _ name: String, by organisation: String = "Example Hub", agreed: String = "yes",
    postcode: String = ""
  ) -> String { "\(id),\(organisation),hub,2026-11-01,\(name),1983-03-09,\(agreed),\(postcode)\n" }

  private func outcomes(_ rows: [String], _ earlier: Earlier = .nothing) throws -> [Outcome] {
    try ReferralFileTests.outcomes(Array((header + rows.joined()).utf8)) { _ in earlier }
  }

  private func told(_ result: RowResult) -> String {
    ([result.result.rawValue] + result.problems.map(\.code.rawValue)).joined(separator: " ")
  }

  @Test
  func `an id used twice by one organisation rejects the later row, also behind a rejected one`()
    throws
  {
    let found = try outcomes([
      row("A1", "Vera Chen", agreed: "no"), row("A1", "Zara Khan", by: "EXAMPLE  hub"),
      row("A1", "Rhys Evans", by: "Other"), row("a1", "Kofi Mensah"), row("A1", " ", agreed: "x"),
      "B1,Example Hub\n", row("B1", "Ines Costa"),
    ])
    #expect(
      found.map { told($0.result()) } == [
        "rejected no_agreement", "rejected duplicate_in_file", "accepted", "accepted",
        "rejected missing_value bad_value duplicate_in_file", "rejected wrong_column_count",
        "accepted",
      ])
    #expect(found[1].result().problems[0].message.contains("Line 2"))
    #expect(found[5].result().referralID == "B1" && found[5].result().problems[0].field == nil)
  }

  @Test func `a rejected row's person is not known to later rows`() throws {
    let found = try outcomes([
      row("1", "Vera Chen", agreed: "no"), row("2", "Vera Chen"), row("3", "CHEN Veera"),
    ])
    #expect(
      found.map { told($0.result()) } == [
        "rejected no_agreement", "accepted", "warned possible_duplicate",
      ])
    #expect(found[2].duplicate?.line == 3)
  }

  @Test(arguments: [
    (Earlier.Content.none, "accepted", Outcome.Kind.new),
    (.same, "unchanged", .unchanged), (.other, "warned differs", .differs),
  ])
  func `what was imported before is told apart`(
    content: Earlier.Content, words: String, kind: Outcome.Kind
  ) throws {
    let found = try outcomes([row("1", "Vera Chen")], Earlier(content: content))
    #expect(told(found[0].result()) == words && found[0].kind == kind)
    #expect(found[0].result().problems.allSatisfy { $0.field == .referralID })
  }

  @Test func `the sample read twice is unchanged but for the rejected rows`() throws {
    let sample = Shipped.sample("referrals-sample.csv")
    var kept: [String: String] = [:]
    func id(_ sent: SentValues) -> String { sent[.organisation] + "/" + sent[.referralID] }
    for outcome in try ReferralFileTests.outcomes(sample) where outcome.kind == .new {
      kept[id(outcome.sent)] = outcome.sent.canonicalContent
    }
    let again = try ReferralFileTests.outcomes(sample) { candidate in
      let sent = candidate.checked.sent
      guard let content = kept[id(sent)] else { return .nothing }
      return Earlier(content: content == sent.canonicalContent ? .same : .other)
    }
    var summary = ImportSummary()
    for outcome in again { summary.add(outcome.result().result) }
    #expect(summary.unchanged == 216 && summary.rejected == 24)
  }

  @Test func `a rejected row is never asked about`() throws {
    _ = try ReferralFileTests.outcomes(Array((header + row("1", "", agreed: "no")).utf8)) { _ in
      Issue.record("asked")
      return .nothing
    }
  }

  @Test func `a partner does not learn who is a client elsewhere`() throws {
    let elsewhere = Earlier(people: ["Other Housing"])
    let found = try outcomes([row("1", "Vera Chen")], elsewhere)[0]
    #expect(told(found.result()) == "warned possible_duplicate")
    #expect(told(found.result(for: .partner("Example Hub"))) == "accepted")
    #expect(told(found.result(for: .partner("OTHER housing"))) == "warned possible_duplicate")

    let inFile = try outcomes([row("1", "Vera Chen"), row("2", "Vera Chen")], elsewhere)[1]
    #expect(told(inFile.result(for: .partner("Example Hub"))) == "warned possible_duplicate")
    let own = try outcomes(
      [row("1", "Vera Chen", postcode: "L8")], Earlier(people: ["A", "Example Hub"]))[0]
    #expect(
      told(own.result(for: .partner("example hub"))) == "warned bad_postcode possible_duplicate")
    #expect(told(own.result(for: .partner("B"))) == "warned bad_postcode")
  }

  @Test func `the answer is JSON with its keys in order`() throws {
    var report = ImportReport(.json)
    #expect(
      String(decoding: report.bytes, as: UTF8.self)
        == #"{"read":0,"accepted":0,"warned":0,"rejected":0,"unchanged":0,"rows":[]}"# + "\n")
    for outcome in try outcomes([row("A\u{1}", "Vera Chen"), "x\n", row("C", "")]) {
      report.add(outcome.result())
    }
    let text = String(decoding: report.bytes, as: UTF8.self)
    #expect(
      text.hasPrefix(
        #"{"read":3,"accepted":1,"warned":0,"rejected":2,"unchanged":0,"rows":[{"line":2,"referral_id":"A\u0001","result":"accepted","problems":[]},{"line":3,"referral_id":"x","result":"rejected","problems":[{"field":null,"code":"wrong_column_count","message":""#
      ))
    #expect(try JSONSerialization.jsonObject(with: Data(report.bytes)) is [String: Any])
  }

  @Test func `a person reads a summary and the rows that need them, without control characters`()
    throws
  {
    var report = ImportReport(.words)
    for outcome in try outcomes([row("A", "Vera Chen"), row("B\u{1B}[2J\u{202E}", "")]) {
      report.add(outcome.result())
    }
    let text = String(decoding: report.bytes, as: UTF8.self)
    #expect(
      text.hasPrefix("2 rows read: 1 accepted, 0 to look at, 1 rejected, 0 unchanged.\nLine 3"))
    #expect(!text.unicodeScalars.contains { "\u{1B}\u{202E}".unicodeScalars.contains($0) })
  }

  @Test func `made-up files are the same for a seed, and mostly valid`() throws {
    func made(_ seed: UInt64) -> [UInt8] {
      var bytes: [UInt8] = []
      FileMaker.write(rows: 2000, seed: seed) { bytes += $0 }
      return bytes
    }
    #expect(made(7) == made(7) && made(7) != made(8))
    var summary = ImportSummary()
    for outcome in try ReferralFileTests.outcomes(made(7)) { summary.add(outcome.result().result) }
    #expect(summary.read == 2000 && summary.accepted > 1800 && summary.warned > 20)
    #expect(summary.rejected < 40)
  }

  @Test func `a row too long to keep is rejected alone`() throws {
    let long = String(repeating: "n", count: 1_200_000)
    let found = try outcomes([row("1", long), row("2", "Vera Chen")])
    #expect(found.map { told($0.result()) } == ["rejected too_long", "accepted"])
    #expect(found[0].result().problems[0].field == .fullName)
  }
}
