import Core

/// The lists of the programme, dated, which another authority replaces.
package struct ProgrammeLists: Sendable {
  package let workstreams: DatedList
  /// What a project is rated in.
  package let respects: DatedList
  /// The scales, and by what ratings are proposed.
  package let ratings: RatingRules
  /// The bands in which the scores of risks fall.
  package let risks: RiskBands
  /// Who gains from a benefit, or bears a dis-benefit.
  package let beneficiaries: DatedList
  /// By which papers of meetings are due.
  package let workingDays: WorkingDays
  /// What packs choose from.
  package var packs = PackLists()

  package init(
    workstreams: DatedList, respects: DatedList, ratings: RatingRules, risks: RiskBands,
    beneficiaries: DatedList, workingDays: WorkingDays
  ) {
    self.workingDays = workingDays
    self.workstreams = workstreams
    self.respects = respects
    self.ratings = ratings
    self.risks = risks
    self.beneficiaries = beneficiaries
  }

  /// The words of a rating by the scale it was said by, ended or not.
  func label(_ rating: String, of scale: String, on day: Day) -> String {
    ratings.scale(scale, on: day)?.label(rating) ?? rating
  }
}
