import Core
import Testing

/// What keys and salts are written in.
struct HexTests {
  @Test func `pairs of digits are bytes, and anything else is none`() {
    #expect(bytes(ofHex: "") == [])
    #expect(bytes(ofHex: "00fF1a") == [0, 255, 26])
    for text in ["0", "0g", "+f", "-1", " 1", "é1", "00 ", "0x00"] {
      #expect(bytes(ofHex: text) == nil, "\(text)")
    }
  }
}
