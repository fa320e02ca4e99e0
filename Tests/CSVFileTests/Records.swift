import CSVFile

/// Everything that a reader makes of some bytes, given in chunks of a size.
func records(
  _ bytes: [UInt8], chunk: Int = 65_536, recordLimit: Int = CSVReader.recordLimit,
  columnLimit: Int = CSVReader.columnLimit
) throws -> [CSVRecord] {
  var reader = CSVReader(recordLimit: recordLimit, columnLimit: columnLimit)
  var records: [CSVRecord] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    reader.append(rest.prefix(chunk))
    rest = rest.dropFirst(chunk)
    while let record = try reader.next() { records.append(record) }
  }
  reader.finish()
  while let record = try reader.next() { records.append(record) }
  return records
}

func fields(_ text: String, chunk: Int = 65_536) throws -> [[String]] {
  try records(Array(text.utf8), chunk: chunk).map { record in
    (0..<record.count).map { record[$0] }
  }
}
