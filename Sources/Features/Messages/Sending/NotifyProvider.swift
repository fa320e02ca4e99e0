import CCurl
import Core
import Foundation
import Outside

/// GOV.UK Notify (REST API, version 2).
struct NotifyProvider: Provider {
  let name = "GOV.UK Notify"
  let settings: MessageSettings.Notify
  let deadline: Int64

  init(_ settings: MessageSettings.Notify, deadline: Int64) {
    self.settings = settings
    self.deadline = deadline
  }

  func send(_ letter: Letter, now: Instant) -> Attempt {
    do {
      let isEmail = letter.channel == .email
      let body = try JSONEncoder().encode(
        NewNotification(
          emailAddress: isEmail ? letter.to : nil, phoneNumber: isEmail ? nil : letter.to,
          template: isEmail ? settings.emailTemplate : settings.textTemplate ?? "",
          personalisation: isEmail
            ? ["subject": letter.subject, "body": letter.body] : ["body": letter.body],
          reference: letter.id.text))
      let curl = try curl("/v2/notifications/\(isEmail ? "email" : "sms")", now)
      curl.set(CURLOPT_POST, 1)
      curl.set(CURLOPT_POSTFIELDSIZE, body.count)
      curl.set(CURLOPT_COPYPOSTFIELDS, String(decoding: body, as: UTF8.self))
      return Self.attempt(curl.perform())
    } catch {
      return .unsendable(.lost)
    }
  }

  /// The notification with our reference, if it has one.
  func find(_ id: MessageID, now: Instant) -> Finding {
    do {
      let outcome = try curl("/v2/notifications?reference=\(id.text)", now).perform()
      guard outcome.code == CURLE_OK, outcome.status == 200 else {
        return .noAnswer(Self.trouble(outcome), seconds: outcome.retryAfter)
      }
      let list = try JSONDecoder().decode(List.self, from: Data(outcome.body))
      guard let found = list.notifications.first(where: { $0.reference == id.text }) else {
        return .notThere
      }
      return .there(reference: found.id, Self.state(found.status ?? ""))
    } catch {
      return .noAnswer(.broken)
    }
  }

  /// What an answer to sending means. Only a plain no to this message ends it: a wrong key or clock (401, 403) is ours
  /// to put right, and a 5xx may have been taken all the same.
  static func attempt(_ outcome: Curl.Outcome) -> Attempt {
    guard outcome.code == CURLE_OK else {
      return .later(.noAnswer, isUnsure: !outcome.reachedNobody)
    }
    switch outcome.status {
    case 200...299:
      do {
        let sent = try JSONDecoder().decode(Notification.self, from: Data(outcome.body))
        return .accepted(reference: sent.id)
      } catch {
        return .later(.broken, isUnsure: true)
      }
    case 429, 401, 403, 408:
      return .later(trouble(outcome), seconds: outcome.retryAfter, isUnsure: false)
    case 400...499: return .refused
    default: return .later(.broken, seconds: outcome.retryAfter, isUnsure: true)
    }
  }

  /// A state as Notify names it; nil while it is on its way, and for names that we do not know.
  static func state(_ status: String) -> MessageState? {
    switch status {
    case "delivered": .delivered
    case "permanent-failure": .permanentFailure
    case "temporary-failure": .temporaryFailure
    case "technical-failure": .technicalFailure
    default: nil
    }
  }

  private static func trouble(_ outcome: Curl.Outcome) -> Trouble {
    switch (outcome.code, outcome.status) {
    case (CURLE_OK, 429): .busy
    case (CURLE_OK, 401), (CURLE_OK, 403): .signIn
    case (CURLE_OK, _): .broken
    default: .noAnswer
    }
  }

  private func curl(_ path: String, _ now: Instant) throws -> Curl {
    let isHere = MessageSettings.isLoopback(settings.url)
    let curl = try Curl(
      settings.url + path, protocols: isHere ? "http,https" : "https", deadline: .seconds(deadline))
    curl.set(
      CURLOPT_HTTPHEADER,
      [
        "Authorization: Bearer \(settings.key.token(at: now))", "Content-Type: application/json",
        "Accept: application/json", "User-Agent: pierhead", "Expect:",
      ])
    return curl
  }

  private struct NewNotification: Encodable {
    let emailAddress: String?
    let phoneNumber: String?
    let template: String
    let personalisation: [String: String]
    let reference: String

    /// As the API names them.
    enum CodingKeys: String, CodingKey {
      case emailAddress = "email_address"
      case phoneNumber = "phone_number"
      case template = "template_id"
      case personalisation, reference
    }
  }

  private struct Notification: Decodable {
    let id: String
    let reference: String?
    let status: String?
  }

  private struct List: Decodable { let notifications: [Notification] }
}
