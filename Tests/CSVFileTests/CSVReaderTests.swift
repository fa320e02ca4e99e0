import CSVFile
import Support
import Testing

/// The CSV reader: what people's files hold, and what hostile ones do.
struct CSVReaderTests {
  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2\r\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("\u{FEFF}a;b\n1,5;2", [["a", "b"], ["1,5", "2"]]),
    ("a\tb\n1;2,3\t4", [["a", "b"], ["1;2,3", "4"]]),
    ("\"a,;;\";b\n1;2", [["a,;;", "b"], ["1", "2"]]),
    ("a,b\n\"x \"\"y\"\"\",\"l1\nl2\r\nl3\"", [["a", "b"], ["x \"y\"", "l1\nl2\r\nl3"]]),
    ("a,b\n5\" nail,ab\"c\"", [["a", "b"], ["5\" nail", "ab\"c\""]]),
    ("a,b\n1, \"x, y\"\n", [["a", "b"], ["1", "x, y"]]),
    ("a,b\n\"x\" ,\"y\"z\n", [["a", "b"], ["x ", "yz"]]),
    ("\n \n\na,b\n\n  \n1,2\n\n", [["a", "b"], ["1", "2"]]),
    ("a\n\"\"\n,\n", [["a"], [""], ["", ""]]),
    ("a,b\n1,", [["a", "b"], ["1", ""]]),
    ("a,b\n1,\"\"", [["a", "b"], ["1", ""]]),
    ("", []), ("\n\n", []), ("a", [["a"]]),
  ])
  func `a file is read as it was meant`(text: String, wanted: [[String]]) throws {
    for chunk in [1, 2, 3, 65_536] { #expect(try fields(text, chunk: chunk) == wanted) }
  }

  @Test func `each record knows the line on which it starts`() throws {
    let text = "h\n\n\"a\nb\r\nc\rd\"\r\ne\r\r\nf\n"
    for chunk in [1, 2, 7, 100] {
      #expect(try records(Array(text.utf8), chunk: chunk).map(\.line) == [1, 3, 7, 9])
    }
  }

  @Test(arguments: [1, 5, 1000])
  func `Windows-1252 and UTF-8 are told apart record by record`(chunk: Int) throws {
    let file =
      Array("a,b\nNguyễn,1\n".utf8) + [0x42, 0x6A, 0xF6, 0x72, 0x6E, 0x2C, 0x80, 10]
      + Array("é,2".utf8)
    let found = try records(file, chunk: chunk).map { [$0[0], $0[1]] }
    #expect(found == [["a", "b"], ["Nguyễn", "1"], ["Björn", "€"], ["é", "2"]])
  }

  @Test func `two fields do not make one letter between them`() throws {
    let found = try records([0x61, 0x2C, 0x62, 10, 0xC3, 0x2C, 0xA9])
    #expect(found[1][0] == "Ã" && found[1][1] == "©")
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], "UTF-16"), ([0x61, 0x00, 0x0A, 0x00], "NUL"),
      ([0x61, 0x0A, 0x62, 0x00], "Line 2"), ([0x50, 0x4B, 0x03, 0x04, 0x14], "spreadsheet"),
      ([0x61, 0x0A, 0x62, 0x0A, 0x22, 0x63, 0x0A], "line 3"),
    ] as [([UInt8], String)])
  func `a file that can't be read says why`(bytes: [UInt8], word: String) {
    let error = #expect(throws: UnusableFile.self) { try records(bytes, chunk: 4) }
    #expect(error?.sentence.contains(word) == true)
  }

  @Test func `a quote that never closes does not take the memory`() {
    let file = Array("a,b\n1,2\n3,\"".utf8) + [UInt8](repeating: 120, count: 5_000_000)
    let error = #expect(throws: UnusableFile.self) { try records(file) }
    #expect(error?.sentence.contains("line 3") == true)
  }

  @Test func `a row of five million columns stops no other row`() throws {
    let file =
      Array("a,b\n1,2\n".utf8) + [UInt8](repeating: 44, count: 5_000_000) + Array("\n3,4\n".utf8)
    let started = ContinuousClock().now
    let found = try records(file)
    #expect(found.map(\.count) == [2, 2, 5_000_001, 2])
    #expect(found[3][1] == "4")
    #expect(ContinuousClock().now - started < .seconds(20))
  }

  @Test func `a field beyond the record's limit is cut and the next row is whole`() throws {
    let file =
      Array("a,b,c\n1,".utf8) + Array(repeating: "é", count: 800_000).joined().utf8
      + Array(",3\n4,5,6\n".utf8)
    let found = try records(file)
    #expect(found[1].count == 3 && found[1].overlong == 1)
    #expect(found[1][1].utf8.count <= CSVReader.recordLimit)
    #expect(found[1][1].allSatisfy { $0 == "é" })
    #expect(found[2][2] == "6")
  }

  @Test func `an endless first line is refused`() {
    let error = #expect(throws: UnusableFile.self) {
      try records([UInt8](repeating: 44, count: 3_000_000))
    }
    #expect(error?.sentence.contains("first line") == true)
    #expect(throws: UnusableFile.self) { try records([UInt8](repeating: 10, count: 3_000_000)) }
  }

  @Test func `what a writer quotes comes back, however it is cut`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    let pieces = ["a", "\"", ",", ";", "\n", "\r\n", "\r", " ", "é", "李", "", "=1+1", "\u{202E}"]
    for _ in 0..<300 {
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<3).map { _ in
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            pieces.randomElement(using: &random)!
          }.joined()
        }
      }
      let lines = rows.map { row in
        row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
      }
      let text = "x,y,z\n" + lines.joined(separator: "\r\n")
      let chunk = Int.random(in: 1...40, using: &random)
      #expect(
        try fields(text, chunk: chunk).dropFirst().elementsEqual(rows),
        "seed \(seed), chunk \(chunk)")
    }
  }

  @Test func `no bytes at all can make the reader crash`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    print("seed \(seed)")
    let likely: [UInt8] = [34, 44, 59, 9, 10, 13, 32, 65, 0xC3, 0xA9, 0xFF, 0xEF, 0xBB, 0xBF]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        Bool.random(using: &random)
          ? likely.randomElement(using: &random)! : UInt8.random(in: 1...255, using: &random)
      }
      let whole = try? records(bytes)
      let cut = try? records(bytes, chunk: 1)
      #expect(whole?.map(\.line) == cut?.map(\.line), "seed \(seed): \(bytes)")
      #expect(
        whole?.map { record in (0..<record.count).map { record[$0] } }
          == cut?.map { record in (0..<record.count).map { record[$0] } }, "seed \(seed): \(bytes)")
    }
  }
}
