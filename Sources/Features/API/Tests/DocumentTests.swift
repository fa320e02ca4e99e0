import Access
import App
import Core
import Database
import Foundation
import HTTPTypes
import Support
import Testing
import Web

@testable import API

/// The OpenAPI document against the routes.
struct DocumentTests {
  @Test func `every address of the API is in the document, and nothing else`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let answer = try await Program(pierhead, token: nil).get("/api/v1/openapi.json")
      #expect(answer.status == 200)
      guard case .object(let paths) = try answer.json["paths"] else {
        Issue.record("there are no paths")
        return
      }
      let told = paths.flatMap { path -> [String] in
        guard case .object(let operations) = path.value else { return [] }
        return operations.filter { $0.key != "parameters" }.map {
          "\($0.key.uppercased()) \(path.key.replacing("{id}", with: ":id"))"
        }
      }
      let routes = pierhead.site().routes.map(\.name).filter { $0.contains(" /api/") }
      #expect(told.sorted() == routes.sorted())
    }
  }

  @Test func `everything that the document refers to is in it`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let document = Document(pierhead.api.endpoints, pierhead.reference.vocabulary).json
      let references = document.text.matches(of: /"\$ref":"#\/([^"]+)"/).map { String($0.1) }
      #expect(references.count > 50)
      for reference in Set(references) {
        let found = reference.split(separator: "/").reduce(document as JSON?) { $0?[String($1)] }
        #expect(found != nil, "\(reference)")
      }
    }
  }

  @Test func `other methods and addresses are refused as problems`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("team_leader"))
      let wrong = try await program.send(.delete, "/api/v1/referrals", [], [:])
      #expect(wrong.status == 405 && wrong.headers[.allow] == "GET, HEAD, POST")
      let search = try await program.send(.get, "/api/v1/referrals/search", [], [:])
      #expect(search.status == 405 && search.headers[.allow] == "POST")
      let missing = try await program.get("/api/v1/nowhere")
      #expect(missing.status == 404)
      for answer in [wrong, search, missing] {
        #expect(answer.headers[.contentType] == "application/problem+json")
      }
    }
  }
}

/// Tokens at the door of the API.
struct TokenTests {
  @Test(arguments: TestDatabase.engines)
  func `only a token that still works comes in`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let user = try await pierhead.user("team_leader")
      let program = try await Program(pierhead, as: user)
      #expect(try await program.get("/api/v1/me").text("id") == user.id.text)
      for token in [nil, "", "pierhead_x", String(repeating: "a", count: 43)] {
        let answer = try await Program(pierhead, token: token).get("/api/v1/me")
        #expect(answer.status == 401)
        #expect(answer.headers[.wwwAuthenticate] == "Bearer realm=\"Pierhead\"")
      }
      // A session of a browser is not a token.
      let browser = try await pierhead.browser(user)
      #expect(try await browser.get("/api/v1/me").status == 401)

      clock.move(days: 2)
      #expect(try await program.get("/api/v1/me").status == 401)
      let fresh = try await Program(pierhead, as: user)
      #expect(try await fresh.get("/api/v1/me").status == 200)
      try await pierhead.disable(user)
      #expect(try await fresh.get("/api/v1/me").status == 401)
    }
  }

  @Test func `who is too fast is told how long to wait`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      var configuration = pierhead.configuration
      configuration.looksPerMinute = 3
      let slow = try await Pierhead(configuration, pierhead.database, pierhead.reference)
      let program = try await Program(slow, as: slow.user("team_leader"))
      for _ in 1...3 { #expect(try await program.get("/api/v1/me").status == 200) }
      let answer = try await program.get("/api/v1/me")
      #expect(answer.status == 429 && answer.headers[.retryAfter] == "60")
    }
  }
}
