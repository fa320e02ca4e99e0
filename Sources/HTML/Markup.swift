/// A piece of HTML that is finished and safe: whatever text went in was escaped on the way.
///
/// The bytes are written once, as the page is built, and appended to what surrounds them. A string
/// literal is text: `"Waiting since \(date(day)) & counting"` escapes the words and keeps the element.
package struct Markup: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// UTF-8.
  package private(set) var bytes: [UInt8]

  package init() { bytes = [] }

  /// Escaped text.
  package init(_ text: String) {
    bytes = []
    append(text: text)
  }

  /// What the builder made.
  package init(@MarkupBuilder _ content: () -> Markup) { self = content() }

  package init(stringLiteral text: String) { self.init(text) }
  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.markup }

  /// Takes markup as it is. Only this room may, and only with text that stands in its source.
  init(raw text: StaticString) {
    bytes = []
    append(raw: text)
  }

  init(reserving count: Int) {
    bytes = []
    bytes.reserveCapacity(count)
  }

  package var isEmpty: Bool { bytes.isEmpty }

  /// The HTML as text, for tests.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  /// Joins text and markup: `"… \(text) \(markup)"`.
  package struct StringInterpolation: StringInterpolationProtocol {
    var markup: Markup

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup = Markup(reserving: literalCapacity + 16 * interpolationCount)
    }
    package mutating func appendLiteral(_ text: String) { markup.append(text: text) }
    package mutating func appendInterpolation(_ text: String) { markup.append(text: text) }
    package mutating func appendInterpolation(_ part: Markup) { markup.append(part) }
    package mutating func appendInterpolation(_ number: Int) {
      markup.append(text: String(number))
    }
  }
}

extension DefaultStringInterpolation {
  /// Markup inside a `String` would be escaped a second time: the compiler says so.
  @available(*, unavailable, message: "this string is text: make it Markup to hold markup")
  package mutating func appendInterpolation(_ part: Markup) { fatalError() }
}

// MARK: - Writing

extension Markup {
  mutating func append(_ part: Markup) { bytes.append(contentsOf: part.bytes) }

  mutating func append(raw text: StaticString) {
    if text.hasPointerRepresentation {
      bytes.append(
        contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    } else {
      bytes.append(contentsOf: String(text.unicodeScalar).utf8)
    }
  }

  mutating func append(byte: UInt8) { bytes.append(byte) }

  /// Escapes the five characters that mean something in HTML. Fit for text and for quoted attributes.
  mutating func append(text: String) {
    var text = text
    text.withUTF8 { buffer in
      var done = 0
      for at in 0..<buffer.count {
        let entity: StaticString
        switch buffer[at] {
        case UInt8(ascii: "&"): entity = "&amp;"
        case UInt8(ascii: "<"): entity = "&lt;"
        case UInt8(ascii: ">"): entity = "&gt;"
        case UInt8(ascii: "\""): entity = "&quot;"
        case UInt8(ascii: "'"): entity = "&#39;"
        default: continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[done..<at]))
        append(raw: entity)
        done = at + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[done...]))
    }
  }

  mutating func open(_ tag: Tag, _ attributes: [Attribute]) {
    append(raw: tag.start)
    for attribute in attributes { append(attribute) }
    append(byte: UInt8(ascii: ">"))
  }

  /// One and two attributes are by far the commonest, and need no array.
  mutating func open(_ tag: Tag, _ first: Attribute, _ second: Attribute? = nil) {
    append(raw: tag.start)
    append(first)
    if let second { append(second) }
    append(byte: UInt8(ascii: ">"))
  }

  mutating func close(_ tag: Tag) { append(raw: tag.end) }

  private mutating func append(_ attribute: Attribute) {
    guard let value = attribute.value else { return }
    append(raw: attribute.start)
    if let name = attribute.name {
      append(raw: name)
      append(raw: "=\"")
    }
    append(text: value)
    append(byte: UInt8(ascii: "\""))
  }
}

// MARK: - Building

/// Lets Swift's `if`, `for` and `switch` build markup. Not generic, so that it compiles fast.
@resultBuilder
package enum MarkupBuilder {
  package static func buildExpression(_ part: Markup) -> Markup { part }
  package static func buildExpression(_ part: Markup?) -> Markup { part ?? Markup() }

  /// Disfavoured, so that a literal with markup in it is read as markup and not as a `String`.
  @_disfavoredOverload
  package static func buildExpression(_ text: String) -> Markup { Markup(text) }

  package static func buildBlock() -> Markup { Markup() }
  package static func buildPartialBlock(first: Markup) -> Markup { first }
  package static func buildPartialBlock(accumulated: consuming Markup, next: Markup) -> Markup {
    accumulated.append(next)
    return accumulated
  }
  package static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
  package static func buildEither(first: Markup) -> Markup { first }
  package static func buildEither(second: Markup) -> Markup { second }
  package static func buildLimitedAvailability(_ part: Markup) -> Markup { part }
  package static func buildArray(_ parts: [Markup]) -> Markup {
    var all = Markup(reserving: parts.reduce(0) { $0 + $1.bytes.count })
    for part in parts { all.append(part) }
    return all
  }
}
