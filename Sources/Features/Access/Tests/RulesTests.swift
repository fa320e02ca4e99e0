import Core
import Testing

@testable import Access

struct PasswordRuleTests {
  let rule = PasswordRule(
    common: ["password", "iloveyouforever", "princess1234"],
    context: ["Liverpool City Region", "St Helens"])

  func key(_ password: String) -> String? {
    rule.problem(with: password, email: "mina.kallon@example.org", name: "Aminata Kallon")?.key
  }

  @Test(arguments: [
    "copper kettle under stairs", "correct horse pierhead staple", "83920174650284",
    "пароль для меня", "liverpool839201746", "  spaces at both ends ", "🐢🐇 race to the pier",
    "Tr0ub4dor&3 again", "zebra-quiet-lamp",
  ])
  func `a long password that is its owner's own is good`(_ password: String) {
    #expect(key(password) == nil)
  }

  @Test(arguments: [
    ("elevenchars", "access.password-short"), ("", "access.password-short"),
    ("iLoveYouForever", "access.password-common"), ("Princess1234", "access.password-common"),
    ("iloveyouforever2026!", "access.password-common"),
    ("il0vey0uf0r3v3r", "access.password-common"),
    ("aaaaaaaaaaaaaa", "access.password-common"), ("abababababab", "access.password-common"),
    ("123456789012", "access.password-common"), ("abcdefghijklmn", "access.password-common"),
    ("Password2026!", "access.password-common"), ("P4ssw0rd2026!", "access.password-guessable"),
    ("Pierhead2026!!", "access.password-guessable"),
    ("L1verp00l2026!", "access.password-guessable"),
    ("liverpool-city", "access.password-guessable"),
    ("Mina.Kallon.1992", "access.password-guessable"),
    ("Kallon!Aminata", "access.password-guessable"),
    ("Welcome2026!!", "access.password-guessable"),
    (String(repeating: "xyzzy ", count: 200), "too-long"),
  ])
  func `a password that others would try is refused`(_ password: String, _ reason: String) {
    #expect(key(password) == reason)
  }

  @Test func `200 characters are welcome`() {
    #expect(key(String(repeating: "kettle ", count: 29).prefix(200).description) == nil)
  }

  @Test func `the shipped list knows the commonest`() {
    #expect(PasswordRule.shipped.count > 3000)
    #expect(PasswordRule.shipped.contains("iloveyou"))
  }
}

struct AuthenticatorTests {
  /// RFC 6238, appendix B; the last six of its eight digits.
  @Test(arguments: [
    (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
    (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
  ])
  func `codes are those of the standard`(_ seconds: Int, _ code: String) {
    let authenticator = Authenticator(secret: Array("12345678901234567890".utf8))
    #expect(authenticator.code(at: seconds / 30) == code)
  }

  @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
  func `a clock may be one step off`(_ steps: Int, _ isAccepted: Bool) {
    let authenticator = Authenticator()
    let now = Instant(seconds: 1_700_000_010)
    let step = 1_700_000_010 / 30 + steps
    #expect((authenticator.step(of: authenticator.code(at: step), at: now) == step) == isAccepted)
  }

  @Test(arguments: ["", "12345", "1234567", "abcdef", "１２３４５６"])
  func `what is not six digits is no code`(_ typed: String) {
    #expect(Authenticator().step(of: typed, at: Instant(seconds: 1_700_000_000)) == nil)
  }

  @Test func `a space in the middle does not matter`() {
    let authenticator = Authenticator()
    let code = authenticator.code(at: 40)
    let typed = "\(code.prefix(3)) \(code.suffix(3))"
    #expect(authenticator.step(of: typed, at: Instant(seconds: 1200)) == 40)
  }

  @Test func `an app is told everything it needs`() {
    let authenticator = Authenticator(secret: Array("12345678901234567890".utf8))
    #expect(
      authenticator.address(of: "mina@example.org", issuer: "Pierhead")
        == "otpauth://totp/Pierhead:mina%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=Pierhead&algorithm=SHA1&digits=6&period=30")
  }

  @Test func `the picture has its three corners`() throws {
    let modules = try QRPicture.modules(of: "otpauth://totp/Pierhead:mina")
    let size = modules.count
    for (row, column) in [(0, 0), (0, size - 7), (size - 7, 0)] {
      #expect(modules[row][column..<column + 7].allSatisfy { $0 })
      #expect(!modules[row + 1][column + 1])
      #expect(modules[row + 3][column + 3])
    }
  }
}

struct RecoveryCodeTests {
  @Test func `ten codes, all different, of twelve digits`() {
    let codes = RecoveryCode.fresh()
    #expect(Set(codes).count == 10)
    #expect(codes.allSatisfy { $0.count == 14 && RecoveryCode.read($0)?.count == 12 })
  }

  @Test(arguments: [
    ("ABCD-EFGH-JKMN", "ABCDEFGHJKMN"), (" abcd efgh jkmn ", "ABCDEFGHJKMN"),
    ("oOiI-lL00-1111", "001111001111"),
  ])
  func `codes are read as people type them`(_ typed: String, _ code: String) {
    #expect(RecoveryCode.read(typed) == code)
  }

  @Test(arguments: [
    "", "123456", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMU", "ABCD-EFGH-JKMN-P", "ÀBCD-EFGH-JKMN",
  ])
  func `what can't be a code is none`(_ typed: String) {
    #expect(RecoveryCode.read(typed) == nil)
  }
}

struct NextPathTests {
  @Test(arguments: ["/", "/today", "/households/018f-1?page=2#notes", "/a//b"])
  func `a path of ours is followed`(_ path: String) {
    #expect(NextPath.safe(path) == path)
  }

  @Test(arguments: [
    "", "today", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example",
    "/\n/evil.example", "/ok\\..\\x", "javascript:alert(1)", "/caf\u{e9}", "/with space",
    "/sign-in?next=/today", "/sign-out", "/demo/x", "/set-up/x",
    "/" + String(repeating: "a", count: 1000),
  ])
  func `any other is not`(_ path: String) {
    #expect(NextPath.safe(path) == nil)
  }
}

struct OriginTests {
  @Test(arguments: [
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0",
      "Edge on Windows"
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile Safari/604.1",
      "Safari on iPhone"
    ),
    (
      "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
      "Chrome on Android"
    ),
    ("curl/8.0", "A browser that we do not know"),
  ])
  func `browsers are called by their names`(_ userAgent: String, _ name: String) {
    #expect(Device.name(userAgent) == name)
  }

  @Test func `one household of IPv6 is one neighbourhood`() {
    #expect(Neighbourhood.of("2001:db8:1:2::1") == Neighbourhood.of("2001:db8:1:2:ffff::9"))
    #expect(Neighbourhood.of("2001:db8:1:2::1") != Neighbourhood.of("2001:db8:1:3::1"))
    #expect(Neighbourhood.of("::ffff:192.0.2.1") != Neighbourhood.of("::ffff:192.0.2.2"))
    #expect(Neighbourhood.of("192.0.2.1") == "192.0.2.1")
  }
}

struct SecretsTests {
  @Test func `what is sealed opens for its owner only, with the same key only`() throws {
    let secrets = try Secrets(Array(repeating: 1, count: 32))
    let sealed = secrets.seal([1, 2, 3], for: "mina")
    #expect(try secrets.open(sealed, for: "mina") == [1, 2, 3])
    #expect(throws: Fault.self) { try secrets.open(sealed, for: "jo") }
    let other = try Secrets(Array(repeating: 2, count: 32))
    #expect(throws: Fault.self) { try other.open(sealed, for: "mina") }
  }

  @Test func `a thousand tokens are a thousand`() {
    let tokens = (0..<1000).map { _ in Token() }
    #expect(Set(tokens.map(\.text)).count == 1000)
    #expect(tokens.allSatisfy { Token(checking: $0.text) != nil && $0.hash.count == 64 })
  }

  @Test func `argon2id costs what OWASP asks`() async throws {
    let hasher = PasswordHasher()
    let hash = try await hasher.hash("copper kettle ")
    #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(try await hasher.isRight("copper kettle ", for: hash))
    #expect(try await !hasher.isRight("copper kettle", for: hash))
    #expect(try await !hasher.isRight("copper kettle ", for: nil))
  }
}
