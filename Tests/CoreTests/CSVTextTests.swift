import Core
import Testing

struct CSVTextTests {
  @Test(arguments: [
    ("", ""), ("Ada", "Ada"), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""),
    ("two\r\nlines", "\"two\r\nlines\""), ("=1+1", "'=1+1"), ("\t=1", "'\t=1"),
    // A quote or comma is one letter with the accent behind it.
    ("a\"\u{301},=1", "\"a\"\"\u{301},=1\""), ("a,\u{301}b", "\"a,\u{301}b\""),
    ("\"\u{7AB}", "\"\"\"\u{7AB}\""), ("=\u{338}1", "'=\u{338}1"),
  ])
  func `a cell is one cell, and no formula`(text: String, cell: String) {
    #expect(Array(CSVText.cell(text).utf8) == Array(cell.utf8))
  }
}
