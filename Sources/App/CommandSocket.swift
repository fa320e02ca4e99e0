import Core
import Database
import Foundation

/// Commands through the server that holds a SQLite file: one connection a command over a Unix socket that only
/// the file's owner opens. Frames of a kind (one byte), a length (four bytes, big-endian) and bytes:
/// `c` the command as JSON, `i` a piece of its input (empty: the end); `o` output, `e` remarks, `x` the status.
package final class CommandSocket: @unchecked Sendable {
  private let descriptor: Int32
  private let path: String
  private let pierhead: Pierhead

  package init(_ path: String, serving pierhead: Pierhead) throws {
    self.path = path
    self.pierhead = pierhead
    unlink(path)
    let mask = umask(0o177)
    defer { umask(mask) }
    descriptor = try Self.open(path) { bind($0, $1, $2) }
    guard listen(descriptor, 8) == 0 else { throw Unusable("\(path) can't be listened on.") }
    let thread = Thread { [self] in accept() }
    thread.name = "pierhead.commands"
    thread.start()
  }

  package func close() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    Foundation.close(descriptor)
    unlink(path)
  }

  private func accept() {
    while true {
      let connection = Glibc.accept(descriptor, nil, nil)
      guard connection >= 0 else { return }
      let thread = Thread { [self] in serve(Wire(connection)) }
      thread.start()
    }
  }

  private func serve(_ wire: Wire) {
    let done = DispatchSemaphore(value: 0)
    let pierhead = pierhead
    Task {
      do {
        guard case ("c", let bytes)? = try await wire.received() else {
          throw Fault("no command came")
        }
        let command = try JSONDecoder().decode(Command.self, from: Data(bytes))
        let status = try await pierhead.run(command, output: wire, isShared: true) {
          guard case ("i", let bytes)? = try await wire.received() else {
            throw Fault("the input was cut off")
          }
          return bytes.isEmpty ? nil : bytes
        }
        try wire.send("x", [UInt8(truncatingIfNeeded: status)])
      } catch {
        wire.remark("The command failed: \(error)\n")
        wire.finish()
      }
      done.signal()
    }
    done.wait()
    wire.close()
  }

  /// Asks the server behind the socket to run a command. Throws `Unusable` where nothing answers as Pierhead.
  package static func ask(
    _ path: String, _ command: Command, output: some CommandOutput, next: () throws -> [UInt8]?
  ) throws -> Int32 {
    let wire = Wire(try open(path) { connect($0, $1, $2) })
    defer { wire.close() }
    try wire.send("c", Array(try JSONEncoder().encode(command)))
    if command.readsInput {
      do {
        while let bytes = try next() { try wire.send("i", bytes) }
        try wire.send("i", [])
      } catch is BrokenWire {
        // The server has seen enough: its answer says why.
      }
    }
    while let (kind, bytes) = try wire.receive() {
      switch kind {
      case "o": output.say(bytes)
      case "e": output.remark(String(decoding: bytes, as: UTF8.self))
      case "x": return Int32(bytes.first ?? 3)
      default: break
      }
    }
    return 3
  }

  private static func open(
    _ path: String, _ act: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw Unusable(
        "The path \(path) is too long for a socket: move the database to a shorter one.")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let done = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        act(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard done == 0 else {
      Foundation.close(descriptor)
      throw Unusable(
        "The database is held by something that does not answer as Pierhead at \(path).")
    }
    return descriptor
  }
}

private struct BrokenWire: Error {}

/// One connection's frames.
private final class Wire: CommandOutput, @unchecked Sendable {
  private let descriptor: Int32
  private let reading = DispatchQueue(label: "pierhead.command")

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func say(_ bytes: [UInt8]) { deliver("o", bytes) }
  func remark(_ text: String) { deliver("e", Array(text.utf8)) }
  func finish() { deliver("x", [3]) }
  func close() { Foundation.close(descriptor) }

  /// Output to somebody who has gone is nobody's loss: the work is done all the same.
  private func deliver(_ kind: Character, _ bytes: [UInt8]) {
    do { try send(kind, bytes) } catch {}
  }

  func send(_ kind: Character, _ bytes: [UInt8]) throws {
    let count = UInt32(bytes.count)
    let head =
      [kind.asciiValue!] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    try write(head)
    try write(bytes)
  }

  /// The next frame, or nil when the other side has closed.
  func receive() throws -> (Character, [UInt8])? {
    guard let head = try read(5) else { return nil }
    let count = head[1...].reduce(0) { $0 << 8 | Int($1) }
    guard count <= 1 << 28, let bytes = try read(count) else { throw BrokenWire() }
    return (Character(UnicodeScalar(head[0])), bytes)
  }

  /// The same, waiting on a thread of this connection's own: whoever sends slowly holds up nobody else.
  func received() async throws -> (Character, [UInt8])? {
    try await withCheckedThrowingContinuation { continuation in
      reading.async { continuation.resume(with: Result { try self.receive() }) }
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw BrokenWire() }
      sent += count
    }
  }

  private func read(_ count: Int) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var got = 0
    while got < count {
      let more = bytes[got...].withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress, $0.count, 0)
      }
      guard more > 0 else {
        if got == 0 { return nil }
        throw BrokenWire()
      }
      got += more
    }
    return bytes
  }
}
