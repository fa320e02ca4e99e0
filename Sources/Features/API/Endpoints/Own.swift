import Core
import HTTPTypes
import Web

extension API {
  var ownEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .get, path: "/me", name: "me", summary: "Whose token this is",
        about: "The account, its roles, and what it may do.",
        answers: [.init(status: 200, schema: "Account", words: "The account")]
      ) { call in Reply(body: .account(call.user)) }
    ]
  }
}

extension JSON {
  static func account(_ user: User) -> JSON {
    [
      "id": .string(user.id.text), "name": .string(user.name), "email": .string(user.email),
      "organisation": .text(user.organisation), "roles": .array(user.roles.map { .string($0) }),
      "districts": .array(user.districts.map { .string($0) }),
      "may": .array(
        user.grants.sorted { $0.key.rawValue < $1.key.rawValue }.map {
          ["verb": .string($0.key.rawValue), "scope": .string($0.value.rawValue)]
        }),
    ]
  }
}
