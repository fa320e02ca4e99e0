import CRelease

/// Which Pierhead this is: for `pierhead --version`, the page State and `/metrics` alike.
package enum Release {
  /// A release sets it together with its heading in CHANGELOG.md.
  package static let version = "0.1, not released yet"

  /// The commit that it was built from, with `-changed` where files differed from it. Nil where the build was not told,
  /// as by `swift build` alone: see the Makefile.
  package static let commit: String? = {
    let told = String(cString: pierhead_commit())
    return told.isEmpty ? nil : told
  }()

  package static let words = commit.map { "\(version) (commit \($0))" } ?? version
}
