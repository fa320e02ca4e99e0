import Core
import Programme

extension ReferenceData {
  /// The lists of the programme; scales and thresholds were read at the start.
  package func programmeLists(_ workingDays: WorkingDays) throws -> ProgrammeLists {
    var lists = ProgrammeLists(
      workstreams: try Self.datedList("workstreams.csv"),
      respects: try Self.datedList("respects.csv"), ratings: ratings, risks: riskBands,
      beneficiaries: try Self.datedList("beneficiary-groups.csv"), workingDays: workingDays)
    lists.packs = try Self.packLists()
    return lists
  }
}
