import Core
import HTML
import HTTPTypes

/// Style, script and icon, kept by browsers for ever, because a change gives them another name.
package enum AssetRoutes {
  package static let all: [Route] = [
    .get("/assets/:name", .anyone) { visit in
      guard let asset = Assets.named(visit.word("name")) else { throw Rejection.notFound("Page") }
      return Answer(
        status: .ok, headers: [:],
        body: .bytes(Array(asset.text.utf8), contentType: asset.contentType))
    }
  ]
}
