import CSVFile

/// A referral file as it comes: the CSV reader with the first record taken as the header.
package struct ReferralReader: Sendable {
  /// Nil until the first line has been read.
  package private(set) var header: ReferralHeader?
  private var csv = CSVReader()
  private var isFinished = false

  package init() {}

  /// Takes the next bytes of the file. Ask `next` until it answers nil before giving more.
  package mutating func append(_ chunk: some Sequence<UInt8>) { csv.append(chunk) }

  /// The file ends here.
  package mutating func finish() {
    isFinished = true
    csv.finish()
  }

  /// The next row behind the header, or nil when more bytes are needed or the file is at its end.
  package mutating func next() throws(UnusableFile) -> CSVRecord? {
    if header == nil {
      guard let first = try csv.next() else {
        if isFinished {
          throw UnusableFile("The file is empty. Its first line must name the columns.")
        }
        return nil
      }
      header = try ReferralHeader(first)
    }
    return try csv.next()
  }

  /// What the person should know of the file as a whole, a sentence each.
  package var remarks: [String] {
    var remarks: [String] = []
    if let ignored = header?.ignored, !ignored.isEmpty {
      remarks.append(
        "Columns that were not read: \(ignored.map { Shown.text($0) }.joined(separator: ", ")).")
    }
    let count = csv.windows1252Records
    if count > 0 {
      remarks.append(
        "\(count) \(count == 1 ? "row is" : "rows are") not in UTF-8 and \(count == 1 ? "was" : "were") read as "
          + "Windows-1252. Check names with accents.")
    }
    return remarks
  }
}
