import CXlsxwriter
import Core
import Foundation
import HTML
import Synchronization

/// Tables as a workbook (Office Open XML), written by libxlsxwriter.
enum Spreadsheet {
  struct Sheet {
    let name: String
    let columns: [Column]
    let rows: [[PackPaper.Cell]]
  }

  /// The library is for one thread at a time.
  private static let turn = Mutex<Void>(())

  /// What is text stays text: every word is written as a string, never as a formula, and words that a spreadsheet would take
  /// for one stand in a cell of text, so that they stay so when somebody types in it.
  static func bytes(_ sheets: [Sheet]) throws -> [UInt8] {
    try turn.withLock { _ in
      // It writes to a path alone: a folder that only this process may read, gone as soon as it is read.
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("pierhead-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      defer { try? FileManager.default.removeItem(at: folder) }  // tidy: an empty place is no harm
      let path = folder.appendingPathComponent("pack.xlsx").path
      try write(sheets, to: path, folder: folder.path)
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
  }

  private static func write(_ sheets: [Sheet], to path: String, folder: String) throws {
    let workbook = folder.withCString { folder in
      var options = lxw_workbook_options(
        constant_memory: 0, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
      return workbook_new_opt(path, &options)
    }
    guard let workbook else { throw Fault("libxlsxwriter could not begin a workbook") }
    let formats = Formats(workbook)
    var names: Set<String> = []
    for sheet in sheets {
      let name = Self.name(sheet.name, &names)
      guard let page = workbook_add_worksheet(workbook, name) else {
        workbook_close(workbook)
        throw Fault("libxlsxwriter could not add the sheet \(name)")
      }
      fill(page, sheet, formats)
    }
    let status = workbook_close(workbook)
    guard status == LXW_NO_ERROR else {
      throw Fault("libxlsxwriter could not write a workbook: \(status.rawValue)")
    }
  }

  private struct Formats {
    let head: UnsafeMutablePointer<lxw_format>?
    let text: UnsafeMutablePointer<lxw_format>?
    let quoted: UnsafeMutablePointer<lxw_format>?
    let money: UnsafeMutablePointer<lxw_format>?
    let number: UnsafeMutablePointer<lxw_format>?

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
      let top = UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue)
      head = workbook_add_format(workbook)
      format_set_bold(head)
      format_set_text_wrap(head)
      text = workbook_add_format(workbook)
      format_set_text_wrap(text)
      quoted = workbook_add_format(workbook)
      format_set_text_wrap(quoted)
      format_set_num_format(quoted, "@")
      for format in [text, quoted] { format_set_align(format, top) }
      money = workbook_add_format(workbook)
      format_set_align(money, top)
      number = workbook_add_format(workbook)
      format_set_align(number, top)
      format_set_num_format(money, "£#,##0.00")
    }
  }

  private static func fill(
    _ page: UnsafeMutablePointer<lxw_worksheet>, _ sheet: Sheet, _ formats: Formats
  ) {
    worksheet_freeze_panes(page, 1, 1)
    worksheet_set_landscape(page)
    worksheet_set_paper(page, a4)
    worksheet_fit_to_pages(page, 1, 0)
    worksheet_repeat_rows(page, 0, 0)
    for (column, one) in sheet.columns.enumerated() {
      let at = lxw_col_t(column)
      worksheet_set_column(page, at, at, one.isNumber ? 14 : Double(wide), nil)
      worksheet_write_string(page, 0, at, one.title, formats.head)
    }
    for (index, row) in sheet.rows.enumerated() {
      let line = lxw_row_t(index + 1)
      // Not every program makes room for what is wrapped.
      worksheet_set_row(page, line, Double(row.map(lines).max() ?? 1) * lineHeight, nil)
      for (column, cell) in row.enumerated() {
        let at = lxw_col_t(column)
        switch cell {
        case .whole(let number):
          worksheet_write_number(page, line, at, Double(number), formats.number)
        case .pence(let pence):
          worksheet_write_number(page, line, at, Double(pence) / 100, formats.money)
        case .text(let words), .toned(let words, _): put(words, page, line, at, formats)
        case .none: break
        case .exempt(let ground):
          put("Not for the public. \(ground).", page, line, at, formats)
        }
      }
    }
  }

  /// In characters.
  private static let wide = 32
  /// In points.
  private static let lineHeight = 15.0
  private static let a4: UInt8 = 9

  /// How many lines a cell takes about, at most as many as a row may be high.
  private static func lines(_ cell: PackPaper.Cell) -> Int {
    let words =
      switch cell {
      case .text(let words), .toned(let words, _): words
      case .exempt(let ground): "Not for the public. \(ground)."
      case .whole, .pence, .none: ""
      }
    let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
    return min(27, max(1, lines.reduce(0) { $0 + 1 + $1.count / (wide - 4) }))
  }

  private static func put(
    _ words: String, _ page: UnsafeMutablePointer<lxw_worksheet>, _ row: lxw_row_t,
    _ column: lxw_col_t, _ formats: Formats
  ) {
    let isFormulaLike = words.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
    worksheet_write_string(
      page, row, column, words, isFormulaLike ?? false ? formats.quoted : formats.text)
  }

  /// As a sheet may be called: 31 characters, none of `[]:*?/\`, none twice.
  private static func name(_ title: String, _ used: inout Set<String>) -> String {
    let plain = String(title.map { "[]:*?/\\'".contains($0) ? " " : $0 }.prefix(28)).trimmed
    var name = plain
    var number = 2
    while !used.insert(name.lowercased()).inserted {
      name = "\(plain) \(number)"
      number += 1
    }
    return name
  }
}
