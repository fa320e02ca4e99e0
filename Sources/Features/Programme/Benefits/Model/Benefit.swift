import Core
import Database

/// What a project is done for, in a figure: where it stood, and where it is meant to come. Figures are thousandths.
package struct Benefit: Kept {
  package enum Sort: String, Storable, CaseIterable {
    case benefit
    /// What becomes worse for somebody.
    case disbenefit
  }

  /// Which way is better.
  package enum Direction: String, Storable, CaseIterable {
    case more, less
  }

  /// A figure as it stood on a day.
  package struct Baseline: Hashable, Sendable {
    package let value: Int
    package let on: Day
    package let source: String
  }

  package struct Target: Hashable, Sendable {
    package let value: Int
    package let on: Day
  }

  /// What is measured.
  package var name: String
  package var sort = Sort.benefit
  /// Who bears a dis-benefit; nil for a benefit.
  package var borneBy: String?
  package var unit: String
  package var direction = Direction.more
  package var baseline: Baseline?
  /// What is aimed at; of a dis-benefit the worst that is accepted.
  package var target: Target?
  package var owner: String?
  /// Keys of the list of groups that gain or bear it, in the order of the list.
  package var groups: [String]

  package static let kind = ItemKind.benefit
  package static let columns = [
    "name", "sort", "borne_by", "unit", "direction", "baseline_value", "baseline_on",
    "baseline_source", "target_value", "target_on", "owner", "group_keys",
  ]

  package var values: [Value] {
    [
      name.stored, sort.stored, borneBy.stored, unit.stored, direction.stored,
      (baseline?.value).stored, (baseline?.on).stored, (baseline?.source).stored,
      (target?.value).stored, (target?.on).stored, owner.stored,
      groups.joined(separator: ",").stored,
    ]
  }
}

extension Benefit {
  package init(_ row: Row) throws {
    let keys: String = try row["group_keys"]
    var baseline: Baseline?
    if let value: Int = try row["baseline_value"] {
      baseline = Baseline(
        value: value, on: try row["baseline_on"], source: try row["baseline_source"])
    }
    var target: Target?
    if let value: Int = try row["target_value"] {
      target = Target(value: value, on: try row["target_on"])
    }
    try self.init(
      name: row["name"], sort: row["sort"], borneBy: row["borne_by"], unit: row["unit"],
      direction: row["direction"], baseline: baseline, target: target, owner: row["owner"],
      groups: keys.split(separator: ",").map(String.init))
  }
}

/// What was measured of a benefit on a day.
package struct Reading: Kept {
  package var benefit: ProgrammeItemID
  package var on: Day
  /// In thousandths.
  package var value: Int
  package var source: String

  package static let kind = ItemKind.reading
  package static let columns = ["benefit_id", "measured_on", "measured", "source"]

  package var values: [Value] { [benefit.stored, on.stored, value.stored, source.stored] }
}

extension Reading {
  package init(_ row: Row) throws {
    try self.init(
      benefit: row["benefit_id"], on: row["measured_on"], value: row["measured"],
      source: row["source"])
  }
}

/// One benefit in a list.
package struct BenefitLine: Sendable {
  package let benefit: Standing<Benefit>
  package let projectName: String
  package let latest: Standing<Reading>?
}

/// One page of benefits.
package struct BenefitList: Sendable {
  package let lines: [BenefitLine]
  package let hasMore: Bool
}

/// In which order benefits stand.
package enum BenefitOrder: String, Sendable {
  case project
  /// Those without a reading first, then those that were measured longest ago.
  case age
}

/// One benefit with what was measured of it, the newest day first.
package struct BenefitView: Sendable {
  package struct Line: Sendable {
    package let reading: Standing<Reading>
    package let by: String
  }

  package let benefit: Standing<Benefit>
  package let project: Standing<Project>
  package let readings: [Line]
  package let hasMore: Bool
  /// Of all days, whichever page is shown.
  package let latest: Reading?
  package let mayChange: Bool
}
