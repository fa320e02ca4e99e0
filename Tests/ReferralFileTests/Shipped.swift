import Core
import Foundation
import ReferralFile

/// The lists that Pierhead ships and the samples beside this file.
enum Shipped {
  static let today = Day(2026, 11, 21)!
  static let lists = try! ListFiles.lists(
    routes: text("routes.csv"), districts: text("districts.csv"),
    postcodeDistricts: text("postcode-districts.csv"), benefits: text("benefit-types.csv"),
    needs: text("needs.csv"), languages: text("languages.csv"))
  static let variants = NameVariants(csv: text("name-variants.csv"))
  static let rules = RowRules(lists: lists, today: today)

  static func text(_ name: String) -> String {
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
    return try! String(
      contentsOf: root.appending(path: "Sources/Schema/Reference/\(name)"), encoding: .utf8)
  }

  static func sample(_ name: String) -> [UInt8] {
    Array(try! Data(contentsOf: here.appending(path: "Samples/\(name)")))
  }

  private static let here = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent()
}

/// A whole file through reader and checks, nothing known before.
func outcomes(
  _ bytes: [UInt8], today: Day = Shipped.today, earlier: (Candidate) -> Earlier = { _ in .nothing }
) throws -> [Outcome] {
  var reader = ReferralReader()
  var check = FileCheck(
    rules: RowRules(lists: Shipped.lists, today: today), variants: Shipped.variants)
  reader.append(bytes)
  reader.finish()
  var outcomes: [Outcome] = []
  while let record = try reader.next() {
    outcomes.append(check.take(record, under: reader.header!, earlier: earlier))
  }
  return outcomes
}
