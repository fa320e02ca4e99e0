import CSVFile
import Core

/// The lists as Pierhead ships them, one CSV file each (`Sources/Schema/Reference`), for the database's first filling
/// and for tests.
package enum ListFiles {
  /// The rows of a shipped CSV file by column name. A shipped file that can't be read is a fault of ours.
  package static func rows(_ csv: String) throws -> [[String: String]] {
    var reader = CSVReader()
    reader.append(csv.utf8)
    reader.finish()
    guard let header = try reader.next() else { return [] }
    let names = (0..<header.count).map { header.trimmed($0) }
    var rows: [[String: String]] = []
    while let record = try reader.next() {
      guard record.count == names.count else {
        throw Fault("Line \(record.line) of a list has \(record.count) fields, not \(names.count).")
      }
      rows.append(
        Dictionary(
          uniqueKeysWithValues: names.enumerated().map { ($1, record.trimmed($0)) }))
    }
    return rows
  }

  /// All lists from the texts of the six files.
  package static func lists(
    routes: String, districts: String, postcodeDistricts: String, benefits: String, needs: String,
    languages: String
  ) throws -> Lists {
    Lists(
      routes: try rows(routes).map {
        Lists.Route(
          key: try value("key", of: $0), aliases: parts($0["aliases"]), valid: try validity(of: $0))
      },
      districts: try rows(districts).map {
        Lists.District(
          code: try value("code", of: $0), name: try value("name", of: $0),
          otherNames: parts($0["other_names"]))
      },
      postcodeDistricts: try rows(postcodeDistricts).map {
        Lists.PostcodeDistrict(
          name: try value("postcode_district", of: $0), districts: parts($0["districts"]),
          reachesElsewhere: !parts($0["elsewhere"]).isEmpty)
      },
      benefits: try rows(benefits).map(entry),
      needs: try rows(needs).map(entry),
      languages: Languages(
        try rows(languages).map { (try value("tag", of: $0), try value("name", of: $0)) }))
  }

  private static func entry(_ row: [String: String]) throws -> Lists.Entry {
    Lists.Entry(key: try value("key", of: row), valid: try validity(of: row))
  }

  /// The days on which an entry may be used.
  package static func validity(of row: [String: String]) throws -> Validity {
    Validity(from: try day("valid_from", of: row), to: try day("valid_to", of: row))
  }

  private static func day(_ column: String, of row: [String: String]) throws -> Day? {
    guard let text = row[column], !text.isEmpty else { return nil }
    guard let day = Day(iso: text) else { throw Fault("A list holds “\(text)” as a date.") }
    return day
  }

  private static func value(_ column: String, of row: [String: String]) throws -> String {
    guard let value = row[column], !value.isEmpty else {
      throw Fault("A list has a row without \(column).")
    }
    return value
  }

  private static func parts(_ text: String?) -> [String] {
    (text ?? "").split(separator: ";").map { WhiteSpace.trimmed(String($0)) }
  }
}
