import Foundation
import Synchronization

/// A server of a few lines on this machine, that answers as a test says.
final class Listener: Sendable {
  enum Behaviour: Sendable {
    /// Answers these bytes to each, and hangs up.
    case answers(String)
    /// Accepts, reads, and says nothing until the other side hangs up.
    case isSilent
    /// Begins an answer that never ends.
    case isEndless
    /// Never accepts. Connections would wait to be counted.
    case onlyCounts
  }

  let port: Int
  private let socket: Int32
  private let isCounting: Bool
  private let heard = Mutex<[String]>([])

  init(_ behaviour: Behaviour, onSix: Bool = false) throws {
    socket = Glibc.socket(onSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var number = in_port_t(0)
    let isBound = onSix ? Self.bindSix(socket, &number) : Self.bindFour(socket, &number)
    guard isBound, listen(socket, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(in_port_t(bigEndian: number))
    if case .onlyCounts = behaviour { isCounting = true } else { isCounting = false }
    guard !isCounting else { return }
    let (socket, heard) = (socket, self)
    Thread.detachNewThread { [weak heard] in
      while true {
        let peer = accept(socket, nil, nil)
        guard peer >= 0 else { break }
        Self.serve(peer, behaviour) { request in heard?.heard.withLock { $0.append(request) } }
      }
      // Only here, where nobody accepts any more: the next socket has the same number.
      close(socket)
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    if isCounting { close(socket) }
  }

  /// The requests that came, whole.
  var requests: [String] { heard.withLock { $0 } }

  /// How many have connected to one that only counts.
  var connections: Int {
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    var count = 0
    while case let peer = accept(socket, nil, nil), peer >= 0 {
      close(peer)
      count += 1
    }
    return count
  }

  private static func bindFour(_ socket: Int32, _ port: inout in_port_t) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    port = address.sin_port
    return isBound
  }

  private static func bindSix(_ socket: Int32, _ port: inout in_port_t) -> Bool {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    port = address.sin6_port
    return isBound
  }

  private static func serve(
    _ peer: Int32, _ behaviour: Behaviour, heard: (String) -> Void
  ) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    while !isWhole(request) {
      let count = read(peer, &buffer, buffer.count)
      guard count > 0 else { break }
      request += buffer.prefix(count)
    }
    heard(String(decoding: request, as: UTF8.self))
    switch behaviour {
    case .answers(let text): say(text, to: peer)
    case .isSilent: while read(peer, &buffer, buffer.count) > 0 {}
    case .isEndless:
      var isHeard = say("HTTP/1.1 200 OK\r\n\r\n", to: peer)
      while isHeard { isHeard = say(String(repeating: "a", count: 8192), to: peer) }
    case .onlyCounts: break
    }
    close(peer)
  }

  @discardableResult
  private static func say(_ text: String, to peer: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0
  }

  /// Whether the head and as much body as it promises have come.
  private static func isWhole(_ request: [UInt8]) -> Bool {
    let text = String(decoding: request, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return false }
    let length =
      text.split(separator: "\r\n").compactMap { line in
        line.lowercased().hasPrefix("content-length:")
          ? Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) : nil
      }.first ?? 0
    return text[end.upperBound...].utf8.count >= length
  }
}
