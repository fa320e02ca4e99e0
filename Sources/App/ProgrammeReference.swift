import Core
import Programme

extension ReferenceData {
  /// The lists of the programme; scales and thresholds were read at the start.
  func programmeLists(_ workingDays: WorkingDays) throws -> ProgrammeLists {
    ProgrammeLists(
      workstreams: try Self.datedList("workstreams.csv"),
      respects: try Self.datedList("respects.csv"), ratings: ratings,
      workingDays: workingDays)
  }
}
