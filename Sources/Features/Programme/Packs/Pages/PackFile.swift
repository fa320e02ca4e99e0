import Core
import HTML
import Web

/// The papers as files.
enum PackFile {
  /// HTML that word processors open as a document and can change.
  static func document(_ paper: PackPaper, named name: String) -> Answer {
    .file(
      HTML.document(paper.title, caption: paper.caption) { paper.markup(inDocument: true) }
        .description,
      named: "pack-\(name)-\(paper.stands).doc", contentType: "application/msword")
  }

  static func spreadsheet(_ paper: PackPaper, named name: String) throws -> Answer {
    .file(
      try Spreadsheet.bytes(paper.sheets), named: "pack-\(name)-\(paper.stands).xlsx",
      contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
  }
}

extension PackPaper {
  /// A sheet for each table of the first page, and one for what all projects have of a kind.
  var sheets: [Spreadsheet.Sheet] {
    let about =
      [[Cell.text("Papers"), .text(title)], [.text("As of"), .text(caption)]]
      + (vision.map { [[.text("Vision"), .text($0)]] } ?? [])
      + (summary.map { [[.text("Summary"), .text($0)]] } ?? [])
      + leftOut.map { [.text("Not for the public"), .text("\($0.count): \($0.ground)")] }
    let facts = projects.map { project -> [Cell] in
      [.text(project.name), .text(project.workstream)] + project.facts.map(\.value)
        + [
          .text(project.doubts.joined(separator: "; ")),
          .text(project.exempt.map { "\($0.part): \($0.ground)" }.joined(separator: "; ")),
        ]
    }
    let names = projects.first?.facts.map { Column($0.name) } ?? []
    return [Spreadsheet.Sheet(name: "About", columns: ["What", "Words"], rows: about)]
      + tables.map { Spreadsheet.Sheet(name: $0.title, columns: $0.columns, rows: $0.rows) }
      + [
        Spreadsheet.Sheet(
          name: "Projects",
          columns: [Column("Project"), "Workstream"] + names + [
            "Not certain", "Not for the public",
          ],
          rows: facts)
      ] + ofAllProjects
  }

  private var ofAllProjects: [Spreadsheet.Sheet] {
    var sheets: [Spreadsheet.Sheet] = []
    for (index, first) in (projects.first?.tables ?? []).enumerated() where index > 0 {
      // One that is left out of the first project has a column alone.
      let columns = projects.map { $0.tables[index].columns }.max { $0.count < $1.count } ?? []
      sheets.append(
        Spreadsheet.Sheet(
          name: "All: \(first.title)", columns: [Column("Project")] + columns,
          rows: projects.flatMap { project in
            project.tables[index].rows.map { [.text(project.name)] + $0 }
          }))
    }
    return sheets
  }
}
