import App
import Core
import Foundation
import Glibc
import Hummingbird
import Logging
import ServiceLifecycle
import Web

/// The real server on a port of its own, for what a page in this process can't show.
package enum Served {
  /// What a server does beside answering.
  package static func services(of pierhead: Pierhead) -> [any Sendable] {
    pierhead.services(logger: TestLog.logger())
  }

  package static func with(
    deadlines: Deadlines = Deadlines(), settings: [String: String] = [:],
    logger: Logger? = nil, _ body: @escaping (Pierhead, Int) async throws -> Void
  ) async throws {
    let settings = settings.merging(["PIERHEAD_PORT": "0"]) { _, new in new }
    try await TestDatabase.with(.sqlite, settings: settings) { pierhead, _ in
      var quiet = Logger(label: "test")
      quiet.logLevel = .critical
      let logger = logger ?? TestLog.logger()
      let (addresses, told) = AsyncStream.makeStream(of: String.self)
      let server = pierhead.application(logger: logger, deadlines: deadlines) { told.yield($0) }
      let group = ServiceGroup(configuration: .init(services: [server], logger: quiet))
      let running = Task { try await group.run() }
      var iterator = addresses.makeAsyncIterator()
      let port = await iterator.next().flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
      let outcome: Result<Void, any Error>
      do { outcome = .success(try await body(pierhead, port ?? 0)) } catch {
        outcome = .failure(error)
      }
      await group.triggerGracefulShutdown()
      try await running.value
      try outcome.get()
    }
  }
}

/// A connection to a server, byte by byte. Its calls wait, so they have a thread of their own: see `talk`.
package final class Wire {
  /// A connection that could not be made or used.
  package struct Broken: Error {
    let call: String
    let number: Int32
  }

  private let handle: Int32

  private init(_ port: Int) throws {
    handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A server that does not answer at all ends the test some time.
    var longest = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      handle, SOL_SOCKET, SO_RCVTIMEO, &longest, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Broken(call: "connect", number: errno) }
  }

  deinit { close(handle) }

  /// Runs a conversation on a thread of its own, and answers what it found.
  package static func talk<T: Sendable>(
    to port: Int, _ body: @escaping @Sendable (Wire) throws -> T
  ) async throws -> T {
    try await onOwnThread { () throws(any Error) in try body(Wire(port)) }
  }

  /// Sends all of a text at once, and answers all that comes until the server ends the connection. `isAll` says that
  /// nothing more will be sent.
  package static func answer(
    to text: String, of port: Int, isAll: Bool = false
  ) async throws -> String {
    try await talk(to: port) { wire in
      try wire.send(text)
      if isAll { wire.finish() }
      return try wire.readToEnd()
    }
  }

  package func send(_ text: String) throws { try send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Broken(call: "send", number: errno) }
      sent += count
    }
  }

  /// Nothing more is sent, and what comes is still read.
  package func finish() {
    shutdown(handle, Int32(SHUT_WR))
  }

  /// What comes until it ends with these words, or the server ends the connection.
  package func read(to words: String) throws -> String {
    var all = ""
    while !all.hasSuffix(words), let more = try some() {
      all += String(decoding: more, as: UTF8.self)
    }
    return all
  }

  /// All that comes until the server ends the connection.
  package func readToEnd() throws -> String {
    var all: [UInt8] = []
    while let more = try some() { all += more }
    return String(decoding: all, as: UTF8.self)
  }

  /// What comes next, or nil at the end.
  private func some() throws -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(handle, &buffer, buffer.count, 0)
    // Ended so that nothing may follow: what came before that is what there is.
    guard count >= 0 || errno == ECONNRESET else { throw Broken(call: "recv", number: errno) }
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}
