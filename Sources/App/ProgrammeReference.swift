import Core
import Programme

extension ReferenceData {
  /// The lists of the programme; scales and thresholds were read at the start.
  func programmeLists() throws -> ProgrammeLists {
    var lists = ProgrammeLists(
      workstreams: try Self.datedList("workstreams.csv"),
      respects: try Self.datedList("respects.csv"), ratings: ratings)
    lists.packs = try Self.packLists()
    return lists
  }
}
