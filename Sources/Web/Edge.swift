import Core
import HTML
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

/// The outermost step: whatever happens inside becomes an answer with our headers, is counted, and has its line in the log.
struct Edge: RouterMiddleware {
  typealias Context = SiteContext

  let site: Site

  func handle(
    _ request: Request, context: SiteContext,
    next: (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    let watch = Stopwatch()
    let context = named(context, request)
    site.meter.began()
    var response: Response
    do {
      try Self.check(request)
      response = try await next(request, context)
    } catch {
      response = answer(to: error, request, context)
    }
    let isAsset = request.uri.path.hasPrefix("/assets/") && response.status == .ok
    for header in isAsset ? Self.assetHeaders : Self.pageHeaders { response.headers.append(header) }
    response.headers.append(HTTPField(name: .requestID, value: context.id))
    if response.status == .requestTimeout { response.headers[.connection] = "close" }
    tell(request, response.status.code, watch.seconds, context)
    return response
  }

  private static func check(_ request: Request) throws {
    // No engine stores a zero byte in text, and nobody of good will sends one.
    guard Host.isOne(in: request.head), !request.uri.string.contains("%00") else {
      throw HTTPError(.badRequest)
    }
  }

  /// By the id that our own proxy gave to the request, so that its log and ours name it alike. Nobody else may choose
  /// one: who reads the log would follow the wrong request.
  private func named(_ context: SiteContext, _ request: Request) -> SiteContext {
    guard let proxy = site.proxy, context.address == proxy,
      let told = request.headers[.requestID], (8...100).contains(told.utf8.count),
      told.utf8.allSatisfy({ Self.isOfID($0) })
    else { return context }
    var named = context
    named.logger[metadataKey: "hb.request.id"] = .string(told)
    return named
  }

  private static func isOfID(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Nothing here names a person: an address is told by its route, without ids and without what stands behind `?`.
  private func tell(
    _ request: Request, _ status: Int, _ seconds: Double, _ context: SiteContext
  ) {
    // Routes begin with a slash; Hummingbird has a word of its own for none.
    let route = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil }
    let method = request.method.rawValue
    site.meter.ended(route: route, method: method, status: status, seconds: seconds)
    guard let trace = context.trace else { return }
    context.logger.info(
      "request",
      metadata: [
        "method": .string(method), "route": .string(route ?? Meter.noRoute),
        "status": .stringConvertible(status),
        "ms": .stringConvertible((seconds * 10_000).rounded() / 10),
        "account": .string(trace.account?.text ?? "none"),
      ])
  }

  private func answer(to error: any Error, _ request: Request, _ context: SiteContext) -> Response {
    guard !request.uri.path.hasPrefix("/api/") else {
      return site.response(to: problem(error, request, context), for: nil)
    }
    return switch error {
    case let refusal as Refusal: page(for: refusal.rejection, refusal.visit, request)
    case let stale as StaleForm:
      site.response(
        to: .page(
          Words.stale(
            stale.visit.cameFromOurPage ? stale.visit.form : FormState(),
            isSignedIn: stale.visit.visitor != nil), .forbidden),
        for: stale.visit)
    case let rejection as Rejection: page(for: rejection, nil, request)
    case let error as HTTPError where error.status == .notFound: missing(request)
    case let error as HTTPError:
      site.response(to: .page(Words.unusable(error.status), error.status), for: nil)
    case let error as any HTTPResponseError:
      site.response(to: .page(Words.unusable(error.status), error.status), for: nil)
    case is any OutOfRoom:
      site.response(
        to: .page(Words.full, .init(code: 507, reasonPhrase: "Insufficient Storage")), for: nil)
    case let away as any NotNow: site.response(to: notNow(away, context), for: nil)
    case let error where Self.isCutOff(error):
      site.response(to: .page(Words.unusable(.badRequest), .badRequest), for: nil)
    default: fault(error, context)
    }
  }

  private func notNow(_ away: any NotNow, _ context: SiteContext) -> Answer {
    context.logger.warning("the database is away", metadata: ["error": "\(away)"])
    var answer = Answer.page(Words.away(away), .serviceUnavailable)
    answer.headers[.retryAfter] = Answer.awaySeconds
    return answer
  }

  /// Whether the visitor broke off, or what they sent after the headers is not HTTP. Nobody reads the answer.
  private static func isCutOff(_ error: any Error) -> Bool {
    error is HTTPParserError || error is IOError || error is ChannelError
  }

  /// What programs are told, in a form of their own.
  private func problem(_ error: any Error, _ request: Request, _ context: SiteContext) -> Answer {
    if let error = error as? HTTPError, error.status == .notFound {
      let allowed = methods(at: request.uri.path)
      guard !allowed.isEmpty else { return .problem(.notFound) }
      var answer = Answer.problem(.methodNotAllowed)
      answer.headers[.allow] = allowed
      return answer
    }
    if let known = Answer.problem(for: error) {
      if error is any NotNow {
        context.logger.warning(
          "the database is away", metadata: ["error": "\(Self.words(of: error))"])
      }
      return known
    }
    if Self.isCutOff(error) { return .problem(.badRequest) }
    context.logger.error("fault", metadata: ["error": "\(Self.words(of: error))"])
    return .problem(.internalServerError, "Tell your administrator this number: \(context.id)")
  }

  /// The methods of an address, as the header Allow lists them; empty where there is no such address.
  private func methods(at path: String) -> String {
    let exact = site.routes.filter { $0.path == path }
    let found = exact.isEmpty ? site.routes.filter { $0.matches(path[...]) } : exact
    let methods = Set(found.map(\.method.rawValue))
    return methods.union(methods.contains("GET") ? ["HEAD"] : []).sorted().joined(separator: ", ")
  }

  private func page(for rejection: Rejection, _ visit: Visit?, _ request: Request) -> Response {
    if case .notSignedIn = rejection {
      let next =
        request.method == .get && request.uri.path != "/" ? "?next=\(request.uri.path)" : ""
      return site.response(to: .see("/sign-in\(next)"), for: nil)
    }
    let (page, status) = Words.page(for: rejection)
    var answer = Answer.page(page, status)
    if case .tooMany(_, let seconds) = rejection { answer.headers[.retryAfter] = String(seconds) }
    return site.response(to: answer, for: visit)
  }

  /// No such address; or there is, for another method.
  private func missing(_ request: Request) -> Response {
    let allowed = methods(at: request.uri.path)
    guard !allowed.isEmpty else {
      return page(for: .notFound("Page"), nil, request)
    }
    var answer = Answer.page(Words.unusable(.methodNotAllowed), .methodNotAllowed)
    answer.headers[.allow] = allowed
    return site.response(to: answer, for: nil)
  }

  private func fault(_ error: any Error, _ context: SiteContext) -> Response {
    context.logger.error("fault", metadata: ["error": "\(Self.words(of: error))"])
    return site.response(
      to: .page(Words.fault(request: context.id), .internalServerError), for: nil)
  }

  /// The first line: what engines add below it may hold what somebody wrote about a person.
  private static func words(of error: any Error) -> Substring {
    "\(error)".prefix { !$0.isNewline }
  }

  private static let shared: [HTTPField] = [
    HTTPField(
      name: .contentSecurityPolicy,
      value:
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    HTTPField(name: .xContentTypeOptions, value: "nosniff"),
    HTTPField(name: HTTPField.Name("Referrer-Policy")!, value: "no-referrer"),
    HTTPField(
      name: .strictTransportSecurity, value: "max-age=63072000; includeSubDomains"),
    HTTPField(name: HTTPField.Name("Cross-Origin-Opener-Policy")!, value: "same-origin"),
    HTTPField(name: HTTPField.Name("Cross-Origin-Resource-Policy")!, value: "same-origin"),
    HTTPField(
      name: HTTPField.Name("Permissions-Policy")!,
      value: "camera=(), geolocation=(), microphone=(), payment=()"),
  ]
  static let pageHeaders = shared + [HTTPField(name: .cacheControl, value: "no-store")]
  static let assetHeaders =
    shared + [HTTPField(name: .cacheControl, value: "public, max-age=31536000, immutable")]
}

extension HTTPField.Name {
  fileprivate static let requestID = Self("X-Request-Id")!
}
