import Core
import HTML
import HTTPTypes
import Web

/// The form of a report. It may be half written; what is missing is said when it is sent.
extension HighlightPages {
  private func content(_ form: ReportForm, _ state: FormState) -> Markup {
    let steps = lists.ratings.scale(on: today)?.steps ?? []
    return Markup {
      for respect in lists.respects.entries(on: today) {
        fieldset(respect.label) {
          beside(respect.key, form)
          select(
            Field(HighlightReport.ratingField(respect.key), "How does it stand?", in: state),
            steps.map { Choice($0.key, $0.label) }
              + [Choice(HighlightReport.notRated, "Not rated")])
          textArea(
            Field(
              HighlightReport.reasonField(respect.key), "Why?",
              hint: "Needed where it changed, or where the facts say something else.", in: state,
              isOptional: true), rows: 2, limit: 1000)
        }
      }
      textArea(Field("done", "What was done", in: state), rows: 5, limit: 4000)
      textArea(Field("next", "What comes next", in: state), rows: 5, limit: 4000)
      textArea(
        Field(
          "decisions", "Decisions wanted", hint: "What you ask the board to decide.", in: state,
          isOptional: true), rows: 3, limit: 4000)
    }
  }

  /// What was said before, and what the facts say.
  private func beside(_ respect: String, _ form: ReportForm) -> Markup {
    Markup {
      paragraph(
        Markup {
          if let before = form.history.before(form.period, respect) {
            "In \(before.period.spoken): "
            before.rating.map { tag(shared.words($0, before.scale), shared.tone($0, before.scale)) }
              ?? quiet("Not rated")
          } else {
            "It was not rated before."
          }
        })
      paragraph(
        Markup {
          "By the facts: "
          shared.byFacts(form.proposals[respect])
        })
    }
  }

  // MARK: - A new report

  /// `sent` is the form as it came, with what is wrong with it.
  func newPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let project: ProgrammeItemID = try visit.id("Project")
    let asked = sent?.text("period") ?? visit.query("period")
    let form = try await reports.blank(
      project, for: asked.flatMap { ReportPeriod(rawValue: $0) }, by: visit.user)
    let name = form.project.line.project.value.name
    let state = sent ?? FormState()
    let id =
      ProgrammeItemID(checking: state.text("item")) ?? ProgrammeItemID(at: programme.wall.now())
    return Page(
      "Report for \(form.period.spoken)", caption: name,
      back: Link("Reports: \(name)", to: "/programme/projects/\(project)/reports"),
      section: ProgrammePages.section, problems: state.problems
    ) {
      paragraph(
        text:
          "You can save it half written and go on later. Nobody but you and the programme office sees it until it is approved."
      )
      HTML.form(to: "/programme/projects/\(project)/reports", token: visit.formToken) {
        hiddenInput("item", id.text)
        hiddenInput("period", form.period.rawValue)
        content(form, state)
        button("Save the report")
      }
    }
  }

  func begin(_ visit: Visit) async throws -> Answer {
    let project: ProgrammeItemID = try visit.id("Project")
    let id =
      ProgrammeItemID(checking: visit.form.text("item"))
      ?? ProgrammeItemID(at: programme.wall.now())
    do {
      try await reports.begin(visit.form.single, as: id, for: project, by: visit.user)
      return .see("\(Self.path)/\(id)", done: "report-saved")
    } catch Rejection.invalid(let problems) {
      return .again(try await newPage(visit, visit.form.with(problems)))
    } catch Rejection.conflict(let reason) {
      return .page(
        try await newPage(visit, visit.form.with([Problem(nil, reason)])), .conflict)
    }
  }

  // MARK: - A report that is not sent

  func changePage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Report")
    let form = try await reports.form(id, by: visit.user)
    guard let report = form.report else { throw Rejection.notFound("Report") }
    let state = sent ?? FormState(values: report.value.fields(form.said))
    return Page(
      "Report for \(form.period.spoken)", caption: form.project.line.project.value.name,
      back: Link("Report", to: "\(Self.path)/\(id)"), section: ProgrammePages.section,
      problems: state.problems
    ) {
      if let answer = report.value.answer {
        insetText {
          paragraph(text: "It was returned:")
          written(answer)
        }
      }
      HTML.form(to: "\(Self.path)/\(id)", token: visit.formToken) {
        hiddenInput("version", String(report.number))
        content(form, state)
        button("Save the report")
      }
    }
  }

  func change(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Report")
    do {
      try await reports.change(id, from: number(visit), visit.form.single, by: visit.user)
      return .see("\(Self.path)/\(id)", done: "report-saved")
    } catch Rejection.invalid(let problems) {
      return .again(try await changePage(visit, visit.form.with(problems)))
    } catch Rejection.conflict(let reason) {
      // Where it was sent meanwhile there is no form any more, and the words are the same.
      return .page(
        try await changePage(visit, visit.form.with([Problem(nil, reason)])), .conflict)
    }
  }

  /// The version that a form was made from.
  func number(_ visit: Visit) -> Int {
    Int(visit.form.text("version")) ?? Int(visit.query("version") ?? "") ?? 0
  }
}
