import CSVFile
import Core
import ReferralFile
import Schema
import Web

extension Fuzzed {
  /// The same records whatever the chunks, also where they pass the limits; no U+0000; what is written out again reads
  /// the same.
  func attemptCSV(_ bytes: [UInt8]) throws(Broken) {
    for (recordLimit, columnLimit) in [(CSVReader.recordLimit, CSVReader.columnLimit), (40, 4)] {
      let whole = CSVFile(bytes, chunks: [max(1, bytes.count)], recordLimit, columnLimit)
      // Only a reader that is given each byte by itself stops at every place.
      for chunks in [[1], [3, 1, 7], [2, 64, 5, 1, 11]] {
        let pieces = CSVFile(bytes, chunks: chunks, recordLimit, columnLimit)
        try must(pieces == whole, "in chunks of \(chunks): \(pieces), not \(whole)")
      }
      try must(
        zip(whole.records, whole.records.dropFirst()).allSatisfy { $0.line < $1.line },
        "lines out of order: \(whole)")
      for record in whole.records {
        try must(record.fields.allSatisfy { !$0.utf8.contains(0) }, "U+0000 in \(record)")
        // A byte of Windows-1252 becomes three of UTF-8 at most.
        let length = record.fields.reduce(0) { $0 + $1.utf8.count }
        try must(length <= 3 * recordLimit, "\(length) bytes in \(record)")
        try must(
          record.fields.dropFirst(columnLimit).allSatisfy(\.isEmpty), "too many in \(record)")
      }
    }
    let read = CSVFile(bytes, chunks: [bytes.count + 1])
    let whole = read.records.filter {
      $0.overlong == nil && $0.fields.count < CSVReader.columnLimit
    }
    let written = whole.map(\.written).joined(separator: "\r\n")
    let again = CSVFile(Array(written.utf8), chunks: [4096])
    try must(
      again.records.map(\.fields) == whole.map(\.fields) && again.sentence == nil,
      "written as \(shown(written)), read as \(again), not \(read)")
  }

  /// Rows behind a header of all columns. What was accepted is accepted again, and means the same, as it is recorded.
  func attemptRows(_ bytes: [UInt8]) throws(Broken) {
    let header = Column.allCases.map(\.name).joined(separator: ",") + "\n"
    var reader = ReferralReader()
    reader.append(Array(header.utf8) + bytes)
    reader.finish()
    var check = FileCheck(rules: Shipped.rules, variants: Shipped.variants)
    do {
      while let record = try reader.next() {
        guard let header = reader.header else { continue }
        let outcome = try check.take(record, under: header)
        try examine(outcome)
      }
    } catch let broken as Broken {
      throw broken
    } catch {
      // A file that can't be read has been refused.
    }
  }

  private func examine(_ outcome: Outcome) throws(Broken) {
    let sent = outcome.sent
    try must(
      outcome.checked.isRejected == outcome.checked.problems.contains(where: \.isRejecting),
      "rejected without a reason, or taken with one: \(outcome.checked.problems)")
    guard let row = outcome.row else { return }
    for column in Column.allCases {
      try must(sent[column].unicodeScalars.count <= column.limit, "\(column) is too long")
      try must(!sent[column].utf8.contains(0), "U+0000 in \(column)")
    }
    try must(row.referredOn <= today && row.bornOn <= today, "a day to come in \(row)")
    try must(
      (try? JSONReader.read(Array(sent.canonicalContent.utf8))) != nil,
      "no JSON: \(sent.canonicalContent)")
    // As it is recorded: what could not be read is not there. A key of a list may be longer than what was sent for it.
    let values = SentValues(row.recorded)
    guard Column.allCases.allSatisfy({ values[$0].unicodeScalars.count <= $0.limit }) else {
      return
    }
    var again = Shipped.rules.check(values).row
    // A district that was sent and can't be read is gone then, and one is suggested in its place.
    if row.district == nil { again?.suggestedDistrict = row.suggestedDistrict }
    try must(again == row, "\(row) again is \(String(describing: again))")
    let key = NameKey(row.fullName)
    try must(NameKey(stored: key.sorted) == key, "the key of \(shown(row.fullName))")
  }
}

/// A file as it was read.
private struct CSVFile: Equatable {
  var records: [Record] = []
  var sentence: String?
  var windows1252Records = 0

  struct Record: Equatable {
    let line: Int
    let overlong: Int?
    let fields: [String]

    var written: String {
      fields.map(CSVText.inQuotes).joined(separator: ",")
    }
  }

  init(
    _ bytes: [UInt8], chunks: [Int], _ recordLimit: Int = CSVReader.recordLimit,
    _ columnLimit: Int = CSVReader.columnLimit
  ) {
    var reader = CSVReader(recordLimit: recordLimit, columnLimit: columnLimit)
    var rest = bytes[...]
    do throws(UnusableFile) {
      for turn in 0... where !rest.isEmpty || turn == 0 {
        let size = chunks[turn % chunks.count]
        reader.append(rest.prefix(size))
        rest = rest.dropFirst(size)
        try read(&reader)
        if rest.isEmpty { break }
      }
      reader.finish()
      try read(&reader)
    } catch {
      sentence = error.sentence
    }
    windows1252Records = reader.windows1252Records
  }

  private mutating func read(_ reader: inout CSVReader) throws(UnusableFile) {
    while let record = try reader.next() {
      records.append(
        Record(
          line: record.line, overlong: record.overlong,
          fields: (0..<record.count).map { record[$0] }))
    }
  }
}

/// The lists as they are shipped.
enum Shipped {
  static let rules = RowRules(lists: lists, today: today)
  static let variants = NameVariants(csv: text("name-variants.csv"))

  private static let lists = try! ListFiles.lists(
    routes: text("routes.csv"), districts: text("districts.csv"),
    postcodeDistricts: text("postcode-districts.csv"), benefits: text("benefit-types.csv"),
    needs: text("needs.csv"), languages: text("languages.csv"))

  private static func text(_ name: String) -> String { ReferenceTexts.files[name] ?? "" }
}

extension ReferralRow {
  /// By column name, as a program would send it.
  fileprivate var recorded: [String: String] {
    func word(_ flag: Bool?) -> String? { flag.map { $0 ? "yes" : "no" } }
    let values: [Column: String?] = [
      .referralID: referralID, .organisation: organisation, .route: route,
      .referredOn: referredOn.description, .fullName: fullName, .bornOn: bornOn.written,
      .agreedToShare: "yes", .householdKey: householdKey, .relationship: relationship,
      .knownAs: knownAs, .referrerName: referrerName, .referrerEmail: referrerEmail?.text,
      .phone: phone?.text, .email: email?.text, .safeContact: safeContact, .language: language,
      .interpreterNeeded: word(interpreterNeeded), .address: address, .postcode: postcode?.text,
      .noFixedAddress: word(noFixedAddress), .district: district, .inWork: word(inWork),
      .outOfWorkSince: outOfWorkSince?.description,
      .benefits: (benefits + unknownBenefits).joined(separator: ";"),
      .needs: (needs + unknownNeeds).joined(separator: ";"), .notes: notes,
    ]
    return Dictionary(uniqueKeysWithValues: values.map { ($0.key.name, $0.value ?? "") })
  }
}
