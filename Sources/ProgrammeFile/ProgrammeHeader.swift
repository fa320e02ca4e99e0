import CSVFile

/// Which of the two programme files it is.
package enum ProgrammeFileKind: String, Sendable {
  /// What is known of the projects.
  case projects
  /// Vision, objectives, summary, gates and questions.
  case frame

  static let each: [ProgrammeFileKind] = [.projects, .frame]

  var columns: [ProgrammeColumn] {
    switch self {
    case .projects: ProgrammeColumn.allCases.filter { ![.kind, .text, .when, .note].contains($0) }
    case .frame: [.kind, .workstream, .text, .when, .note]
    }
  }

  /// Without these nothing can be told of a line.
  var required: [ProgrammeColumn] { self == .projects ? [.project, .workstream] : [.kind, .text] }
}

/// The first line of a programme file: which file it is, and which column stands where, in any order and any case.
struct ProgrammeHeader: Sendable {
  let kind: ProgrammeFileKind
  /// How many fields each line must have.
  let count: Int
  /// Names of columns that mean nothing to us, as sent.
  let ignored: [String]
  private let places: [ProgrammeColumn: Int]

  /// Throws a sentence where it is neither file's, or two columns have one name.
  init(_ record: CSVRecord) throws(UnusableFile) {
    guard record.count <= CSVReader.columnLimit, record.overlong == nil else {
      throw UnusableFile(
        "The first line names \(record.count) columns; a file may have \(CSVReader.columnLimit).")
    }
    var found: [String: Int] = [:]
    for index in 0..<record.count {
      let name = record.trimmed(index).lowercased()
      guard name.isEmpty || found.updateValue(index, forKey: name) == nil else {
        throw UnusableFile(
          "Two columns are named \(Shown.text(name)). Rename or remove one and send the file again."
        )
      }
    }
    guard
      let kind = ProgrammeFileKind.each.first(where: { kind in
        kind.required.allSatisfy { found[$0.name] != nil }
      })
    else {
      throw UnusableFile(
        "The first line must name the columns: project and workstream for a file of projects, kind and text for a file "
          + "of vision, objectives and gates. Add them and send the file again.")
    }
    var places: [ProgrammeColumn: Int] = [:]
    for column in kind.columns { places[column] = found[column.name] }
    let known = Set(places.values)
    ignored = (0..<record.count).filter { !known.contains($0) }.map { index in
      let name = record.trimmed(index)
      return name.isEmpty ? "column \(index + 1)" : name
    }
    (self.kind, count, self.places) = (kind, record.count, places)
  }

  func place(of column: ProgrammeColumn) -> Int? { places[column] }

  /// The column at a place, if it is one of ours.
  func column(at place: Int) -> ProgrammeColumn? { places.first { $0.value == place }?.key }
}
