import Core
import HTML
import HTTPTypes

extension Visit {
  /// What a form led to. Where it can't be kept, the form again with what was typed and what is wrong with it; where somebody
  /// else was quicker, without its `version`, so that the page puts in the one that stands now: whoever saves it again does so
  /// knowing.
  package func answer(
    _ make: () async throws -> Answer, again page: (FormState) async throws -> Page
  ) async throws -> Answer {
    do {
      return try await make()
    } catch Rejection.invalid(let problems) {
      return .again(try await page(form.with(problems)))
    } catch Rejection.conflict(let reason) {
      var sent = form.with([Problem(nil, reason)])
      sent.values["version"] = nil
      return .page(try await page(sent), .conflict)
    }
  }
}
