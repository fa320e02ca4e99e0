import Access
import Core
import Database
import HTTPTypes
import Households
import Programme
import Referrals
import Search
import Web

/// `/api/v1`: what programs may do, through the same doors as pages, with the same verbs and scopes.
package struct API: Sendable {
  let database: Database
  let referrals: Referrals
  let households: Households
  let search: Search
  let programme: Programme
  let gates: Gates
  let highlights: HighlightReports
  let vocabulary: Vocabulary
  let settings: Settings

  package struct Settings: Sendable {
    /// How long a key is remembered, in hours. At least 24.
    package var keyHours = 48

    package init() {}
  }

  package init(
    _ database: Database, referrals: Referrals, households: Households, search: Search,
    programme: Programme, gates: Gates, highlights: HighlightReports, vocabulary: Vocabulary,
    settings: Settings = Settings()
  ) {
    self.database = database
    self.referrals = referrals
    self.households = households
    self.search = search
    self.programme = programme
    (self.gates, self.highlights) = (gates, highlights)
    self.vocabulary = vocabulary
    self.settings = settings
  }

  /// Every address of the API with what it takes and answers: the routes and the document are made of it.
  var endpoints: [Endpoint] {
    ownEndpoints + referralEndpoints + decisionEndpoints + householdEndpoints + noteEndpoints
      + transferEndpoints + programmeEndpoints + gateEndpoints + reportEndpoints
      + timeEndpoints + packEndpoints + minutesEndpoints
  }

  package var routes: [Route] {
    let document = Array(Document(endpoints, vocabulary).json.text.utf8)
    return [
      .get("/api/v1/openapi.json", .anyone) { _ in
        Answer(
          status: .ok, headers: [:], body: .bytes(document, contentType: "application/json"))
      }
    ] + endpoints.map(\.route)
  }
}
