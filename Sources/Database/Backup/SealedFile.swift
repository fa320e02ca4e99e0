import CSodium
import Core
import Foundation

/// A file of pieces that only its key opens: a line that says what it is, a key of its own sealed for the operator
/// (`crypto_box_seal`), and libsodium's secret stream (XChaCha20-Poly1305) in pieces with their lengths. The stream's
/// last piece says that it is the last, so that a file that was cut short is known by it.
enum SealedFile {
  static let mark = Array("Pierhead backup 1\n".utf8)
  static let pieceSize = 1 << 16
  static let overhead = Int(crypto_secretstream_xchacha20poly1305_abytes())
  static let keySize = Int(crypto_secretstream_xchacha20poly1305_keybytes())
  static let headerSize = Int(crypto_secretstream_xchacha20poly1305_headerbytes())
  static let sealedKeySize = keySize + Int(crypto_box_sealbytes())
  static let last = UInt8(crypto_secretstream_xchacha20poly1305_tag_final())
}

/// Writes one.
final class SealedWriter {
  private let file: FileHandle
  private let path: String
  private var state = crypto_secretstream_xchacha20poly1305_state()
  private var piece: [UInt8] = []
  private var digest = crypto_hash_sha256_state()
  private(set) var size = 0
  /// Opens this file again, for as long as it is being made.
  let key: [UInt8]

  /// `file` is new and empty.
  init(_ file: FileHandle, at path: String, for publicKey: [UInt8]) throws {
    self.file = file
    self.path = path
    key = Chain.random(SealedFile.keySize)
    var sealed = [UInt8](repeating: 0, count: SealedFile.sealedKeySize)
    guard crypto_box_seal(&sealed, key, UInt64(key.count), publicKey) == 0 else {
      throw Fault("libsodium would not seal a key")
    }
    var header = [UInt8](repeating: 0, count: SealedFile.headerSize)
    crypto_secretstream_xchacha20poly1305_init_push(&state, &header, key)
    crypto_hash_sha256_init(&digest)
    try put(SealedFile.mark + sealed + header)
    piece.reserveCapacity(SealedFile.pieceSize + 4096)
  }

  func write(_ bytes: some Collection<UInt8>) throws {
    piece += bytes
    while piece.count >= SealedFile.pieceSize {
      try seal(Array(piece.prefix(SealedFile.pieceSize)), tag: 0)
      piece.removeFirst(SealedFile.pieceSize)
    }
  }

  /// Ends the stream and waits until all of it is on the disk. Answers the file's SHA-256, in hex.
  func finish() throws -> String {
    try seal(piece, tag: SealedFile.last)
    do { try file.synchronize() } catch { throw trouble(error) }
    var hash = [UInt8](repeating: 0, count: 32)
    crypto_hash_sha256_final(&digest, &hash)
    return Chain.hex(of: hash)
  }

  private func seal(_ bytes: [UInt8], tag: UInt8) throws {
    var sealed = [UInt8](repeating: 0, count: bytes.count + SealedFile.overhead)
    var length: UInt64 = 0
    guard
      crypto_secretstream_xchacha20poly1305_push(
        &state, &sealed, &length, bytes, UInt64(bytes.count), nil, 0, tag) == 0
    else { throw Fault("libsodium would not seal a piece") }
    try put((0..<4).map { UInt8(truncatingIfNeeded: sealed.count >> (24 - 8 * $0)) } + sealed)
  }

  private func put(_ bytes: [UInt8]) throws {
    do { try file.write(contentsOf: Data(bytes)) } catch { throw trouble(error) }
    crypto_hash_sha256_update(&digest, bytes, UInt64(bytes.count))
    size += bytes.count
  }

  private func trouble(_ error: any Error) -> UnusableBackup {
    let code = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code
    return UnusableBackup(
      code == Int(ENOSPC)
        ? "There is no room for the backup at \(path)." : "The backup can't be written to \(path).")
  }
}

/// Reads one, piece by piece, and throws `UnusableBackup` at the first that is not as it was written.
final class SealedReader {
  private let file: FileHandle
  private let path: String
  private var state = crypto_secretstream_xchacha20poly1305_state()
  private(set) var hasEnded = false

  /// Opens it with the operator's key.
  convenience init(_ path: String, opening key: BackupKey) throws {
    guard let secretKey = key.secretKey else {
      throw UnusableBackup(
        "The backup key holds only the half that makes backups: to open one, name the file with the secret half."
      )
    }
    try self.init(path) { sealed in
      var own = [UInt8](repeating: 0, count: SealedFile.keySize)
      guard
        crypto_box_seal_open(&own, sealed, UInt64(sealed.count), key.publicKey, secretKey) == 0
      else { throw UnusableBackup("The backup \(path) was made with another backup key.") }
      return own
    }
  }

  /// Opens it with its own key, which only whoever is making it knows.
  convenience init(_ path: String, own key: [UInt8]) throws {
    try self.init(path) { _ in key }
  }

  private init(_ path: String, _ open: ([UInt8]) throws -> [UInt8]) throws {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw UnusableBackup("The backup \(path) can't be read.")
    }
    self.file = file
    self.path = path
    let mark = try Self.read(SealedFile.mark.count, from: file, path)
    guard mark == SealedFile.mark else {
      throw UnusableBackup("\(path) is not a backup of Pierhead.")
    }
    let key = try open(try Self.read(SealedFile.sealedKeySize, from: file, path))
    let header = try Self.read(SealedFile.headerSize, from: file, path)
    guard crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0 else {
      throw UnusableBackup("The backup \(path) is damaged at its beginning.")
    }
  }

  /// The next piece, or nil after the last.
  func next() throws -> [UInt8]? {
    guard !hasEnded else { return nil }
    let length = try Self.read(4, from: file, path).reduce(0) { $0 << 8 | Int($1) }
    guard (SealedFile.overhead...SealedFile.pieceSize + SealedFile.overhead).contains(length) else {
      throw damaged
    }
    let sealed = try Self.read(length, from: file, path)
    var piece = [UInt8](repeating: 0, count: length - SealedFile.overhead)
    var tag: UInt8 = 0
    guard
      crypto_secretstream_xchacha20poly1305_pull(
        &state, &piece, nil, &tag, sealed, UInt64(length), nil, 0) == 0
    else { throw damaged }
    hasEnded = tag == SealedFile.last
    if hasEnded {
      do {
        guard try file.read(upToCount: 1)?.isEmpty ?? true else { throw damaged }
      } catch is CocoaError { throw damaged }
    }
    return piece
  }

  private var damaged: UnusableBackup {
    UnusableBackup("The backup \(path) is damaged: use another.")
  }

  private static func read(_ count: Int, from file: FileHandle, _ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      while bytes.count < count {
        guard let more = try file.read(upToCount: count - bytes.count), !more.isEmpty else { break }
        bytes += more
      }
    } catch { throw UnusableBackup("The backup \(path) can't be read.") }
    guard bytes.count == count else {
      throw UnusableBackup("The backup \(path) is cut short: use another.")
    }
    return bytes
  }
}
