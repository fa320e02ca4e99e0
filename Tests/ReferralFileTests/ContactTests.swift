import Core
import Testing

/// Postcodes, telephone numbers and email addresses.
struct ContactTests {
  @Test(arguments: [
    ("l81sf", "L8 1SF", "L8"), (" wa10-1aa ", "WA10 1AA", "WA10"), ("EC1A1BB", "EC1A 1BB", "EC1A"),
    ("W1A 0AX", "W1A 0AX", "W1A"), ("gir 0aa", "GIR 0AA", "GIR"), ("BF1 3AA", "BF1 3AA", "BF1"),
  ])
  func `a postcode is written one way`(sent: String, text: String, district: String) throws {
    let postcode = try #require(Postcode(sent))
    #expect(postcode.text == text && postcode.district == district)
  }

  @Test(arguments: [
    "", "L8", "ZZ99 3AA", "L8 1SI", "L8 1S", "L123 4AA", "LL 1AA", "8L 1AA", "L8 1SFX", "Ｌ8 1SF",
    "L8 ASF",
  ])
  func `this is no postcode`(sent: String) { #expect(Postcode(sent) == nil) }

  @Test(arguments: [
    ("07700 900123", "+447700900123"), ("(0151) 496-0880", "+441514960880"),
    ("+44 (0)151 496 0880", "+441514960880"), ("+447700900123", "+447700900123"),
    ("0169 772 345", "+44169772345"), ("+1 202 555 0143", "+12025550143"),
    ("+12345678", "+12345678"), ("+123456789012345", "+123456789012345"),
  ])
  func `a number is written one way`(sent: String, text: String) {
    #expect(Phone(sent)?.text == text)
  }

  @Test(arguments: [
    "", "0770", "07700 9001234", "7700 900123", "00447700900123", "+1234567", "+1234567890123456",
    "07700 900123 or 4", "0+7700900123", "00151 496088", "+44 (0)0151 49608", "٠٧٧٠٠٩٠٠١٢٣",
    "07700/900123", "+",
  ])
  func `this is no number`(sent: String) { #expect(Phone(sent) == nil) }

  @Test(arguments: ["a@b.co", "O'Neil+x@Sub.Example.org", "é@exämple.fr", "1@1.1a"])
  func `this is an address`(sent: String) { #expect(EmailAddress(sent) != nil) }

  @Test(arguments: [
    "", "@", "nobody@", "@example.org", "a@b", "a b@c.org", "a@b@c.org", "a..b@c.org", ".a@c.org",
    "a@c..org", "a@-c.org", "a@c.org.", "a@1.2.3.4", "a,b@c.org", "<a@c.org>", "a@c.o", "a@c d.org",
    "\(String(repeating: "a", count: 65))@example.org",
  ])
  func `this is no address`(sent: String) { #expect(EmailAddress(sent) == nil) }
}
