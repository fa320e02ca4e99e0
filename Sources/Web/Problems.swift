import Core
import HTTPTypes
import Hummingbird

extension Answer {
  /// A no for programs: `application/problem+json` (RFC 9457). `code` is stable and for programs, `detail` is for
  /// people; further members follow them.
  package static func problem(
    _ status: HTTPResponse.Status, code: String? = nil, _ detail: String? = nil,
    _ members: [JSON.Pair] = []
  ) -> Answer {
    var problem: [JSON.Pair] = [
      .init("type", "about:blank"), .init("title", .string(Self.title(of: status))),
      .init("status", .number("\(status.code)")),
    ]
    if let code { problem.append(.init("code", .string(code))) }
    if let detail { problem.append(.init("detail", .string(detail))) }
    return Answer(
      status: status, headers: [:],
      body: .bytes(
        Array(JSON.object(problem + members).text.utf8), contentType: "application/problem+json"))
  }

  /// The problem that an error is, or nil where it is a fault of ours.
  static func problem(for error: any Error) -> Answer? {
    switch error {
    case let rejection as Rejection: refusal(rejection)
    case let stale as Stale:
      problem(
        .conflict, code: "stale",
        "It was changed after you read it. Read it again, and decide with what it is now.",
        [
          .init("yours", .number("\(stale.yours)")), .init("current", .number("\(stale.current)")),
        ])
    case is any OutOfRoom:
      problem(
        .init(code: 507, reasonPhrase: "Insufficient Storage"), "There is no room left on our side."
      )
    case let away as any NotNow: notNow(away)
    case let error as HTTPError: problem(error.status, error.body)
    case let error as any HTTPResponseError: problem(error.status)
    default: nil
    }
  }

  /// Seconds after which somebody may try again while the database is away.
  static let awaySeconds = "10"

  private static func notNow(_ away: any NotNow) -> Answer {
    var answer = problem(
      .serviceUnavailable, code: away.mayBeDone ? "not-confirmed" : "not-now",
      away.mayBeDone
        ? "It may have been done, or not. Send it again with the same key: it is done once."
        : "Our database can't be reached. Nothing was changed. Send it again later.")
    answer.headers[.retryAfter] = awaySeconds
    return answer
  }

  private static func refusal(_ rejection: Rejection) -> Answer {
    switch rejection {
    case .invalid(let problems):
      return problem(
        .unprocessableContent, code: "invalid", "Something in the request can't be used.",
        [
          .init(
            "problems",
            .array(
              problems.map {
                .problem(field: $0.field, code: $0.reason.key, message: $0.reason.words)
              }))
        ])
    case .conflict(let reason): return problem(.conflict, code: reason.key, reason.words)
    case .forbidden:
      return problem(.forbidden, "The role of this token's account does not include this.")
    case .notFound(let noun): return problem(.notFound, "\(noun) not found")
    case .tooMany(let reason, let seconds):
      var answer = problem(.tooManyRequests, code: reason.key, reason.words)
      answer.headers[.retryAfter] = String(seconds)
      return answer
    case .notSignedIn:
      var answer = problem(.unauthorized, "Send an access token: Authorization: Bearer …")
      answer.headers[.wwwAuthenticate] = "Bearer realm=\"Pierhead\""
      return answer
    }
  }

  private static func title(of status: HTTPResponse.Status) -> String {
    switch status {
    case .badRequest: "Bad request"
    case .unauthorized: "Not signed in"
    case .forbidden: "Not allowed"
    case .notFound: "Not found"
    case .methodNotAllowed: "Not in this way"
    case .requestTimeout: "Too slow"
    case .conflict: "Conflict"
    case .contentTooLarge: "Too large"
    case .unsupportedMediaType: "Not JSON"
    case .unprocessableContent: "Can't be used"
    case .preconditionRequired: "Version missing"
    case .tooManyRequests: "Too fast"
    case .internalServerError: "Our fault"
    case .serviceUnavailable: "Not now"
    default: status.code == 507 ? "No room" : "Problem"
    }
  }
}

extension JSON {
  /// One thing that is wrong with a request. `code` is for programs, `message` for people; it may change.
  package static func problem(field: String?, code: String, message: String) -> JSON {
    ["field": field.map(JSON.string) ?? .null, "code": .string(code), "message": .string(message)]
  }
}
