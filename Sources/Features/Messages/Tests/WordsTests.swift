import CCurl
import Core
import Foundation
import Outside
import Support
import Testing

@testable import Messages

/// What goes over the wire: mails, tokens, and what answers mean.
struct WordsTests {
  private func letter(
    _ body: String, subject: String = "Hello", to: String = "ref@example.org"
  ) -> Letter {
    Letter(
      id: MessageID("01900000-0000-7000-8000-000000000000"), channel: .email, to: to,
      subject: subject, body: body, writtenAt: TestDatabase.noon)
  }

  private func mail(_ letter: Letter) -> String {
    String(
      decoding: Mail.bytes(
        of: letter, from: EmailAddress("hiw@example.org")!, date: letter.writtenAt), as: UTF8.self)
  }

  @Test func `a mail has its headers, an id without a word about anybody, and its words`() {
    let text = mail(letter("Hello,\n\nYour reference: EX-1"))
    #expect(
      text
        == [
          "Date: Fri, 20 Nov 2026 12:00:00 +0000", "From: hiw@example.org", "To: ref@example.org",
          "Message-ID: <01900000-0000-7000-8000-000000000000@example.org>", "Subject: Hello",
          "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
          "Content-Type: text/plain; charset=utf-8",
          "Content-Transfer-Encoding: quoted-printable", "", "Hello,", "", "Your reference: EX-1",
          "",
        ].joined(separator: "\r\n"))
  }

  @Test(arguments: [
    "x\r\nBcc: other@example.org", "x\nBcc: other@example.org", "x\r\n\r\nHello", "x\u{0}y", "x\ry",
  ])
  func `nobody's words become a header`(hostile: String) {
    // A line that begins with a space goes on with the header before it.
    func headers(_ mail: String) -> Int {
      mail.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }.count
    }
    let plain = mail(letter("Hello"))
    let subject = mail(letter("Hello", subject: hostile))
    let to = mail(letter("Hello", to: hostile))
    #expect(headers(subject) == headers(plain) && headers(to) == headers(plain))
    #expect(!subject.contains("\nBcc") && !to.contains("\nBcc"))
    let body = mail(letter(hostile))
    let head = body.components(separatedBy: "\r\n\r\n")[0]
    #expect(head == plain.components(separatedBy: "\r\n\r\n")[0])
  }

  @Test(arguments: [
    ("Hello", "Hello"), ("Grüße", "=?utf-8?Q?=47=72=C3=BC=C3=9F=65?="),
    ("=?x?", "=?utf-8?Q?=3D=3F=78=3F?="),
  ])
  func `a subject that is not plain is encoded`(subject: String, encoded: String) {
    #expect(Mail.subject(subject) == encoded)
  }

  @Test func `whatever is written arrives as it was written`() {
    var chance = Seeded()
    let pieces = ["a", "é", "😀", " ", "\n", ".", "=", "From ", "\t", "0", "مرحبا", "x ", "\u{7F}"]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...120, using: &chance)).map { _ in
        pieces.randomElement(using: &chance)!
      }.joined()
      let encoded = Mail.quotedPrintable(text)
      #expect(Self.decoded(encoded) == text, "seed \(chance.seed)")
      for line in encoded.components(separatedBy: "\r\n") {
        #expect(line.utf8.count <= 76 && !line.hasPrefix(".") && !line.hasPrefix("From"))
        #expect(!line.hasSuffix(" ") && line.utf8.allSatisfy { (32...126).contains($0) })
      }
      let subject = Mail.subject(text.isEmpty ? "x" : text)
      #expect(subject.components(separatedBy: "\r\n ").allSatisfy { $0.utf8.count <= 75 })
    }
  }

  /// RFC 2045, section 6.7, backwards.
  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.replacing("=\r\n", with: "").replacing("\r\n", with: "\n").utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "=") {
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)!)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 4231, test cases 1, 2 and 6.
  @Test(arguments: [
    (
      String(repeating: "0b", count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      "4a656665", "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      String(repeating: "aa", count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func `keyed hashes are those of the standard`(key: String, text: String, hash: String) {
    let bytes = stride(from: 0, to: key.count, by: 2).map { at in
      let start = key.index(key.startIndex, offsetBy: at)
      return UInt8(key[start..<key.index(start, offsetBy: 2)], radix: 16)!
    }
    let found = NotifyKey.hmac(Array(text.utf8), key: bytes)
    #expect(found.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hash)
  }

  private static let service = "26785a09-ab16-4eb0-8407-a37497a57506"
  private static let secret = "3d844edf-8d35-48ac-975b-e847b4f122b0"

  /// The token was made with Notify's own Python client 13.0.0, for this key and moment.
  @Test func `a token is the one that Notify's own client makes`() throws {
    let key = try #require(NotifyKey("my_test-key-\(Self.service)-\(Self.secret)"))
    #expect(key.service == Self.service)
    #expect(key.token(at: TestDatabase.noon) == Self.token)
  }

  private static let token = [
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtODQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE3OTUxNzYwMDB9",
    "KWdZNIIOPhnDgHgLZxf-x_7HikhJ6d3mCebJvN98Tuo",
  ].joined(separator: ".")

  @Test(arguments: [
    "", "key", "\(service)-\(secret)", "-\(service)-\(secret)", "name-\(service)\(secret)",
    "name-\(service)-\(secret)x", "name-\(service.uppercased())-\(secret)",
    "name-\(secret.dropLast())-\(service)",
  ])
  func `what is no key is refused`(written: String) {
    #expect(NotifyKey(written) == nil)
  }

  @Test(
    arguments: [
      (CURLE_OK, 201, #"{"id":"n1"}"#, .accepted(reference: "n1")),
      (CURLE_OK, 201, "not JSON", .later(.broken, isUnsure: true)),
      (CURLE_OK, 400, "", .refused), (CURLE_OK, 404, "", .refused), (CURLE_OK, 413, "", .refused),
      (CURLE_OK, 401, "", .later(.signIn, isUnsure: false)),
      (CURLE_OK, 403, "", .later(.signIn, isUnsure: false)),
      (CURLE_OK, 408, "", .later(.broken, isUnsure: false)),
      (CURLE_OK, 429, "", .later(.busy, isUnsure: false)),
      (CURLE_OK, 500, "", .later(.broken, isUnsure: true)),
      (CURLE_OK, 503, "", .later(.broken, isUnsure: true)),
      (CURLE_OK, 302, "", .later(.broken, isUnsure: true)),
      (CURLE_COULDNT_CONNECT, 0, "", .later(.noAnswer, isUnsure: false)),
      (CURLE_PEER_FAILED_VERIFICATION, 0, "", .later(.noAnswer, isUnsure: false)),
      (CURLE_OPERATION_TIMEDOUT, 0, "", .later(.noAnswer, isUnsure: true)),
      (CURLE_GOT_NOTHING, 0, "", .later(.noAnswer, isUnsure: true)),
      (CURLE_RECV_ERROR, 201, "", .later(.noAnswer, isUnsure: true)),
    ] as [(CURLcode, Int, String, Attempt)])
  func `what an answer of Notify means`(
    code: CURLcode, status: Int, body: String, attempt: Attempt
  ) {
    let outcome = Curl.Outcome(
      code: code, status: status, retryAfter: nil, body: Array(body.utf8))
    #expect(NotifyProvider.attempt(outcome) == attempt)
  }

  @Test func `how long Notify asks us to wait is kept`() {
    let outcome = Curl.Outcome(code: CURLE_OK, status: 429, retryAfter: 77, body: [])
    #expect(NotifyProvider.attempt(outcome) == .later(.busy, seconds: 77, isUnsure: false))
  }

  @Test(
    arguments: [
      (CURLE_OK, 250, .handedOver), (CURLE_LOGIN_DENIED, 535, .later(.signIn, isUnsure: false)),
      (CURLE_SEND_ERROR, 550, .refused), (CURLE_RECV_ERROR, 554, .refused),
      (CURLE_SEND_ERROR, 450, .later(.busy, isUnsure: false)),
      (CURLE_SEND_ERROR, 530, .later(.signIn, isUnsure: false)),
      (CURLE_USE_SSL_FAILED, 0, .later(.noAnswer, isUnsure: false)),
      (CURLE_COULDNT_CONNECT, 0, .later(.noAnswer, isUnsure: false)),
      (CURLE_OPERATION_TIMEDOUT, 354, .later(.noAnswer, isUnsure: true)),
    ] as [(CURLcode, Int, Attempt)])
  func `what an answer of a mail server means`(code: CURLcode, status: Int, attempt: Attempt) {
    let outcome = Curl.Outcome(code: code, status: status, retryAfter: nil, body: [])
    #expect(SMTPProvider.attempt(outcome) == attempt)
  }

  @Test func `a folder gets one file for each message, whole and for its owner only`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pierhead-\(UUID())").path
    let provider = FolderProvider(folder + "/messages")
    for _ in 0..<2 {
      #expect(provider.send(letter("Hello"), now: TestDatabase.noon) == .handedOver)
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/messages")
    #expect(files == ["01900000-0000-7000-8000-000000000000.eml"])
    let path = "\(folder)/messages/\(files[0])"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("\r\n\r\nHello\r\n"))
    // A file stands where the folder should be.
    let blocked = FolderProvider(path)
    #expect(
      blocked.send(letter("Hello"), now: TestDatabase.noon) == .later(.broken, isUnsure: false))
    try FileManager.default.removeItem(atPath: folder)
  }
}
