import CSVFile
import Core

/// What a partner sent for one person, by column, exactly as sent but for the white space around each value.
package struct SentValues: Hashable, Sendable {
  private var values: [String]

  /// From an API call or a paper form: by column name, in any case. Names that mean nothing to us are left out.
  package init(_ named: [String: String]) {
    values = Array(repeating: "", count: Column.allCases.count)
    for (name, value) in named {
      guard let column = Column(name: name.lowercased()) else { continue }
      values[column.rawValue] = WhiteSpace.trimmed(value)
    }
  }

  /// From a row of a file.
  package init(_ record: CSVRecord, under header: ReferralHeader) {
    values = record.trimmed(header.places)
  }

  /// Empty where nothing was sent.
  package subscript(column: Column) -> String { values[column.rawValue] }

  /// Stable text of the content, to compare a row with an earlier one of the same id: a JSON object of the known
  /// columns that hold something, keys sorted.
  package var canonicalContent: String {
    var json = JSONText()
    json.open("{")
    for column in Column.sorted where !self[column].isEmpty {
      json.key(column.name)
      json.string(self[column])
    }
    json.close("}")
    return json.text
  }
}
