import Core

/// What is doubtful in what a file says, in short plain sentences: somebody should ask, and nothing is guessed. Nil
/// where nothing is.
package enum Doubt {
  /// The most characters that a doubt has.
  static let limit = 500

  package static func milestone(due: PlannedDate?) -> String? {
    due == nil ? "No date is given." : nil
  }

  /// `amount` is in whole pence; `note` is what stands in place of a key of the state.
  package static func source(amount: Int?, state: ProjectLine.State?, note: String?) -> String? {
    var sentences: [String] = []
    if amount == nil { sentences.append("No amount is given.") }
    if let note, state == nil {
      sentences.append("How certain it is stands in words only: “\(note)”.")
    } else if amount != nil, state == nil {
      sentences.append("An amount is given, but not how certain it is.")
    }
    return joined(sentences)
  }

  /// A question's note says whom it is asked of, which is not doubtful.
  package static func frame(_ kind: FrameLine.Kind, note: String?, occurrence: Int) -> String? {
    var sentences: [String] = []
    if kind == .gate, occurrence > 1 {
      sentences.append(
        "The slide says it \(occurrence == 2 ? "twice" : "\(occurrence) times"); probably another tranche."
      )
    }
    if let note, kind != .question { sentences.append("The file notes: “\(note)”.") }
    return joined(sentences)
  }

  private static func joined(_ sentences: [String]) -> String? {
    guard !sentences.isEmpty else { return nil }
    let text = sentences.joined(separator: " ").unicodeScalars
    guard text.count > limit else { return String(text) }
    return String(String.UnicodeScalarView(text.prefix(limit - 1))) + "…"
  }
}
