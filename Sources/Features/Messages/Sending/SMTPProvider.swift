import CCurl
import Core
import Outside

/// A mail server. The connection is secret before anything is said, but on this machine's own address.
struct SMTPProvider: Provider {
  let name = "Mail server"
  let settings: MessageSettings.SMTP
  let deadline: Int64

  init(_ settings: MessageSettings.SMTP, deadline: Int64) {
    self.settings = settings
    self.deadline = deadline
  }

  func send(_ letter: Letter, now: Instant) -> Attempt {
    guard EmailAddress(letter.to) != nil else { return .refused }
    do {
      let isHere = MessageSettings.isLoopback(settings.url)
      let curl = try Curl(
        settings.url, protocols: "smtp,smtps", deadline: .seconds(deadline))
      curl.set(CURLOPT_USE_SSL, Int((isHere ? CURLUSESSL_TRY : CURLUSESSL_ALL).rawValue))
      if let user = settings.user, let password = settings.password {
        curl.set(CURLOPT_USERNAME, user)
        curl.set(CURLOPT_PASSWORD, password)
      }
      curl.set(CURLOPT_MAIL_FROM, "<\(settings.from.text)>")
      curl.set(CURLOPT_MAIL_RCPT, ["<\(letter.to)>"])
      curl.upload(Mail.bytes(of: letter, from: settings.from, date: letter.writtenAt))
      return Self.attempt(curl.perform())
    } catch {
      return .unsendable(.lost)
    }
  }

  /// What the server's last answer means (RFC 5321, section 4.2.1): 4yz later, 5yz never, but where it is our own
  /// sign-in that was refused. Where the connection broke, the mail may have been taken: it goes again with the same
  /// Message-ID, by which programs that read mail can tell.
  static func attempt(_ outcome: Curl.Outcome) -> Attempt {
    switch outcome.code {
    case CURLE_OK: .handedOver
    case CURLE_LOGIN_DENIED: .later(.signIn, isUnsure: false)
    case _ where outcome.reachedNobody: .later(.noAnswer, isUnsure: false)
    default:
      switch outcome.status {
      case 530, 534, 535, 538: .later(.signIn, isUnsure: false)
      case 500...599: .refused
      case 400...499: .later(.busy, isUnsure: false)
      default: .later(.noAnswer, isUnsure: true)
      }
    }
  }
}
