import CSVFile
import Core
import HTML
import ProgrammeFile
import Web

extension ProgrammePages {
  func filePage(_ visit: Visit, _ state: FormState, result: Markup = Markup()) -> Page {
    Page(
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
    }
  }

  func readFile(_ visit: Visit) async throws -> Answer {
    let form = visit.form
    let (text, written) = (form.text("file"), form.text("from").trimmed)
    func again(_ problem: Problem) -> Answer { .again(filePage(visit, form.with([problem]))) }
    guard !text.trimmed.isEmpty else { return again(Problem("file", Reason("programme.file"))) }
    let from = Day(written: written)
    guard written.isEmpty || from != nil else {
      return again(Problem("from", Reason("bad-day", ["what": "The day"])))
    }
    do {
      let report = try await programme.read(
        SentFile(name: "pasted", bytes: Array(text.utf8), from: from), by: visit.user)
      return answer(visit, report)
    } catch let file as UnusableFile {
      return again(Problem("file", Reason("programme.unusable", ["words": file.sentence])))
    } catch Rejection.invalid(let problems) {
      return .again(filePage(visit, form.with(problems)))
    }
  }

  /// Lines that can't be used are named at most so many times.
  private static let shown = 20

  private func answer(_ visit: Visit, _ report: FileReport) -> Answer {
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
    guard !problems.isEmpty else { return .page(filePage(visit, FormState(), result: result)) }
    let rest = problems.count - Self.shown
    let more =
      rest > 0 ? [Problem("file", Reason("programme.more-lines", ["count": String(rest)]))] : []
    let page = filePage(
      visit, visit.form.with(problems.prefix(Self.shown) + more), result: result)
    return summary.rejected > 0 ? .again(page) : .page(page)
  }
}
