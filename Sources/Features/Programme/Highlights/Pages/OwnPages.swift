import Core
import HTML
import HTTPTypes
import Web

/// What an owner needs: their projects with what is due, and a short form for each.
extension HighlightPages {
  package static let ownPath = "/programme/mine"

  var ownRoutes: [Route] {
    let path = "/programme/projects/:id/update"
    return [
      .get(Self.ownPath, .may(.updateProjects), ownPage),
      .get(path, .may(.updateProjects)) { visit in .page(try await updatePage(visit, nil)) },
      .post(path, .may(.updateProjects), bringUpToDate),
    ]
  }

  private func ownPage(_ visit: Visit) async throws -> Answer {
    let own = try await reports.own(for: visit.user)
    return .page(
      Page(
        "Your projects", width: .wide, back: ProgrammePages.home, section: ProgrammePages.section
      ) {
        if own.projects.isEmpty {
          emptyState(
            "You own no project", "The programme office says who owns a project.",
            action: ProgrammePages.home)
        } else {
          paragraph(
            text:
              "Reports for \(own.period.spoken) are due by \(own.dueOn.spoken)."
          )
        }
        for one in own.projects { project(one, own) }
      })
  }

  private func project(_ one: OwnProject, _ own: OwnProjects) -> Markup {
    let (line, id) = (one.line, one.line.id)
    let name = line.project.value.name
    let isLate = today > own.dueOn && (one.report?.value.isOpen ?? true)
    let report =
      one.report.map {
        Link("Open the report", to: "\(Self.path)/\($0.id)", about: "of \(name)")
      }
      ?? Link(
        "Write the report", to: "/programme/projects/\(id)/reports/new?period=\(own.period)",
        about: "of \(name)")
    return Markup {
      heading(name)
      linkButton(
        Link("Bring up to date", to: "/programme/projects/\(id)/update", about: name), .secondary)
      summaryList([
        SummaryRow("Where it is", line.project.value.position.map { Markup($0) }),
        SummaryRow(
          "Next milestone",
          line.next.map { next in
            Markup {
              next.value.name
              ", "
              shared.when(next.value, on: today)
            }
          }),
        SummaryRow("Overall", shared.rating(line.ratings[Respect.overall], on: today)),
        SummaryRow(
          "Report for \(own.period.spoken)",
          Markup {
            state(one.report?.value.state)
            if isLate {
              " "
              tag("Late", .danger)
            }
          }, actions: [report]),
        SummaryRow("Last changed", moment(line.changed)),
      ])
      paragraph(link("Show the project", to: "/programme/projects/\(id)", about: name))
    }
  }

  // MARK: - The short form

  func updatePage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Project")
    let view = try await reports.updating(id, for: visit.user)
    let (line, name) = (view.line, view.line.project.value.name)
    let state = sent ?? FormState(values: ProjectUpdate.values(of: line))
    let scores = (1...5).map { Choice(String($0), ProgrammePages.scoreWords[$0 - 1]) }
    return Page(
      "Bring up to date: \(name)", back: Link("Your projects", to: Self.ownPath),
      section: ProgrammePages.section, problems: state.problems
    ) {
      form(to: "/programme/projects/\(id)/update", token: visit.formToken) {
        hiddenInput("versions", ProjectUpdate.versions(of: line))
        textArea(
          Field(
            "position", "Where it is", hint: "What has happened, and what comes next.", in: state,
            isOptional: true), rows: 4, limit: 4000)
        if let next = line.next?.value { milestone(next, state) }
        risk(ProjectUpdate.worst(of: line)?.value, scores, state)
        rating(line, state)
        button("Save")
      }
      paragraph(
        link("Everything else about this project", to: "/programme/projects/\(id)"))
    }
  }

  private func milestone(_ next: Milestone, _ state: FormState) -> Markup {
    fieldset("Next milestone: \(next.name)") {
      paragraph(text: "Agreed: \(next.baseline?.spoken ?? "nothing yet").")
      shared.planned("due", "When do you expect it?", state)
      dateInput(
        Field(
          "done_on", "If it is done, the day it was done",
          hint: "Leave it empty if it is not done yet. For example, 20/11/2026", in: state,
          isOptional: true))
    }
  }

  private func risk(_ worst: Risk?, _ scores: [Choice], _ state: FormState) -> Markup {
    fieldset("The worst that may go wrong, or has gone wrong") {
      textArea(
        Field("words", "What is it about?", in: state, isOptional: worst == nil), rows: 2,
        limit: 1000)
      select(
        Field("likelihood", "How likely is it?", in: state, isOptional: true), scores,
        prompt: "Not judged")
      select(
        Field("impact", "How bad would it be?", in: state, isOptional: true), scores,
        prompt: "Not judged")
    }
  }

  private func rating(_ line: PortfolioLine, _ state: FormState) -> Markup {
    let steps = lists.ratings.scale(on: today)?.steps ?? []
    return fieldset("How it stands as a whole") {
      paragraph(
        Markup {
          "By the facts: "
          shared.byFacts(line.proposals(lists, on: today)[Respect.overall])
        })
      select(
        Field("rating", "Rating", in: state, isOptional: true),
        steps.map { Choice($0.key, $0.label) }, prompt: "Not rated")
      textArea(
        Field(
          "reason", "Why?", hint: "Only where the rating is another one, or you have more to say.",
          in: state, isOptional: true), rows: 2, limit: 1000)
    }
  }

  private func bringUpToDate(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    do {
      try await reports.bringUpToDate(
        id, from: visit.form.text("versions"), visit.form.single, by: visit.user)
      return .see(Self.ownPath, done: "programme-saved")
    } catch Rejection.invalid(let problems) {
      return .again(try await updatePage(visit, visit.form.with(problems)))
    } catch Rejection.conflict(let reason) {
      return .page(
        try await updatePage(visit, visit.form.with([Problem(nil, reason)])), .conflict)
    }
  }
}
