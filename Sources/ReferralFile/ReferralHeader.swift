import CSVFile

/// The first line of a referral file: which column stands where, in any order and any case.
package struct ReferralHeader: Sendable {
  /// How many fields each row must have.
  package let count: Int
  /// Names of columns that mean nothing to us, as sent. Unnamed columns are "column 27".
  package let ignored: [String]
  /// By column; -1 where the file does not have it.
  let places: [Int]

  /// Throws a sentence where a required column is missing or two columns have one name.
  package init(_ record: CSVRecord) throws(UnusableFile) {
    guard record.count <= CSVReader.columnLimit, record.overlong == nil else {
      throw UnusableFile(
        "The first line names \(record.count) columns; a file may have \(CSVReader.columnLimit).")
    }
    var places = [Int](repeating: -1, count: Column.allCases.count)
    var seen: Set<String> = []
    var ignored: [String] = []
    for index in 0..<record.count {
      let sent = record.trimmed(index)
      let name = sent.lowercased()
      guard name.isEmpty || seen.insert(name).inserted else {
        throw UnusableFile(
          "Two columns are named \(Shown.text(name)). Rename or remove one and send the file again."
        )
      }
      if let column = Column(name: name) {
        places[column.rawValue] = index
      } else {
        ignored.append(name.isEmpty ? "column \(index + 1)" : sent)
      }
    }
    let missing = Column.allCases.filter { $0.isRequired && places[$0.rawValue] < 0 }.map(\.name)
    guard missing.isEmpty else {
      throw UnusableFile(
        "The first line must name the columns. Missing: \(missing.joined(separator: ", ")). Add "
          + (missing.count == 1 ? "it" : "them") + " and send the file again.")
    }
    (count, self.ignored, self.places) = (record.count, ignored, places)
  }

  /// Where the column stands in a row; nil where the file does not have it.
  package func place(of column: Column) -> Int? {
    let place = places[column.rawValue]
    return place < 0 ? nil : place
  }
}
