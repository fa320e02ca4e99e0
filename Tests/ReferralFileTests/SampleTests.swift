import CSVFile
import Core
import Foundation
import ReferralFile
import Testing

/// The sample file and what must become of each of its rows.
struct SampleTests {
  private struct Expected: Decodable {
    struct Row: Decodable {
      let line: Int
      let referralID: String
      let result: String
      let problems: [Found]

      enum CodingKeys: String, CodingKey {
        case referralID = "referral_id"
        case line, result, problems
      }
    }

    struct Found: Decodable, Hashable {
      let field: String?
      let code: String
    }

    let read: Int
    let accepted: Int
    let warned: Int
    let rejected: Int
    let unchanged: Int
    let rows: [Row]
  }

  private let expected = try! JSONDecoder().decode(
    Expected.self, from: Data(Shipped.sample("referrals-sample.expected.json")))
  private let bytes = Shipped.sample("referrals-sample.csv")

  @Test func `every row of the sample becomes what is expected`() throws {
    let outcomes = try outcomes(bytes)
    var report = ImportReport(.json)
    for outcome in outcomes { report.add(outcome.result()) }
    let told = try JSONDecoder().decode(Expected.self, from: Data(report.bytes))
    #expect(told.rows.count == expected.rows.count)
    for (row, wanted) in zip(told.rows, expected.rows) {
      #expect(row.line == wanted.line)
      #expect(row.referralID == wanted.referralID, "line \(wanted.line)")
      #expect(row.result == wanted.result, "line \(wanted.line)")
      #expect(row.problems == wanted.problems, "line \(wanted.line)")
    }
    #expect(told.read == expected.read && told.unchanged == expected.unchanged)
    #expect(told.accepted == expected.accepted)
    #expect(told.warned == expected.warned)
    #expect(told.rejected == expected.rejected)
  }

  @Test(arguments: [Day(2026, 11, 21)!, Day(2027, 6, 1)!, Day(2030, 12, 31)!])
  func `the sample's results do not hang on the day it is read`(today: Day) throws {
    let results = try outcomes(bytes, today: today).map { $0.result().result.rawValue }
    #expect(results == expected.rows.map(\.result))
  }

  @Test(arguments: [
    "crlf", "cr", "byte-order mark", "semicolons", "tabs", "blank lines", "capital names",
  ])
  func `the sample saved another way becomes the same`(way: String) throws {
    let results = try outcomes(saved(way)).map { $0.result() }
    #expect(results.map(\.result.rawValue) == expected.rows.map(\.result))
    #expect(
      results.map { $0.problems.map(\.code.rawValue) }
        == expected.rows.map { $0.problems.map(\.code) })
    if way != "blank lines" { #expect(results.map(\.line) == expected.rows.map(\.line)) }
  }

  /// The sample as other programs would save it.
  private func saved(_ way: String) throws -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    switch way {
    case "crlf": return Array(text.replacing("\n", with: "\r\n").utf8)
    case "cr": return Array(text.replacing("\n", with: "\r").utf8)
    case "byte-order mark": return [0xEF, 0xBB, 0xBF] + bytes
    case "blank lines":
      return Array("\n \n\(text.replacing("\nR01", with: "\n\r\n   \n\nR01"))\n\n".utf8)
    case "capital names":
      let line = text.prefix { $0 != "\n" }
      return Array((line.uppercased() + text.dropFirst(line.count)).utf8)
    default:
      let separator = way == "tabs" ? "\t" : ";"
      var reader = CSVReader()
      reader.append(bytes)
      reader.finish()
      var lines: [String] = []
      while let record = try reader.next() {
        lines.append(
          (0..<record.count).map { "\"\(record[$0].replacing("\"", with: "\"\""))\"" }
            .joined(separator: separator))
      }
      return Array(
        (lines[0].replacing("\"", with: "") + "\n" + lines.dropFirst().joined(separator: "\n")).utf8
      )
    }
  }
}
