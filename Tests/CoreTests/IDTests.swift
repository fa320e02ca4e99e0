import Core
import Testing

struct IDTests {
  static let noon = Instant(iso: "2026-11-20T12:00:00.123456Z")!

  @Test func `a new id is a canonical UUID of version 7`() {
    for _ in 0..<1000 {
      let id = PersonID(at: Self.noon)
      let bytes = Array(id.text.utf8)
      #expect(PersonID(checking: id.text) == id)
      #expect(bytes[14] == UInt8(ascii: "7"))
      #expect("89ab".utf8.contains(bytes[19]))
    }
  }

  @Test func `an id holds its millisecond`() throws {
    let text = PersonID(at: Self.noon).text.replacing("-", with: "")
    #expect(Int64(text.prefix(12), radix: 16) == Self.noon.microseconds / 1000)
  }

  @Test func `ids sort as the times when they were made`() {
    let ids = (0..<2000).map { PersonID(at: Self.noon.adding(seconds: $0 * 37)).text }
    #expect(ids == ids.sorted())
    #expect(
      PersonID(at: Instant(microseconds: 1000)).text
        < PersonID(at: Instant(microseconds: 2000)).text)
  }

  @Test func `ids of one moment differ`() {
    #expect(Set((0..<20000).map { _ in PersonID(at: Self.noon) }).count == 20000)
  }

  @Test(arguments: [
    "00000000-0000-7000-8000-000000000000", "01936f2e-7b00-7abc-9def-0123456789ab",
  ])
  func `anyone may send this`(text: String) { #expect(HouseholdID(checking: text)?.text == text) }

  @Test(arguments: [
    "", " ", "1", "null", "new", "01936f2e-7b00-7abc-9def-0123456789a",
    "01936f2e-7b00-7abc-9def-0123456789abc", "01936F2E-7B00-7ABC-9DEF-0123456789AB",
    "01936f2e7b007abc9def0123456789ab", "{01936f2e-7b00-7abc-9def-0123456789a}",
    "01936f2e-7b00-7abc-9def-0123456789a\n", "\n1936f2e-7b00-7abc-9def-0123456789ab",
    "01936f2e-7b00-7abc-9def-0123456789a\0", "01936f2e_7b00_7abc_9def_0123456789ab",
    "0-936f2e-7b00-7abc-9def-0123456789ab", "01936f2e-7b00-7abc-9def00123456789ab",
    "01936f2g-7b00-7abc-9def-0123456789ab", "' OR 1=1 -- 00-7abc-9def-0123456789a",
    "../../../../../../../../../etc/passwd", "<script>alert(1)</script>-0123456789",
    "%30%31936f2e-7b00-7abc-9def-01234567", "０1936f2e-7b00-7abc-9def-012345678",
    "0１936f2e-7b00-7abc-9def-0123456789ab", "01936f2e–7b00–7abc–9def–0123456789ab",
    "e\u{301}1936f2e-7b00-7abc-9def-0123456789", "٠٠٠٠٠٠٠٠-0000-7000-8000-0000000",
    String(repeating: "-", count: 36), String(repeating: "0", count: 36),
    String(repeating: "0", count: 100_000),
  ])
  func `this is no id`(text: String) { #expect(HouseholdID(checking: text) == nil) }
}
