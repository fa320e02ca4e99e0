import Core
import Referrals

/// What somebody might type to find people of a crowd again.
enum CrowdSearches {
  /// Of ten: five whole names, one of them family name first, a part alone, two beginnings, a slip, a part with the
  /// date of birth. One a person, in turn.
  static func words(for lines: [InboxLine]) -> [String] {
    lines.enumerated().compactMap { number, line in
      let parts = line.name.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
      guard let given = parts.first, let family = parts.last, parts.count > 1 else { return nil }
      return switch number % 10 {
      case 0...4: parts.joined(separator: " ")
      case 5: "\(family) \(given)"
      case 6: family
      case 7: "\(given.prefix(3)) \(family.prefix(4))"
      case 8: "\(given) \(slip(family))"
      default: "\(given) \(line.dateOfBirth)"
      }
    }
  }

  /// Two letters in the middle change places.
  private static func slip(_ name: String) -> String {
    var letters = Array(name)
    guard letters.count > 3 else { return name }
    letters.swapAt(letters.count / 2 - 1, letters.count / 2)
    return String(letters)
  }
}
