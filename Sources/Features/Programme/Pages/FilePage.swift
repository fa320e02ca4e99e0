import CSVFile
import Core
import HTML
import ProgrammeFile
import Web

extension ProgrammePages {
  func filePage(
    _ visit: Visit, _ state: FormState, result: Markup = Markup()
  ) async throws -> Page {
    let page = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let files = try await programme.files(page: page, for: visit.user)
    return Page(
      "Read a file of the programme", back: Self.home, section: Self.section,
      problems: state.problems
    ) {
      result
      paragraph(
        text:
          "Open the file in a text editor, copy everything, and paste it here. The first line names the columns: it tells whether it holds projects, or what the programme wants."
      )
      paragraph(
        text:
          "Reading a file twice changes nothing. What somebody has changed here since stays as they left it."
      )
      form(to: "/programme/files", token: visit.formToken) {
        textArea(Field("file", "The file", in: state), rows: 12)
        dateInput(
          Field(
            "from", "From which day it stands",
            hint:
              "Leave it empty for today. An earlier day is for taking on what was true before anything stood here, like 31/01/2021.",
            in: state, isOptional: true))
        button("Read the file")
      }
      heading("Files that were read")
      if files.isEmpty { paragraph(text: "No file was read yet.") }
      if !files.isEmpty { fileTable(files.prefix(ReadFile.aPage)) }
      pagination(
        page: page, of: files.count > ReadFile.aPage ? page + 1 : page,
        previous: page > 1 ? "/programme/files?page=\(page - 1)" : nil,
        next: files.count > ReadFile.aPage ? "/programme/files?page=\(page + 1)" : nil)
    }
  }

  private func fileTable(_ files: ArraySlice<ReadFile>) -> Markup {
    table(
      "Files that were read", isCaptionHidden: true,
      columns: [
        "File", "Read", "By", "Stands from", .number("Lines"), .number("New or changed"),
        .number("Not used"),
      ],
      rows: files.map { file in
        [
          Markup(file.name), moment(file.at), Markup(file.by), date(file.from), "\(file.lines)",
          "\(file.changed)", "\(file.rejected)",
        ]
      })
  }

  func readFile(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    let (text, written) = (form.text("file"), form.text("from").trimmed)
    func again(_ problem: Problem) async throws -> Answer {
      .again(try await filePage(visit, form.with([problem])))
    }
    guard !text.trimmed.isEmpty else {
      return try await again(Problem("file", Reason("programme.file")))
    }
    let from = Day(written: written)
    guard written.isEmpty || from != nil else {
      return try await again(Problem("from", Reason("bad-day", ["what": "The day"])))
    }
    do {
      let report = try await programme.read(
        SentFile(name: "pasted", bytes: Array(text.utf8), from: from), by: visit.user)
      return try await answer(visit, report)
    } catch let file as UnusableFile {
      return try await again(
        Problem("file", Reason("programme.unusable", ["words": file.sentence])))
    } catch Rejection.invalid(let problems) {
      return .again(try await filePage(visit, form.with(problems)))
    }
  }

  /// Lines that can't be used are named at most so many times.
  private static let shown = 20

  private func answer(_ visit: Visit, _ report: FileReport) async throws -> Answer {
    let summary = report.summary
    let result = notificationBanner(
      "The file is read.", summary.rejected > 0 ? .warning : .good
    ) {
      paragraph(
        text:
          "Lines: \(summary.read). New or changed: \(summary.accepted + summary.warned). As they stood: \(summary.unchanged). Not used: \(summary.rejected)."
      )
      for remark in report.remarks { paragraph(text: remark) }
      paragraph(link("Show the programme", to: "/programme"))
    }
    let problems = summary.lines.flatMap { line in
      line.problems.map {
        Problem(
          "file",
          Reason("programme.line", ["line": String(line.line), "words": $0.message]))
      }
    }
    guard !problems.isEmpty else {
      return .page(try await filePage(visit, FormState(), result: result))
    }
    let rest = problems.count - Self.shown
    let more =
      rest > 0 ? [Problem("file", Reason("programme.more-lines", ["count": String(rest)]))] : []
    let page = try await filePage(
      visit, visit.form.with(problems.prefix(Self.shown) + more), result: result)
    return summary.rejected > 0 ? .again(page) : .page(page)
  }
}
