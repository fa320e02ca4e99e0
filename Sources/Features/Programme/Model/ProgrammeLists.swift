import Core

/// The lists of the programme, dated, which another authority replaces.
package struct ProgrammeLists: Sendable {
  /// A step of a scale.
  package struct Step: Sendable {
    package let scale: String
    package let key: String
    package let label: String
    package let meaning: String
    /// Whether the scale is for how a project stands, or for how likely it is to deliver.
    package let isStatus: Bool
    package let valid: Validity

    package init(
      scale: String, key: String, label: String, meaning: String, isStatus: Bool, valid: Validity
    ) {
      self.scale = scale
      self.key = key
      self.label = label
      self.meaning = meaning
      self.isStatus = isStatus
      self.valid = valid
    }
  }

  package let workstreams: DatedList
  /// What a project is rated in.
  package let respects: DatedList
  /// The best first.
  package let steps: [Step]

  package init(workstreams: DatedList, respects: DatedList, steps: [Step]) {
    self.workstreams = workstreams
    self.respects = respects
    self.steps = steps
  }

  /// The scale in force on a day for how a project stands.
  package func scale(on day: Day) -> String {
    steps.last { $0.isStatus && $0.valid.holds(on: day) }?.scale ?? ""
  }

  package func ratings(of scale: String, on day: Day) -> [Step] {
    steps.filter { $0.scale == scale && $0.valid.holds(on: day) }
  }

  /// The words of a rating, ended or not.
  package func label(_ rating: String, of scale: String) -> String {
    steps.last { $0.scale == scale && $0.key == rating }?.label ?? rating
  }
}
