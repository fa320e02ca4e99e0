/// Which Pierhead this is. A release sets it together with its heading in CHANGELOG.md.
package enum Release {
  package static let version = "0.1, not released yet"
}
