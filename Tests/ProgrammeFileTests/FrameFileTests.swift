import Core
import Testing

@testable import ProgrammeFile

/// The file of what the authority has set down about the programme.
struct FrameFileTests {
  @Test func `the frame stands as the file says`() throws {
    let read = try checked(Array(Samples.frame.utf8))
    #expect(read.kind == .frame)
    #expect(read.lines.filter { !$0.problems.isEmpty }.isEmpty)
    let lines = try read.lines.map { try #require($0.frame) }
    let counts = Dictionary(grouping: lines, by: \.kind).mapValues(\.count)
    #expect(counts == [.vision: 1, .objective: 9, .summary: 1, .gate: 10, .question: 4])
    #expect(Set(lines.map(\.fileKey)).count == lines.count)
    let summary = try #require(lines.first { $0.kind == .summary })
    #expect(summary.when?.description == "2021-01")
    #expect(summary.workstream == nil)
    let gates = lines.filter { $0.kind == .gate }
    #expect(gates.map(\.place) == Array(1...10))
    #expect(gates.map(\.occurrence) == [1, 1, 1, 1, 1, 1, 2, 2, 1, 1])
    #expect(gates[6].words == gates[3].words)
    #expect(
      gates[7].doubt
        == "The slide says it twice; probably another tranche. The file notes: “as above”.")
    let questions = lines.filter { $0.kind == .question }
    #expect(questions.map(\.workstream) == ["employer", "employer", "employer", "facilitator"])
    #expect(questions.filter { $0.doubt != nil || $0.note == nil }.isEmpty)
    #expect(lines[0].kind == .vision && lines[0].doubt == nil)
  }

  private func read(_ rows: String...) throws -> [CheckedLine] {
    try checked("Kind,Workstream,Text,When,Note\n" + rows.joined(separator: "\n"))
  }

  @Test(
    arguments: [
      ("gate,,G", "line: wrong_column_count"), (",,G,,", "kind: missing_value"),
      ("door,,G,,", "kind: bad_value"), ("gate,,,,", "text: missing_value"),
      ("objective,,O,,", "workstream: missing_value"),
      ("question,Landlord,Q,,", "workstream: bad_value"),
      ("gate,Employer,G,,", "workstream: bad_value"), ("gate,,G,one day,", "when: bad_date"),
      ("vision,,Another,,", "text: contradicts"),
      ("VISION,,the  vision,,", "text: duplicate_in_file"),
      ("objective,employer,Better,2021,", "text: duplicate_in_file"),
    ].map { ($0.0.replacing("2021,", with: "2021-01,"), $0.1) })
  func `a damaged line is named and stops nothing else`(row: String, wrong: String) throws {
    let lines = try read("vision,,The vision,,", "objective,Employer,Better,,", row, "gate,,Last,,")
    #expect(lines[2].wrong == wrong)
    #expect(lines[2].isRejected)
    #expect(lines.count == 4)
    #expect(lines[3].frame?.words == "Last")
  }

  @Test func `a line that can't be used keeps its place free`() throws {
    let lines = try read("gate,,A,,", "gate,,B,one day,", "gate,,C,,")
    #expect(lines[2].frame?.place == 3)
  }

  @Test func `words and notes may be 2,000 characters, and a kind 1,000 lines`() throws {
    let long = String(repeating: "é", count: 2000)
    #expect(try read("gate,,\(long),,\(long)")[0].problems.isEmpty)
    #expect(try read("gate,,\(long)é,,\(long)é")[0].wrong == "text: too_long, note: too_long")
    let doubt = try read("gate,,\(long),,\(long)")[0].frame?.doubt
    #expect(doubt?.unicodeScalars.count == Doubt.limit)
    let rows = (1...1001).map { "gate,,G\($0),," }.joined(separator: "\n")
    let lines = try read(rows)
    #expect(lines[999].problems.isEmpty)
    #expect(lines[1000].wrong == "kind: bad_value")
  }

  @Test func `new words of the vision change it, and new words of a gate are another gate`() {
    func key(_ kind: FrameLine.Kind, _ words: String, _ occurrence: Int = 1) -> String {
      FileKey.frame(kind, workstream: nil, words: words, occurrence: occurrence)
    }
    #expect(key(.vision, "a") == key(.vision, "b"))
    #expect(key(.summary, "a") == key(.summary, "b"))
    #expect(key(.vision, "a") != key(.summary, "a"))
    #expect(key(.gate, "a") != key(.gate, "b"))
    #expect(key(.gate, "a", 2) != key(.gate, "a"))
    #expect(key(.gate, "a", 2) != key(.gate, "a 2"))
  }
}
