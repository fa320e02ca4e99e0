/// Why a file as a whole can't be used, in a sentence for the person who sent it.
package struct UnusableFile: Error, Hashable, Sendable, CustomStringConvertible {
  package let sentence: String

  package init(_ sentence: String) { self.sentence = sentence }

  package var description: String { sentence }
}
