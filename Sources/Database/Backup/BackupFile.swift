import Core
import Foundation

/// What a backup says of itself before its rows.
package struct BackupHeader: Codable, Sendable {
  /// The number of migrations that its tables have had.
  package let schema: Int
  /// Whose it was: SQLite or PostgreSQL. It can be restored to either.
  package let engine: String
  package let madeAt: String
  /// The key of the server, without which nobody's second factor works. Nil where the one who made it had none.
  package let serverKey: String?
}

/// What it says after them.
package struct BackupTrailer: Codable, Sendable, Equatable {
  package let tables: Int
  package let rows: Int
  /// The last event of the record, and its hash.
  package let lastEvent: Int
  package let hash: String
}

/// One thing after another of a backup.
enum BackupPart {
  case table(name: String, columns: [String])
  case row([Value])
  case end(BackupTrailer)
}

/// Rows as bytes, the same from both engines. A backup is a header, tables with their rows, and a trailer:
/// `t` name, number of columns, their names; `r` a value for each; `n` number of rows; at the end `e` and the trailer.
/// Numbers and lengths are unsigned LEB128; text is UTF-8 after its length.
struct BackupEncoder {
  private let file: SealedWriter
  private var bytes: [UInt8] = []

  init(_ file: SealedWriter, _ header: BackupHeader) throws {
    self.file = file
    put(Array(try Self.json(header)))
    try flush()
  }

  mutating func table(_ name: String, _ columns: [String]) throws {
    bytes.append(UInt8(ascii: "t"))
    put(Array(name.utf8))
    put(UInt64(columns.count))
    for column in columns { put(Array(column.utf8)) }
    try flush()
  }

  mutating func row(_ values: [Value]) throws {
    bytes.append(UInt8(ascii: "r"))
    for value in values {
      switch value {
      case .null: bytes.append(0)
      case .bool(let flag): bytes.append(flag ? 2 : 1)
      case .int(let number):
        bytes.append(3)
        put(UInt64(bitPattern: number << 1 ^ number >> 63))  // zigzag: small negatives stay short
      case .double(let number):
        bytes.append(4)
        put(number.bitPattern)
      case .text(var text):
        bytes.append(5)
        text.withUTF8 { utf8 in
          put(UInt64(utf8.count))
          bytes += utf8
        }
      }
    }
    if bytes.count > 1 << 14 { try flush() }
  }

  mutating func endOfTable(rows: Int) throws {
    bytes.append(UInt8(ascii: "n"))
    put(UInt64(rows))
    try flush()
  }

  mutating func end(_ trailer: BackupTrailer) throws {
    bytes.append(UInt8(ascii: "e"))
    put(Array(try Self.json(trailer)))
    try flush()
  }

  private mutating func flush() throws {
    try file.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func put(_ text: [UInt8]) {
    put(UInt64(text.count))
    bytes += text
  }

  private mutating func put(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func json(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(value)
  }
}

/// Reads what `BackupEncoder` wrote, and holds each table's rows against their number. One thread at a time uses it.
package final class BackupReader: @unchecked Sendable {
  package let header: BackupHeader
  private let bytes: Bytes
  private var columns = 0
  private var rowsOfTable: Int?
  private var tables = 0
  private var rows = 0

  package convenience init(_ path: String, opening key: BackupKey) throws {
    try self.init(SealedReader(path, opening: key))
  }

  init(_ file: SealedReader) throws {
    bytes = Bytes(file)
    header = try bytes.json(BackupHeader.self)
  }

  /// The next part; the last one is the trailer.
  func next() throws -> BackupPart {
    while true {
      switch try bytes.byte() {
      case UInt8(ascii: "t") where rowsOfTable == nil:
        let name = try bytes.text()
        columns = try bytes.count(atMost: 1000)
        let names = try (0..<columns).map { _ in try bytes.text() }
        (rowsOfTable, tables) = (0, tables + 1)
        return .table(name: name, columns: names)
      case UInt8(ascii: "r") where rowsOfTable != nil:
        rowsOfTable! += 1
        rows += 1
        return .row(try bytes.values(columns))
      case UInt8(ascii: "n") where rowsOfTable != nil:
        guard try bytes.count(atMost: .max) == rowsOfTable else { throw Self.garbled }
        rowsOfTable = nil
      case UInt8(ascii: "e") where rowsOfTable == nil:
        let trailer = try bytes.json(BackupTrailer.self)
        guard trailer.tables == tables, trailer.rows == rows, try bytes.isAtEnd
        else { throw Self.garbled }
        return .end(trailer)
      default: throw Self.garbled
      }
    }
  }

  static let garbled = UnusableBackup("The backup holds what no Pierhead wrote: use another.")

  /// Where it reads: a place in a piece, and the pieces after it.
  private final class Bytes {
    private let file: SealedReader
    private var piece: [UInt8] = []
    private var at = 0

    init(_ file: SealedReader) { self.file = file }

    var isAtEnd: Bool {
      get throws { try at == piece.count && file.next() == nil }
    }

    func byte() throws -> UInt8 {
      while at == piece.count {
        guard let next = try file.next() else { throw BackupReader.garbled }
        (piece, at) = (next, 0)
      }
      defer { at += 1 }
      return piece[at]
    }

    func number() throws -> UInt64 {
      var number: UInt64 = 0
      for shift in stride(from: UInt64(0), through: 63, by: 7) {
        let byte = try byte()
        number |= UInt64(byte & 0x7f) << shift
        if byte & 0x80 == 0 { return number }
      }
      throw BackupReader.garbled
    }

    func count(atMost most: Int) throws -> Int {
      guard let count = Int(exactly: try number()), count <= most else {
        throw BackupReader.garbled
      }
      return count
    }

    func bytes() throws -> [UInt8] {
      let count = try count(atMost: 1 << 28)
      var bytes: [UInt8] = []
      while bytes.count < count {
        if at == piece.count {
          bytes.append(try byte())
          continue
        }
        let part = min(count - bytes.count, piece.count - at)
        bytes += piece[at..<at + part]
        at += part
      }
      return bytes
    }

    func text() throws -> String { String(decoding: try bytes(), as: UTF8.self) }

    func json<T: Decodable>(_ type: T.Type) throws -> T {
      do { return try JSONDecoder().decode(type, from: Data(try bytes())) } catch is DecodingError {
        throw BackupReader.garbled
      }
    }

    func values(_ count: Int) throws -> [Value] {
      var values: [Value] = []
      values.reserveCapacity(count)
      for _ in 0..<count {
        switch try byte() {
        case 0: values.append(.null)
        case 1: values.append(.bool(false))
        case 2: values.append(.bool(true))
        case 3:
          let number = try number()
          values.append(.int(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)))
        case 4: values.append(.double(Double(bitPattern: try number())))
        case 5: values.append(.text(try text()))
        default: throw BackupReader.garbled
        }
      }
      return values
    }
  }
}
