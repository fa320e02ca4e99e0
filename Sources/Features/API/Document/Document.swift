import Core
import HTTPTypes
import Web

/// The OpenAPI 3.1 document, made of the endpoints themselves: it can't leave one out.
struct Document {
  let json: JSON

  static let idPattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

  init(_ endpoints: [Endpoint], _ vocabulary: Vocabulary) {
    var paths: [JSON.Pair] = []
    for path in endpoints.map(\.path).unique {
      let operations = endpoints.filter { $0.path == path }.map(Self.operation)
      let id: [JSON.Pair] =
        path.contains(":id") ? [.init("parameters", [["$ref": "#/components/parameters/id"]])] : []
      let address = "/api/v1" + path.replacing(":id", with: "{id}")
      paths.append(.init(address, .object(id + operations)))
    }
    paths.append(.init("/api/v1/openapi.json", Self.own))
    let components: JSON = [
      "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
      "parameters": Self.parameters, "headers": Self.headers, "responses": Self.problems,
      "schemas": Schemas(vocabulary).json,
    ]
    json = [
      "openapi": "3.1.0", "info": Self.info, "security": [["token": []]], "paths": .object(paths),
      "components": components,
    ]
  }

  private static let info: JSON = [
    "title": "Pierhead", "version": "1",
    "description":
      "What programs may do: the same as the account whose token they send may do on pages. Everything that shows people is recorded. Unknown keys, and keys that stand twice, are refused; a body has at most 256 KiB and is nested at most 32 deep.",
  ]

  private static let own: JSON = [
    "get": [
      "operationId": "openapi", "summary": "This document", "security": [],
      "responses": [
        "200": [
          "description": "This document",
          "content": ["application/json": ["schema": ["type": "object"]]],
        ]
      ],
    ]
  ]

  private static let parameters: JSON = [
    "id": [
      "name": "id", "in": "path", "required": true,
      "schema": ["type": "string", "pattern": .string(idPattern)],
    ],
    "key": [
      "name": "Idempotency-Key", "in": "header",
      "description":
        "Made by the caller for one request. The same request sent again with it changes nothing and is answered the same; another request with it is refused. A rejected request leaves its key free.",
      "schema": ["type": "string", "pattern": "^[!-~]{1,200}$"],
    ],
    "version": [
      "name": "If-Match", "in": "header", "required": true,
      "description": "The ETag that came when the thing was read.",
      "schema": ["type": "string", "pattern": "^\"[1-9][0-9]{0,8}\"$"],
      "example": "\"1\"",
    ],
  ]

  private static let headers: JSON = [
    "version": [
      "description": "The version, for If-Match", "schema": ["type": "string"], "required": true,
    ]
  ]

  private static let problems: JSON = .object(
    words.map { status, words in
      .init(
        "problem\(status)",
        [
          "description": .string(words),
          "content": [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
          ],
        ])
    })

  private static let words: [(Int, String)] = [
    (400, "It could not be read"), (401, "No token, or one that no longer works"),
    (403, "The account may not do this"),
    (404, "Not there, or not within the account's reach: the two look the same"),
    (409, "Something stands against it; with `yours` and `current` where the version is over"),
    (413, "More than 256 KiB"), (415, "Not application/json"),
    (422, "It can't be used: `problems` says why"), (428, "If-Match is missing"),
    (429, "Too fast: wait as long as Retry-After says"), (500, "Our fault"),
    (503, "Our database can't be reached: with the code `not-confirmed` it may have been done"),
    (507, "No room on our side; nothing was changed"),
  ]

  private static func operation(_ endpoint: Endpoint) -> JSON.Pair {
    var members: [JSON.Pair] = [
      .init("operationId", .string(endpoint.name)), .init("summary", .string(endpoint.summary)),
    ]
    if !endpoint.about.isEmpty { members.append(.init("description", .string(endpoint.about))) }
    let parameters = parameters(of: endpoint)
    if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
    if let body = body(of: endpoint) { members.append(.init("requestBody", body)) }
    members.append(
      .init(
        "responses",
        .object(endpoint.statuses.map { .init("\($0)", response($0, of: endpoint)) })))
    return .init(endpoint.method.rawValue.lowercased(), .object(members))
  }

  private static func parameters(of endpoint: Endpoint) -> [JSON] {
    var parameters: [JSON] = endpoint.query.map {
      [
        "name": .string($0.name), "in": "query", "description": .string($0.words),
        "schema": $0.schema,
      ]
    }
    if endpoint.mayHaveKey { parameters.append(["$ref": "#/components/parameters/key"]) }
    if endpoint.needsVersion { parameters.append(["$ref": "#/components/parameters/version"]) }
    return parameters
  }

  private static func body(of endpoint: Endpoint) -> JSON? {
    guard let schema = endpoint.takes else { return nil }
    var content: [JSON.Pair] = [.init("schema", reference(schema))]
    if let example = endpoint.example { content.append(.init("example", example)) }
    return ["required": true, "content": ["application/json": .object(content)]]
  }

  private static func response(_ status: Int, of endpoint: Endpoint) -> JSON {
    guard let success = endpoint.answers.first(where: { $0.status == status }) else {
      return ["$ref": .string("#/components/responses/problem\(status)")]
    }
    var members: [JSON.Pair] = [
      .init("description", .string(success.words)),
      .init("content", ["application/json": ["schema": reference(success.schema)]]),
    ]
    if success.hasVersion && endpoint.name != "readReferral" {
      members.append(.init("headers", ["ETag": ["$ref": "#/components/headers/version"]]))
    }
    return .object(members)
  }

  private static func reference(_ schema: String) -> JSON {
    ["$ref": .string("#/components/schemas/\(schema)")]
  }
}

extension [String] {
  /// Each once, in the order in which they first stand.
  fileprivate var unique: [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
