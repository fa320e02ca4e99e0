import CSVFile
import Core
import Foundation

@testable import ProgrammeFile

/// The samples beside this file, and lists to read them by.
enum Samples {
  static let projects = text("programme-january-2021.csv")
  static let frame = text("programme-frame.csv")

  static let lists = ProgrammeFileLists(
    workstreams: DatedList(
      ["Employer", "Commissioner", "Facilitator"].map {
        DatedList.Entry(key: $0.lowercased(), label: $0, from: nil, until: nil)
      }),
    ratings: DatedList([
      DatedList.Entry(key: "green", label: "On track", from: nil, until: nil),
      DatedList.Entry(key: "amber", label: "At risk", from: nil, until: nil),
      DatedList.Entry(key: "old", label: "Old", from: nil, until: Day(2020, 12, 31)),
    ]), on: Day(2021, 1, 29)!)

  private static func text(_ name: String) -> String {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    return try! String(contentsOf: here.appending(path: "Samples/\(name)"), encoding: .utf8)
  }
}

/// All lines of a file, given in chunks of a size.
func checked(_ text: String, chunk: Int = 65_536) throws -> [CheckedLine] {
  try checked(Array(text.utf8), chunk: chunk).lines
}

func checked(
  _ bytes: [UInt8], chunk: Int = 65_536
) throws -> (lines: [CheckedLine], kind: ProgrammeFileKind?, remarks: [String]) {
  var reader = ProgrammeReader(Samples.lists)
  var lines: [CheckedLine] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    reader.append(rest.prefix(chunk))
    rest = rest.dropFirst(chunk)
    while let line = try reader.next() { lines.append(line) }
  }
  reader.finish()
  while let line = try reader.next() { lines.append(line) }
  return (lines, reader.kind, reader.remarks)
}

extension CheckedLine {
  var project: ProjectLine? {
    if case .project(let line) = content { line } else { nil }
  }

  var frame: FrameLine? {
    if case .frame(let line) = content { line } else { nil }
  }

  /// `field: code`, one after the other.
  var wrong: String {
    problems.map { "\($0.field?.name ?? "line"): \($0.code.rawValue)" }.joined(separator: ", ")
  }
}
