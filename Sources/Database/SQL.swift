/// SQL with its values beside it, never inside it: `"… WHERE id = \(id)"` binds, pieces nest, and each
/// engine writes its own placeholder (`?` or `$1`) at the edge.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  package var pieces: [String]
  package var values: [Value]

  package init(stringLiteral text: String) {
    pieces = [text]
    values = []
  }

  package init(stringInterpolation built: StringInterpolation) {
    pieces = built.pieces
    values = built.values
  }

  /// SQL text that comes from this program, such as a migration. Never from a visitor.
  package init(trusted text: String) { self.init(stringLiteral: text) }

  /// `LIMIT` for one page and one row more, which tells whether there is a next. The size is part of the text, so
  /// that PostgreSQL's one plan for all users knows how few rows are wanted.
  package static func page(_ number: Int, of size: Int) -> SQL {
    let limit = SQL(trusted: "LIMIT \(size + 1)")
    return number <= 1 ? limit : "\(limit) OFFSET \((number - 1) * size)"
  }

  /// `LIMIT` for a list of which a caller says how long it may be, up to 100, and at least one row more. Two sizes only,
  /// so that there are two statements to prepare and not a hundred.
  package static func upTo(_ limit: Int) -> SQL { page(1, of: limit <= 25 ? 25 : 100) }

  /// The text with the engine's placeholders; they count from 1.
  package func text(_ placeholder: (Int) -> String) -> String {
    guard pieces.count > 1 else { return pieces[0] }
    var text = pieces[0]
    for (index, piece) in pieces.dropFirst().enumerated() {
      text += placeholder(index + 1)
      text += piece
    }
    return text
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var pieces = [""]
    var values: [Value] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ text: String) { pieces[pieces.count - 1] += text }

    package mutating func appendInterpolation(_ value: some Storable) {
      values.append(value.stored)
      pieces.append("")
    }

    package mutating func appendInterpolation(_ value: (some Storable)?) {
      values.append(value?.stored ?? .null)
      pieces.append("")
    }

    package mutating func appendInterpolation(_ part: SQL) {
      pieces[pieces.count - 1] += part.pieces[0]
      pieces += part.pieces.dropFirst()
      values += part.values
    }

    /// Values of several types, with commas between, as `VALUES (…)` has them. At least one.
    package mutating func appendInterpolation(values stored: [Value]) {
      for (index, value) in stored.enumerated() {
        if index > 0 { appendLiteral(", ") }
        values.append(value)
        pieces.append("")
      }
    }

    /// `IN (\(list: ids))`. An empty list is `IN (NULL)`, which nothing is in.
    package mutating func appendInterpolation(list: [some Storable]) {
      guard !list.isEmpty else {
        appendLiteral("NULL")
        return
      }
      for (index, value) in list.enumerated() {
        if index > 0 { appendLiteral(", ") }
        appendInterpolation(value)
      }
    }
  }
}
