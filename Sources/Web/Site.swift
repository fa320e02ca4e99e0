import Core
import HTML
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A link of the main navigation, shown to those who have the verb.
package struct NavEntry: Sendable {
  let item: NavItem
  let verb: Verb

  package init(_ text: String, to path: String, for verb: Verb) {
    item = NavItem(text, to: path)
    self.verb = verb
  }
}

/// All routes behind one chain: errors and headers, who visits, whether they may, the form and its token.
package struct Site: Sendable {
  package let service: String
  package let routes: [Route]
  package let nav: [NavEntry]
  /// Where the box in the header sends its words, shown to those who may search.
  package let searchPath: String?
  /// True when people reach us over https, so that cookies are Secure and carry the `__Host-` prefix.
  package let isSecure: Bool
  /// A tag and words shown on every page of a copy that is not the real thing.
  package let strip: (tag: String, text: String)?
  /// The address of the one proxy that may say who its visitor is.
  let proxy: String?
  let pace: Pace
  let sends: Pace
  let downloads: Downloads
  let wall: Wall
  let meter: Meter
  /// Who a session's cookie belongs to, or nil where it is unknown or over.
  package let identify: @Sendable (_ cookie: String) async throws -> Visitor?
  /// Whose access token this is, or nil where it is unknown or over.
  let identifyBearer: @Sendable (_ token: String) async throws -> User?

  package init(
    service: String, routes: [Route], nav: [NavEntry], searchPath: String? = nil, isSecure: Bool,
    strip: (tag: String, text: String)? = nil, proxy: String? = nil, pace: Pace,
    sends: Pace = Pace(perMinute: 0), downloads: Downloads = Downloads(perHour: 0),
    wall: Wall = .real, meter: Meter = Meter(),
    identify: @escaping @Sendable (_ cookie: String) async throws -> Visitor?,
    identifyBearer: @escaping @Sendable (_ token: String) async throws -> User? = { _ in nil }
  ) {
    self.service = service
    self.routes = routes
    self.nav = nav
    self.searchPath = searchPath
    self.isSecure = isSecure
    self.strip = strip
    self.proxy = proxy
    self.pace = pace
    self.sends = sends
    self.downloads = downloads
    self.wall = wall
    self.meter = meter
    self.identify = identify
    self.identifyBearer = identifyBearer
  }

  package static func sessionCookie(isSecure: Bool) -> String {
    isSecure ? "__Host-pierhead_session" : "pierhead_session"
  }

  package func router() -> Router<SiteContext> {
    let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: Edge(site: self))
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await serve(route, request, context)
      }
    }
    return router
  }

  private func serve(_ route: Route, _ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let cookie = Self.sessionCookie(isSecure: isSecure)
    let peer = context.address
    var visit = Visit(
      request: request, requestID: context.id, peer: peer, address: address(of: request, peer),
      visitor: nil, form: FormState(), parameters: context.parameters)
    if route.entry == .bearer {
      visit.bearer = try await holder(of: visit)
      context.trace?.note(visit.user.id)
      if route.method == .post { try sends.step(visit.user.id, at: wall.now()) }
      return response(to: try await route.handler(visit), for: nil)
    }
    if route.entry != .callback, let token = visit.cookie(cookie) {
      do {
        if let visitor = try await identify(token) {
          visit = visit.made(by: visitor)
          context.trace?.note(visitor.user.id)
        }
      } catch is any NotNow where route.entry == .anyone && route.method == .get {
        // A page for everybody is there while the database is away, as for a stranger.
      }
    }
    do {
      try admit(visit, to: route)
      if route.method == .post, route.entry != .callback {
        visit = try await posted(visit, to: route)
      }
      return response(to: try await answer(to: visit, by: route), for: visit)
    } catch Rejection.notSignedIn where route.method == .post && visit.cameFromOurPage {
      throw StaleForm(visit.sent(try await FormBody.read(visit.request)))
    } catch let rejection as Rejection {
      throw Refusal(rejection, visit)
    }
  }

  private func answer(to visit: Visit, by route: Route) async throws -> Answer {
    guard route.isDownload else {
      let answer = try await route.handler(visit)
      guard answer.headers[.contentDisposition] == nil else {
        throw Fault("\(route.name) answers a file, and is no download")
      }
      return answer
    }
    return try await downloads.one(for: visit.user.id, at: wall.now()) {
      try await route.handler(visit)
    }
  }

  /// The peer; or, where the peer is our own proxy, the last address that it wrote down. What visitors write
  /// in that header themselves stands before it and counts for nothing.
  private func address(of request: Request, _ peer: String) -> String {
    guard let proxy, peer == proxy,
      let told = request.headers[values: .forwardedFor].last?.split(separator: ",").last
    else { return peer }
    return String(told.drop { $0 == " " })
  }

  /// Who sends a program's request, and not faster than anybody may look at people.
  private func holder(of visit: Visit) async throws -> User {
    let words = (visit.header(.authorization) ?? "").split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer",
      let user = try await identifyBearer(String(words[1]))
    else { throw Rejection.notSignedIn }
    try pace.step(user.id, at: wall.now())
    return user
  }

  private func admit(_ visit: Visit, to route: Route) throws {
    switch route.entry {
    case .anyone, .bearer, .callback: return
    case .signedIn:
      guard visit.visitor != nil else { throw Rejection.notSignedIn }
    case .may(let verb):
      guard let visitor = visit.visitor else { throw Rejection.notSignedIn }
      guard visitor.user.may(verb) else { throw Rejection.forbidden }
      try pace.step(visitor.user.id, at: wall.now())
    }
  }

  /// A form must come from our own page: by what the browser says of its origin, and by its token.
  private func posted(_ visit: Visit, to route: Route) async throws -> Visit {
    if let origin = visit.header(.fetchSite), origin != "same-origin", origin != "none" {
      throw Rejection.forbidden
    }
    if let origin = visit.header(.origin), origin != "null",
      let host = visit.request.head.authority, !origin.hasSuffix("://\(host)")
    {
      throw Rejection.forbidden
    }
    let visit = visit.sent(try await FormBody.read(visit.request))
    if let visitor = visit.visitor, route.entry != .anyone {
      guard visit.form.text("form_token") == visitor.formToken else { throw StaleForm(visit) }
      try sends.step(visitor.user.id, at: wall.now())
    }
    return visit
  }

  func response(to answer: Answer, for visit: Visit?) -> Response {
    var headers = answer.headers
    switch answer.body {
    case .page(let page):
      headers[.contentType] = "text/html; charset=utf-8"
      return Response(
        status: answer.status, headers: headers,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: layout(for: visit).document(page))))
    case .bytes(let bytes, let contentType):
      headers[.contentType] = contentType
      return Response(
        status: answer.status, headers: headers,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    case .none:
      return Response(status: answer.status, headers: headers)
    }
  }

  private func layout(for visit: Visit?) -> Layout {
    var layout = Layout(service: service, strip: strip, footer: [Link("About Pierhead", to: "/")])
    if let visitor = visit?.visitor {
      layout.signedIn = SignedIn(
        name: visitor.user.name, nav: nav.filter { visitor.user.may($0.verb) }.map(\.item),
        formToken: visitor.formToken, searchPath: visitor.user.may(.search) ? searchPath : nil)
    }
    if let done = visit?.query("done"), let words = English.texts["done.\(done)"] {
      layout.notice = notificationBanner(words)
    }
    return layout
  }
}

/// A form of a page that was open for too long, or not of ours: refused, and what was typed is given back. So is one
/// that was sent after the session had ended.
struct StaleForm: Error {
  let visit: Visit

  init(_ visit: Visit) { self.visit = visit }
}

/// A rejection with the visit it belongs to, so that its page still shows who is signed in.
struct Refusal: Error {
  let rejection: Rejection
  let visit: Visit

  init(_ rejection: Rejection, _ visit: Visit) {
    self.rejection = rejection
    self.visit = visit
  }
}

extension Visit {
  /// The browser says that it was sent from a page of ours. Else nobody's words are shown under our name.
  var cameFromOurPage: Bool { header(.fetchSite) == "same-origin" }

  func made(by visitor: Visitor) -> Visit {
    Visit(
      request: request, requestID: requestID, peer: peer, address: address, visitor: visitor,
      form: form,
      parameters: parameters)
  }

  func sent(_ form: FormState) -> Visit {
    Visit(
      request: request, requestID: requestID, peer: peer, address: address, visitor: visitor,
      form: form,
      parameters: parameters)
  }
}

extension HTTPField.Name {
  static let forwardedFor = Self("X-Forwarded-For")!
  static let fetchSite = Self("Sec-Fetch-Site")!
}
