import CCurl
import Core
import Foundation

/// One conversation through libcurl. It verifies who answers, follows nobody elsewhere, and ends at its deadline.
package final class Curl {
  private let handle: OpaquePointer
  private let most: Int
  private var lists: [UnsafeMutablePointer<curl_slist>?] = []
  private var sent: [UInt8] = []
  private var sentSoFar = 0
  private var answer: [UInt8] = []
  private var mayReach: (NetworkAddress) -> Bool = { _ in true }
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// `protocols` as libcurl names them, with commas. `most` is how many bytes an answer may have; one that has more ends
  /// the conversation.
  package init(_ url: String, protocols: String, deadline: Duration, most: Int = 1 << 20) throws {
    guard Self.isReady, let handle = curl_easy_init() else { throw Fault("libcurl does not start") }
    self.handle = OpaquePointer(handle)
    self.most = most
    set(CURLOPT_URL, url)
    set(CURLOPT_PROTOCOLS_STR, protocols)
    set(CURLOPT_NOPROXY, "127.0.0.1,localhost,::1")
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    let milliseconds = Int(deadline / .milliseconds(1))
    set(CURLOPT_CONNECTTIMEOUT_MS, max(1, milliseconds / 2))
    set(CURLOPT_TIMEOUT_MS, max(1, milliseconds))
    let me = Unmanaged.passUnretained(self).toOpaque()
    _ = pierhead_curl_function_with(
      pointer, CURLOPT_WRITEFUNCTION,
      { bytes, size, count, me in
        guard let bytes, let me else { return 0 }
        let curl = Unmanaged<Curl>.fromOpaque(me).takeUnretainedValue()
        guard curl.answer.count + size * count <= curl.most else { return 0 }
        curl.answer += UnsafeRawBufferPointer(start: bytes, count: size * count)
        return size * count
      }, CURLOPT_WRITEDATA, me)
  }

  deinit {
    for list in lists { curl_slist_free_all(list) }
    curl_easy_cleanup(pointer)
  }

  private var pointer: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

  package func set(_ option: CURLoption, _ text: String) {
    _ = pierhead_curl_text(pointer, option, text)
  }

  package func set(_ option: CURLoption, _ number: Int) {
    _ = pierhead_curl_number(pointer, option, number)
  }

  package func set(_ option: CURLoption, _ texts: [String]) {
    let list = texts.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
    lists.append(list)
    _ = pierhead_curl_list(pointer, option, list)
  }

  /// What is sent, such as a mail.
  package func upload(_ bytes: [UInt8]) {
    sent = bytes
    let me = Unmanaged.passUnretained(self).toOpaque()
    _ = pierhead_curl_function_with(
      pointer, CURLOPT_READFUNCTION,
      { buffer, size, count, me in
        guard let buffer, let me else { return 0 }
        let curl = Unmanaged<Curl>.fromOpaque(me).takeUnretainedValue()
        let piece = curl.sent[curl.sentSoFar...].prefix(size * count)
        piece.withUnsafeBytes { bytes in
          if let start = bytes.baseAddress { memcpy(buffer, start, bytes.count) }
        }
        curl.sentSoFar += piece.count
        return piece.count
      }, CURLOPT_READDATA, me)
    set(CURLOPT_UPLOAD, 1)
  }

  /// Connects only to addresses that pass, and through no proxy. It is asked of the address that a socket is about to be
  /// opened to, after names were looked up: whatever a name gave before or gives later, nobody else is reached.
  package func reach(only mayReach: @escaping (NetworkAddress) -> Bool) {
    self.mayReach = mayReach
    set(CURLOPT_PROXY, "")
    let me = Unmanaged.passUnretained(self).toOpaque()
    _ = pierhead_curl_socket_with(
      pointer,
      { me, _, address in
        guard let me, let address else { return CURL_SOCKET_BAD }
        let curl = Unmanaged<Curl>.fromOpaque(me).takeUnretainedValue()
        guard let peer = NetworkAddress(address), curl.mayReach(peer) else {
          return CURL_SOCKET_BAD
        }
        return socket(
          address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
          address.pointee.protocol)
      }, me)
  }

  /// What came of it: libcurl's code, the last status that was answered (0 for none), and the answer.
  package struct Outcome {
    package let code: CURLcode
    package let status: Int
    /// Seconds that the other side asks us to wait.
    package let retryAfter: Int64?
    package let body: [UInt8]

    package init(code: CURLcode, status: Int, retryAfter: Int64?, body: [UInt8]) {
      (self.code, self.status, self.retryAfter, self.body) = (code, status, retryAfter, body)
    }

    /// True where nobody was reached, so that nothing can have been taken.
    package var reachedNobody: Bool {
      [
        CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
        CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
      ].contains(code)
    }
  }

  package func perform() -> Outcome {
    let code = withExtendedLifetime(self) { curl_easy_perform(pointer) }
    let wait = Int64(pierhead_curl_retry_after(pointer))
    return Outcome(
      code: code, status: pierhead_curl_status(pointer), retryAfter: wait > 0 ? wait : nil,
      body: answer)
  }
}
