import Core

/// The lists of the programme, dated, which another authority replaces.
package struct ProgrammeLists: Sendable {
  package let workstreams: DatedList
  /// What a project is rated in.
  package let respects: DatedList
  /// The scales, and by what ratings are proposed.
  package let ratings: RatingRules
  /// What packs choose from.
  package var packs = PackLists()

  package init(workstreams: DatedList, respects: DatedList, ratings: RatingRules) {
    self.workstreams = workstreams
    self.respects = respects
    self.ratings = ratings
  }

  /// The words of a rating by the scale it was said by, ended or not.
  func label(_ rating: String, of scale: String, on day: Day) -> String {
    ratings.scale(scale, on: day)?.label(rating) ?? rating
  }
}
