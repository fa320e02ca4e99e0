import Core
import HTTPTypes
import Hummingbird
import Web

/// One thing that programs may do: its address, what it takes, what it answers, and what does it.
struct Endpoint: Sendable {
  let method: HTTPRequest.Method
  /// After `/api/v1`, as in `/referrals/:id`.
  let path: String
  /// Its name in the document.
  let name: String
  let summary: String
  var about = ""
  /// Parameters of the query.
  var query: [Parameter] = []
  /// The schema of what is sent, by its name in the document.
  var takes: String?
  var example: JSON?
  /// Something is changed or made, so a key may be named.
  var mayHaveKey = false
  /// A thing that stands is changed, so its version must be named.
  var needsVersion = false
  /// Also refused where something stands against it: 409.
  var mayConflict = false
  /// Statuses of success, with the schema that they answer and what they mean.
  let answers: [Success]
  let handler: @Sendable (Call) async throws -> Reply

  struct Success: Sendable {
    let status: Int
    let schema: String
    let words: String
    var hasVersion = false
  }

  struct Parameter: Sendable {
    let name: String
    let words: String
    let schema: JSON
  }

  var hasID: Bool { path.contains(":id") }

  var route: Route {
    let answer: Route.Handler = { [handler] visit in try await handler(Call(visit)).answer }
    let path = "/api/v1\(path)"
    return method == .get
      ? .get(path, .bearer, answer) : .post(path, .bearer, answer)
  }

  /// Every status that it may answer, in order.
  var statuses: [Int] {
    var statuses = Set(answers.map(\.status) + [400, 401, 403, 429, 500, 503, 507])
    if hasID { statuses.insert(404) }
    if takes != nil { statuses.formUnion([413, 415, 422]) }
    if !query.isEmpty || mayHaveKey { statuses.insert(422) }
    if needsVersion { statuses.formUnion([409, 422, 428]) }
    if mayConflict { statuses.insert(409) }
    return statuses.sorted()
  }
}

/// What an endpoint answers.
struct Reply: Sendable, Hashable {
  var status = 200
  var body: JSON
  /// The body where it is written already: then `body` is nothing.
  var written: String?
  /// Where the thing that was made is.
  var location: String?
  /// The version of the thing that is shown or changed.
  var version: Int?
  var isProblem = false

  var answer: Answer {
    var headers: HTTPFields = [:]
    headers[.location] = location
    headers[.eTag] = version.map { "\"\($0)\"" }
    return Answer(
      status: .init(code: status), headers: headers,
      body: .bytes(
        Array((written ?? body.text).utf8),
        contentType: isProblem ? "application/problem+json" : "application/json"))
  }
}

/// A request to an endpoint.
struct Call: Sendable {
  let visit: Visit

  init(_ visit: Visit) { self.visit = visit }

  var user: User { visit.user }

  /// How long a list may be: 1 to 100.
  func limit() throws(Rejection) -> Int {
    guard let text = visit.query("limit") else { return 25 }
    guard let limit = Int(text), (1...100).contains(limit), String(limit) == text else {
      throw .invalid("limit", Reason("api.limit"))
    }
    return limit
  }

  /// After what a list goes on, as its last part said in `next`.
  func cursor<Place>(_ read: (String) -> Place?) throws(Rejection) -> Place? {
    guard let text = visit.query("cursor") else { return nil }
    guard let place = read(text) else { throw .invalid("cursor", Reason("api.cursor")) }
    return place
  }

  /// The version that the caller read and decides on.
  func version() throws -> Int {
    guard let text = visit.header(.ifMatch) else {
      throw HTTPError(
        .preconditionRequired, message: "Name the version that you read: If-Match: \"3\".")
    }
    guard text.first == "\"", text.last == "\"", text.count > 2,
      let version = Int(text.dropFirst().dropLast()), version > 0
    else { throw Rejection.invalid("If-Match", Reason("api.version")) }
    return version
  }

  /// The key of the request, so that it may be sent again.
  func key() throws(Rejection) -> String? {
    guard let key = visit.header(.idempotencyKey) else { return nil }
    guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) })
    else { throw .invalid("Idempotency-Key", Reason("api.key")) }
    return key
  }
}

extension Reply {
  /// A part of a list, and where it goes on.
  static func list(_ items: [JSON], next: String?) -> Reply {
    Reply(body: ["items": .array(items), "next": .text(next)])
  }
}

extension HTTPField.Name {
  static let idempotencyKey = Self("Idempotency-Key")!
}
