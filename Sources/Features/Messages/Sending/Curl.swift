import CCurl
import Core
import Foundation

/// One conversation through libcurl. It verifies who answers, follows nobody elsewhere, and ends at its deadline.
final class Curl {
  private let handle: OpaquePointer
  private var lists: [UnsafeMutablePointer<curl_slist>?] = []
  private var sent: [UInt8] = []
  private var sentSoFar = 0
  private var answer: [UInt8] = []

  /// More than any answer of a provider has.
  private static let most = 1 << 20
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// `deadline` in seconds.
  init(_ url: String, deadline: Int64) throws {
    guard Self.isReady, let handle = curl_easy_init() else { throw Fault("libcurl does not start") }
    self.handle = OpaquePointer(handle)
    let isPlain = MessageSettings.isLoopback(url)
    set(CURLOPT_URL, url)
    set(CURLOPT_PROTOCOLS_STR, isPlain ? "http,https,smtp,smtps" : "https,smtp,smtps")
    set(CURLOPT_NOPROXY, "127.0.0.1,localhost,::1")
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_CONNECTTIMEOUT, Int(max(1, deadline / 2)))
    set(CURLOPT_TIMEOUT, Int(deadline))
    let me = Unmanaged.passUnretained(self).toOpaque()
    _ = pierhead_curl_function_with(
      pointer, CURLOPT_WRITEFUNCTION,
      { bytes, size, count, me in
        guard let bytes, let me else { return 0 }
        let curl = Unmanaged<Curl>.fromOpaque(me).takeUnretainedValue()
        guard curl.answer.count + size * count <= Curl.most else { return 0 }
        curl.answer += UnsafeRawBufferPointer(start: bytes, count: size * count)
        return size * count
      }, CURLOPT_WRITEDATA, me)
  }

  deinit {
    for list in lists { curl_slist_free_all(list) }
    curl_easy_cleanup(pointer)
  }

  private var pointer: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

  func set(_ option: CURLoption, _ text: String) { _ = pierhead_curl_text(pointer, option, text) }

  func set(_ option: CURLoption, _ number: Int) {
    _ = pierhead_curl_number(pointer, option, number)
  }

  func set(_ option: CURLoption, _ texts: [String]) {
    let list = texts.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
    lists.append(list)
    _ = pierhead_curl_list(pointer, option, list)
  }

  /// What is sent, such as a mail.
  func upload(_ bytes: [UInt8]) {
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

  /// What came of it: libcurl's code, the last status that was answered (0 for none), and the answer.
  struct Outcome {
    let code: CURLcode
    let status: Int
    /// Seconds that the provider asks us to wait.
    let retryAfter: Int64?
    let body: [UInt8]

    /// True where nobody was reached, so that nothing can have been taken.
    var reachedNobody: Bool {
      [
        CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
        CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
      ].contains(code)
    }
  }

  func perform() -> Outcome {
    let code = withExtendedLifetime(self) { curl_easy_perform(pointer) }
    let wait = Int64(pierhead_curl_retry_after(pointer))
    return Outcome(
      code: code, status: pierhead_curl_status(pointer), retryAfter: wait > 0 ? wait : nil,
      body: answer)
  }
}
