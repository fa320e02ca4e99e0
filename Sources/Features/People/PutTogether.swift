import Core
import HTML

/// Says of which other records somebody's is made, with the way to take them apart. Empty for most people.
package func putTogether(_ merges: [PersonMerge]) -> Markup {
  guard !merges.isEmpty else { return Markup() }
  return Markup {
    heading("Put together from two records")
    bullets(
      merges.map { merge in
        "\(link("See and undo", to: "/merges/\(merge.id)", about: "what was put together with \(merge.name)")): \(merge.name), on \(date(merge.mergedAt.day))"
      })
  }
}
