/// Reads CSV (RFC 4180) as it comes, in chunks of any size, and never holds more than a chunk and a record.
///
///     reader.append(chunk)
///     while let record = try reader.next() { … }      // nil: give it another chunk
///     reader.finish()                                  // no more chunks: ask `next` until nil once more
///
/// Separator: see `CSVOpening`. Encoding: see `CSVEncoding`. Lines end in CRLF, LF or CR, mixed too; blank lines are
/// skipped. More lenient than the RFC in two things that people's files hold: a quote inside a field that did not
/// start with one is kept as it is, and white space before an opening quote is dropped.
package struct CSVReader: Sendable {
  /// Bytes kept of one record, and the most that may stand between an opening quote and its end.
  package static let recordLimit = 1 << 20
  /// Fields kept of one record; more are counted only.
  package static let columnLimit = 1000

  /// Records that were not UTF-8 and were read as Windows-1252.
  package private(set) var windows1252Records = 0

  private var opening: CSVOpening? = CSVOpening()
  private var separator = UInt8(ascii: ",")
  private var input: [UInt8] = []
  private var at = 0
  private var isFinished = false

  private var place = Place.field
  private var line = 1
  private var afterReturn = false

  private var recordLine = 1
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var count = 0
  private var overlong: Int?
  private var hadQuote = false
  private var quotedSince = 0
  private var quotedFrom = 1

  /// Where in a field the reader stands.
  private enum Place {
    /// In a field without quotes, or at its start.
    case field
    case quoted
    /// Just behind a quote in a quoted field: it ends the field, or is the first of two.
    case behindQuote
    /// Behind a quoted field's end, where only a separator or newline should stand.
    case closed
  }

  package init() {}

  /// Takes the next bytes of the file. Ask `next` until it answers nil before giving more.
  package mutating func append(_ chunk: some Sequence<UInt8>) {
    if opening != nil {
      opening?.append(chunk)
    } else if at == input.count {
      input = Array(chunk)
      at = 0
    } else {
      input.append(contentsOf: chunk)
    }
  }

  /// The file ends here.
  package mutating func finish() { isFinished = true }

  /// The next record, or nil when it needs more bytes or the file is at its end.
  package mutating func next() throws(UnusableFile) -> CSVRecord? {
    if opening != nil {
      guard let found = try opening?.found(atEnd: isFinished) else { return nil }
      opening = nil
      (separator, input, at) = (found.separator, found.bytes, found.start)
    }
    while at < input.count {
      if try scanned(), let record = closed() { return record }
    }
    guard isFinished else { return nil }
    guard place != .quoted else { throw unclosed }
    guard count > 0 || !bytes.isEmpty || hadQuote else { return nil }
    return closed()
  }

  /// Goes on until a record ends (true) or the bytes at hand do (false).
  private mutating func scanned() throws(UnusableFile) -> Bool {
    // A second reference, so that the bytes may be read while the reader changes.
    let held = input
    let span = held.span
    while at < span.count {
      let byte = span[at]
      if afterReturn {
        afterReturn = false
        if byte == 10 {
          if place == .quoted { keep(held, at..<at + 1) }
          at += 1
          continue
        }
      }
      switch place {
      case .field, .closed:
        var stop = at
        while stop < span.count {
          let next = span[stop]
          if next <= 34, next == 34 || next == 10 || next == 13 || next == 0 { break }
          if next == separator { break }
          stop += 1
        }
        if stop > at {
          keep(held, at..<stop)
          at = stop
          continue
        }
        at += 1
        if byte == separator {
          endField()
        } else if byte == 34 {
          openQuote(held)
        } else if byte == 0 {
          throw nul
        } else {
          afterReturn = byte == 13
          return true
        }
      case .quoted:
        var stop = at
        while stop < span.count {
          let next = span[stop]
          if next <= 34, next == 34 || next == 10 || next == 13 || next == 0 { break }
          stop += 1
        }
        if stop == at {
          stop += 1
          if byte == 34 {
            place = .behindQuote
            at = stop
            continue
          }
          guard byte != 0 else { throw nul }
          line += 1
          afterReturn = byte == 13
        }
        keep(held, at..<stop)
        quotedSince += stop - at
        guard quotedSince <= Self.recordLimit else { throw unclosed }
        at = stop
      case .behindQuote:
        if byte == 34 {
          keep(held, at..<at + 1)
          quotedSince += 1
          place = .quoted
          at += 1
        } else {
          place = .closed
        }
      }
    }
    return false
  }

  private mutating func keep(_ held: [UInt8], _ range: Range<Int>) {
    let room = Self.recordLimit - bytes.count
    if range.count <= room {
      if count < Self.columnLimit { bytes.append(contentsOf: held[range]) }
    } else if overlong == nil {
      overlong = count
      bytes.append(contentsOf: held[range].prefix(room))
    }
  }

  private mutating func openQuote(_ held: [UInt8]) {
    let start = ends.last ?? 0
    if place == .field, bytes[start...].allSatisfy({ $0 == 32 || $0 == 9 }) {
      bytes.removeSubrange(start...)
      place = .quoted
      hadQuote = true
      quotedSince = 0
      quotedFrom = line
    } else {
      keep(held, at - 1..<at)
    }
  }

  private mutating func endField() {
    if ends.count < Self.columnLimit { ends.append(bytes.count) }
    count += 1
    place = .field
  }

  /// Ends the record; nil where the line was blank.
  private mutating func closed() -> CSVRecord? {
    endField()
    let isBlank =
      count == 1 && !hadQuote
      && bytes.withUnsafeBufferPointer { WhiteSpace.trimmed($0).isEmpty }
    var record: CSVRecord?
    if isBlank {
      bytes.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
    } else {
      if overlong != nil { cutToWholeLetters() }
      if CSVEncoding.decode(&bytes, &ends) { windows1252Records += 1 }
      record = CSVRecord(
        line: recordLine, count: count, overlong: overlong, bytes: bytes, ends: ends)
      let (size, fields) = (bytes.count, ends.count)
      bytes = []
      ends = []
      bytes.reserveCapacity(min(size + size / 4, 4096))
      ends.reserveCapacity(fields)
    }
    count = 0
    overlong = nil
    hadQuote = false
    line += 1
    recordLine = line
    return record
  }

  /// The record was cut at a byte: takes away what that left of a letter, lest all look like Windows-1252.
  private mutating func cutToWholeLetters() {
    guard let field = overlong, field < ends.count else { return }
    var end = ends[field]
    for _ in 0..<3 where end > 0 && bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
    if end > 0, bytes[end - 1] >= 0xC0 { end -= 1 }
    bytes.removeSubrange(end..<ends[field])
    for index in field..<ends.count { ends[index] = end }
  }

  private var unclosed: UnusableFile {
    UnusableFile(
      "A quotation mark opens on line \(quotedFrom) and is not closed. Find it in the file, close it or take it away, "
        + "and send the file again.")
  }

  private var nul: UnusableFile {
    UnusableFile(
      "Line \(line) holds a NUL byte, so this is not a text file, or it is saved as UTF-16. Save it as "
        + "“CSV UTF-8” and send it again.")
  }
}
