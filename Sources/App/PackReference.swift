import Core
import Programme

extension ReferenceData {
  /// The grounds on which a part of a pack is exempt, and the officers who clear one.
  static func packLists() throws -> PackLists {
    PackLists(
      grounds: try datedList("exempt-grounds.csv"),
      clearances: try datedList("pack-clearances.csv"))
  }
}
