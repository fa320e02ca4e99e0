import Core

extension Advocate {
  /// A name with what somebody must know who chooses an advocate for a household of this district.
  package func words(in district: String, _ vocabulary: Vocabulary) -> String {
    let place =
      districts.contains(district)
      ? "" : ", \(districts.map(vocabulary.district).joined(separator: ", "))"
    var now = ["\(households) \(households == 1 ? "household" : "households")"]
    if let load {
      now += load.parts.compactMap { part in part.level.map { "\(part.households) of them \($0)" } }
      now.append("\(load.people) \(load.people == 1 ? "person" : "people")")
      now.append("load \(load.weighted)")
    }
    if let awayUntil { now.append("away until \(awayUntil.spoken)") }
    if let postEndsOn { now.append("post ends \(postEndsOn.spoken)") }
    return "\(name)\(isTrainee ? ", trainee" : "")\(place) (\(now.joined(separator: ", ")))"
  }
}
