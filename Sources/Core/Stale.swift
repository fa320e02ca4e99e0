/// Somebody changed a thing after it was read: what was asked of the version that was read is not done. Only
/// programs name the version they read; pages tell people of a conflict in words.
package struct Stale: Error, Hashable, Sendable {
  /// The version that the caller had read.
  package let yours: Int
  /// The version that stands now.
  package let current: Int

  /// Throws where a version was named and is not the one that stands.
  package static func check(_ expected: Int?, against current: Int) throws(Stale) {
    guard let expected, expected != current else { return }
    throw Stale(yours: expected, current: current)
  }
}
