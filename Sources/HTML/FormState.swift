import Core

/// What a form holds while it is on the page: what was typed, so that nothing typed is lost, and what is
/// wrong with it.
package struct FormState: Sendable {
  package var values: [String: [String]]
  package var problems: [Problem]

  /// An empty form.
  package init() {
    values = [:]
    problems = []
  }

  /// A form with one value a field.
  package init(values: [String: String], problems: [Problem] = []) {
    self.values = values.mapValues { [$0] }
    self.problems = problems
  }

  /// A form as it was sent: names may repeat, as ticked boxes do.
  package init(sent pairs: [(String, String)], problems: [Problem] = []) {
    values = Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
    self.problems = problems
  }

  /// The value of a field, empty when there is none.
  package func text(_ name: String) -> String { values[name]?.first ?? "" }

  /// All values of a field, such as the ticked boxes.
  package func texts(_ name: String) -> [String] { values[name] ?? [] }

  /// The first thing wrong with a field.
  package func problem(_ name: String) -> Reason? {
    problems.first { $0.field == name }?.reason
  }

  /// The same form with what is wrong with it.
  package func with(_ problems: [Problem]) -> FormState {
    var state = self
    state.problems = problems
    return state
  }

  package var isGood: Bool { problems.isEmpty }
}

/// One field of a form: its name and words, what it holds and what is wrong with it. The same call draws
/// the field empty, filled in and in error.
package struct Field: Sendable {
  package let name: String
  package let label: String
  package let hint: String?
  package let values: [String]
  package let problem: Reason?
  package let isOptional: Bool
  package let isDisabled: Bool

  /// A field of the form.
  package init(
    _ name: String, _ label: String, hint: String? = nil, in state: FormState,
    isOptional: Bool = false, isDisabled: Bool = false
  ) {
    self.init(
      name, label, hint: hint, values: state.texts(name), problem: state.problem(name),
      isOptional: isOptional, isDisabled: isDisabled)
  }

  /// A field that stands by itself.
  package init(
    _ name: String, _ label: String, hint: String? = nil, values: [String] = [],
    problem: Reason? = nil, isOptional: Bool = false, isDisabled: Bool = false
  ) {
    self.name = name
    self.label = label
    self.hint = hint
    self.values = values
    self.problem = problem
    self.isOptional = isOptional
    self.isDisabled = isDisabled
  }

  package var value: String { values.first ?? "" }

  /// The error summary links here. Radios and checkboxes give it to their first box.
  var id: String { name }
  var hintID: String { "\(name)-hint" }
  var problemID: String { "\(name)-error" }

  /// Ids of the hint and the error, for `aria-describedby`.
  var describedBy: String? {
    switch (hint, problem) {
    case (nil, nil): nil
    case (_?, nil): hintID
    case (nil, _?): problemID
    case (_?, _?): "\(hintID) \(problemID)"
    }
  }
}
