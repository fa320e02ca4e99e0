/// A UK postcode of a possible form, written as Royal Mail does: capitals, one space before the last three.
/// A possible form does not mean that the postcode exists. Source: BS 7666 and the GOV.UK Design System,
/// "Addresses": a known area, a digit, perhaps a digit or letter, then a digit and two letters not C I K M O V.
package struct Postcode: Hashable, Sendable, CustomStringConvertible {
  /// `L8 1SF`
  package let text: String

  /// Reads what people type: any case, spaces and punctuation anywhere. Nil where no postcode looks like this.
  package init?(_ written: some StringProtocol) {
    var bytes: [UInt8] = []
    for byte in written.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte - 32)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      case 9, 32...47, 58...64, 91...96, 123...126, 0xC2, 0xA0: continue
      default: return nil
      }
      if bytes.count > 7 { return nil }
    }
    guard bytes.count >= 5 else { return nil }
    let inward = bytes.suffix(3)
    guard Self.isInward(inward), Self.isOutward(bytes.dropLast(3)) else { return nil }
    text = String(decoding: bytes.dropLast(3) + [32] + inward, as: UTF8.self)
  }

  /// The postcode district, `L8` of `L8 1SF`: what suggests a local authority.
  package var district: String { String(text.dropLast(4)) }

  package var description: String { text }

  private static func isInward(_ bytes: ArraySlice<UInt8>) -> Bool {
    isDigit(bytes[bytes.startIndex])
      && bytes.dropFirst().allSatisfy { isLetter($0) && !neverInward.contains($0) }
  }

  /// Area letters, a digit, and perhaps one more digit or letter; Girobank's GIR stands alone.
  private static func isOutward(_ bytes: ArraySlice<UInt8>) -> Bool {
    let area = bytes.prefix(while: isLetter)
    let rest = bytes.dropFirst(area.count)
    guard let first = rest.first else { return bytes.elementsEqual("GIR".utf8) }
    guard isDigit(first), rest.count <= 2 else { return false }
    return areas.contains(String(decoding: area, as: UTF8.self))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }

  private static let neverInward = Array("CIKMOV".utf8)

  /// The 124 postcode areas, and BF and BX, which are no place.
  private static let areas: Set<String> = Set(
    """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE
    NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR
    TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
