import CCurl
import Foundation

/// An IP address, to tell what is outside from what is inside our own network. Names are looked up when something is
/// sent, and every address that they give is held against this.
package struct NetworkAddress: Hashable, Sendable {
  /// 4 or 16.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Nil where the text is not an IP address as it is written properly.
  package init?(_ text: String) {
    var (four, six) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: six) { Array($0) }
    } else {
      return nil
    }
  }

  /// As a visitor wrote it, also in the forms that programs take for one: fewer numbers, octal or hexadecimal.
  package init?(written text: String) {
    var four = in_addr()
    if let address = NetworkAddress(text) {
      self = address
    } else if inet_aton(text, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else {
      return nil
    }
  }

  /// As libcurl hands it over. Nil where it is no address of the internet protocols.
  init?(_ peer: UnsafeMutablePointer<curl_sockaddr>) {
    // What stands behind `addr` is as long as `addrlen` says, which for IPv6 is more than a sockaddr has.
    guard let start = MemoryLayout.offset(of: \curl_sockaddr.addr) else { return nil }
    let address = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(peer) + start, count: Int(peer.pointee.addrlen))
    switch peer.pointee.family {
    case AF_INET where address.count >= MemoryLayout<sockaddr_in>.size:
      let four = address.loadUnaligned(as: sockaddr_in.self).sin_addr
      bytes = withUnsafeBytes(of: four) { Array($0) }
    case AF_INET6 where address.count >= MemoryLayout<sockaddr_in6>.size:
      let six = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
      bytes = withUnsafeBytes(of: six) { Array($0) }
    default: return nil
    }
  }

  /// This machine itself.
  package var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
  }

  /// Whether it is an address of the internet that somebody else may have (the IANA special-purpose registries, RFC 6890).
  package var isPublic: Bool { bytes.count == 4 ? Self.isPublic(bytes) : isPublicSix }

  private static func isPublic(_ four: [UInt8]) -> Bool {
    switch (four[0], four[1], four[2]) {
    case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
    case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _): false
    case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113), (192, 88, 99): false
    case (198, 18...19, _): false
    default: true
    }
  }

  /// Only 2000::/3 is given out; of it not what is for documentation, and nothing that carries an IPv4 address along.
  private var isPublicSix: Bool {
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
    case (0x20, 0x01, 0x0D, 0xB8), (0x20, 0x01, 0...1, _), (0x20, 0x02, _, _): return false
    case (0x3F, 0xFF, 0...0x0F, _): return false
    default: return true
    }
  }
}
