/// A line through points, of which each `x` is no smaller than the one before: a picture of a table that stands beside it,
/// drawn by the server. No figure may be above 10 to the 16th. `label` says what it shows; the figures are read from the table.
package func lineChart(_ points: [(x: Int, y: Int)], label: String) -> Markup {
  let (width, height, edge) = (600, 160, 10)
  let (xs, ys) = (points.map(\.x), points.map(\.y))
  func scaled(_ value: Int, _ all: [Int], _ length: Int) -> Int {
    guard let least = all.min(), let most = all.max(), most > least else { return length / 2 }
    return (value - least) * length / (most - least)
  }
  let places = points.map { point in
    (edge + scaled(point.x, xs, width), edge + height - scaled(point.y, ys, height))
  }
  var out = Markup(reserving: places.count * 80 + 256)
  out.append(raw: "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 ")
  out.append(text: "\(width + 2 * edge) \(height + 2 * edge)")
  out.append(raw: "\" aria-label=\"")
  out.append(text: label)
  out.append(raw: "\"><polyline fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" points=\"")
  out.append(text: places.map { "\($0.0),\($0.1)" }.joined(separator: " "))
  out.append(raw: "\"/>")
  for place in places {
    out.append(raw: "<circle r=\"4\" fill=\"currentColor\" cx=\"")
    out.append(text: "\(place.0)")
    out.append(raw: "\" cy=\"")
    out.append(text: "\(place.1)")
    out.append(raw: "\"/>")
  }
  out.append(raw: "</svg>")
  return out
}
