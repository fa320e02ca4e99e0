import CSVFile
import Core
import Foundation
import Support
import Testing

@testable import ProgrammeFile

/// What holds of both files: their first line, damage, and what is told of them.
struct ProgrammeReaderTests {
  @Test(arguments: [
    ("", "empty"), ("\n\n", "empty"), ("a,b\n1,2", "project and workstream"),
    ("project,milestone\n", "project and workstream"), ("kind,when\n", "kind and text"),
    ("project,workstream,Risk,risk\n", "“risk”"), ("kind,text,KIND\n", "“kind”"),
    ("project,workstream\nA,\"Employer", "line 2"),
  ])
  func `a file that is neither is told so`(text: String, words: String) {
    let error = #expect(throws: UnusableFile.self) { try checked(text) }
    #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
  }

  @Test func `columns stand in any order, and others are named`() throws {
    let read = try checked(
      Array("RAG;risk; Workstream ;;PROJECT\nred;\"a; b\";employer;x;A".utf8))
    #expect(read.remarks == ["Columns that were not read: “RAG”, “column 4”."])
    #expect(read.lines[0].project?.risk == "a; b")
    #expect(read.lines[0].project?.project == "A")
    #expect(read.lines[0].project?.milestone == nil)
  }

  @Test func `a file from an old spreadsheet is read, and told so`() throws {
    let read = try checked(
      Array("project,workstream\nCaf".utf8) + [0xE9] + Array(",Employer\n".utf8))
    #expect(read.lines[0].project?.project == "Café")
    #expect(read.remarks.first?.contains("Windows-1252") == true)
  }

  @Test func `damage to some lines stops no other`() throws {
    var random = Seeded()
    let seed = random.seed
    for sample in [Samples.projects, Samples.frame] {
      let whole = try checked(sample)
      let rows = sample.split(separator: "\n").map(String.init)
      for _ in 0..<100 {
        var damaged = rows
        var touched: Set<Int> = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let at = Int.random(in: 1..<rows.count, using: &random)
          damaged[at] = damage(rows[at], &random)
          touched.insert(at + 1)
        }
        let lines = try checked(damaged.joined(separator: "\n"), chunk: 100)
        for (line, was) in zip(lines, whole) where !touched.contains(line.line) {
          #expect(line.line == was.line, "seed \(seed)")
          #expect(!line.isRejected, "line \(line.line): \(line.wrong), seed \(seed)")
          // A place in order hangs on whether the kinds of the lines before can be read.
          if sample == Samples.projects { #expect(line.content == was.content, "seed \(seed)") }
        }
        #expect(lines.count == whole.count, "seed \(seed)")
      }
    }
  }

  /// Bytes left out, doubled or changed; nothing that opens a quotation or ends a line.
  private func damage(_ row: String, _ random: inout Seeded) -> String {
    var bytes = Array(row.utf8)
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0...2, using: &random) {
      case 0 where bytes.count > 1: bytes.remove(at: at)
      case 1: bytes.insert(bytes[at], at: at)
      default: bytes[at] = [44, 59, 65, 48, 45, 47, 9].randomElement(using: &random)!
      }
    }
    return "x" + String(decoding: bytes, as: UTF8.self)
  }

  @Test func `no bytes at all can make the reader crash`() {
    var random = Seeded()
    let likely = Array("project,workstream\nkind,text\n;\"£€éİ\u{202E}2021-03early Q4 20/21".utf8)
    for _ in 0..<2000 {
      let start = ["project,workstream,milestone,milestone_due\n", "kind,text,when\n", ""]
        .randomElement(using: &random)!
      let bytes =
        Array(start.utf8)
        + (0..<Int.random(in: 0...80, using: &random)).map { _ in
          Bool.random(using: &random)
            ? likely.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
        }
      let whole = try? checked(bytes).lines
      let cut = try? checked(bytes, chunk: 1).lines
      #expect(whole?.map(\.content) == cut?.map(\.content), "seed \(random.seed): \(bytes)")
      #expect(whole?.map(\.problems) == cut?.map(\.problems), "seed \(random.seed): \(bytes)")
    }
  }

  private struct Told: Decodable {
    struct Line: Decodable {
      struct Problem: Decodable {
        let field: String?
        let code: String
        let message: String
      }
      let line: Int
      let project: String?
      let kind: String?
      let result: String
      let problems: [Problem]
    }
    let read: Int
    let accepted: Int
    let warned: Int
    let rejected: Int
    let unchanged: Int
    let lines: [Line]
  }

  @Test func `what became of each line is told to programs and to people`() throws {
    let lines = try checked(
      "project,workstream,position\nA,Employer,Here\n\"B \"\"x\"\"\u{1B}[2J\",Nobody,\nA,Employer,There\nC,Employer,\n"
    )
    var summary = ProgrammeSummary(.projects)
    for line in lines { summary.add(line.result(isUnchanged: line.subject == "C")) }
    let told = try JSONDecoder().decode(Told.self, from: Data(summary.json))
    let counts = [told.read, told.accepted, told.warned, told.rejected, told.unchanged]
    let wanted: [Int] = [4, 1, 1, 1, 1]
    #expect(counts == wanted)
    #expect(told.lines.map(\.line) == [2, 3, 4, 5])
    #expect(told.lines.map(\.project) == ["A", "B \"x\"\u{1B}[2J", "A", "C"])
    #expect(told.lines.map(\.result) == ["accepted", "rejected", "warned", "unchanged"])
    #expect(told.lines[1].problems.map(\.field) == ["workstream"])
    #expect(told.lines[2].problems.map(\.code) == ["contradicts"])
    #expect(
      summary.words.hasPrefix("4 lines read: 1 accepted, 1 to look at, 1 rejected, 1 unchanged.\n"))
    #expect(summary.words.contains("Line 3 (B \"x\" [2J): rejected\n"))
    #expect(!summary.words.contains("\u{1B}"))
  }

  @Test func `a file of the frame is told by the kind of its lines`() throws {
    var summary = ProgrammeSummary(.frame)
    for line in try checked("kind,text\ngate,\n") { summary.add(line.result(isUnchanged: false)) }
    let told = try JSONDecoder().decode(Told.self, from: Data(summary.json))
    #expect(told.lines.map(\.kind) == ["gate"])
    #expect(told.lines[0].project == nil)
    #expect(told.rejected == 1)
  }
}
