import Core

/// The portfolio as it stood on a day, for programs and spreadsheets (`pierhead report programme`).
package struct ProgrammeReport: Sendable {
  let portfolio: Portfolio
  let day: Day
  let lists: ProgrammeLists

  package init(_ portfolio: Portfolio, on day: Day, _ lists: ProgrammeLists) {
    (self.portfolio, self.day, self.lists) = (portfolio, day, lists)
  }

  /// By name, as people look for them; two of one name stand in the order in which they were added.
  private var lines: [PortfolioLine] {
    portfolio.lines.sorted {
      ($0.project.value.name, $0.id.text) < ($1.project.value.name, $1.id.text)
    }
  }

  /// What is rated on that day, and what has a rating though its list has ended.
  private var respects: [String] { lists.respects.entries(on: day).map(\.key) }

  // MARK: - JSON

  package var json: String {
    var json = JSONText()
    json.open("{")
    json.key("on")
    json.string(day.description)
    json.key("vision")
    json.optional(portfolio.vision)
    for (name, sort) in [
      ("objectives", Frame.Sort.objective), ("summaries", .summary), ("gates", .gate),
      ("questions", .question),
    ] {
      json.key(name)
      json.open("[")
      for one in portfolio.frame(sort) {
        json.open("{")
        json.key("text")
        json.string(one.value.words)
        json.key("workstream")
        json.optional(one.value.workstream)
        json.key("when")
        json.optional(one.value.at?.description)
        json.key("note")
        json.optional(one.value.note)
        json.key("doubt")
        json.optional(one.value.doubt)
        json.close("}")
      }
      json.close("]")
    }
    json.key("projects")
    json.open("[")
    for line in lines { project(line, &json) }
    json.close("]")
    json.close("}")
    return json.text + "\n"
  }

  private func project(_ line: PortfolioLine, _ json: inout JSONText) {
    let project = line.project.value
    json.open("{")
    json.key("id")
    json.string(line.id.text)
    json.key("name")
    json.string(project.name)
    json.key("workstream")
    json.string(lists.workstreams.label(project.workstream))
    json.key("owner")
    json.optional(line.ownerName)
    json.key("sponsor")
    json.optional(project.sponsor)
    json.key("board")
    json.optional(project.board)
    json.key("ratings")
    json.open("{")
    for respect in respects {
      json.key(respect)
      json.optional(line.ratings[respect]?.rating)
    }
    json.close("}")
    json.key("position")
    json.optional(project.position)
    json.key("milestones")
    json.open("[")
    for one in line.milestones {
      json.open("{")
      json.key("name")
      json.string(one.value.name)
      json.key("due")
      json.optional(one.value.due?.description)
      json.key("baseline")
      json.optional(one.value.baseline?.description)
      json.key("body")
      json.optional(one.value.body)
      json.key("state")
      json.string(one.value.state.rawValue)
      json.key("done_on")
      json.optional(one.value.doneOn?.description)
      json.close("}")
    }
    json.close("]")
    json.key("funding")
    json.open("[")
    for one in line.sources {
      json.open("{")
      json.key("source")
      json.string(one.value.name)
      json.key("amount_pence")
      json.optional(one.value.amount)
      json.key("state")
      json.optional(one.value.state?.rawValue)
      json.key("state_note")
      json.optional(one.value.stateNote)
      json.close("}")
    }
    json.close("]")
    json.key("risks")
    json.open("[")
    for one in line.risks {
      json.open("{")
      json.key("text")
      json.string(one.value.words)
      json.key("kind")
      json.string(one.value.sort.rawValue)
      json.key("likelihood")
      json.optional(one.value.likelihood)
      json.key("impact")
      json.optional(one.value.impact)
      json.key("state")
      json.string(one.value.state.rawValue)
      json.close("}")
    }
    json.close("]")
    json.key("doubts")
    json.open("[")
    for doubt in line.doubts { json.string(doubt) }
    json.close("]")
    json.close("}")
  }

  // MARK: - CSV

  /// A row a project. Words that a spreadsheet would take for a formula begin with an apostrophe.
  package var csv: String {
    let head =
      ["project", "workstream", "owner", "sponsor", "board"] + respects + [
        "position", "next_milestone", "next_milestone_due", "milestones", "milestones_late",
        "open_risks", "highest_score", "funding_possible_pence", "funding_secured_pence",
        "not_certain",
      ]
    let rows = lines.map { line -> [String] in
      let project = line.project.value
      return [
        project.name, lists.workstreams.label(project.workstream), line.ownerName ?? "",
        project.sponsor ?? "", project.board ?? "",
      ] + respects.map { line.ratings[$0]?.rating ?? "" } + [
        project.position ?? "", line.next?.value.name ?? "",
        line.next?.value.due?.description ?? "", String(line.milestones.count),
        String(line.late(on: day)), String(line.openRisks.count),
        line.highestScore.map { String($0) } ?? "", Money.digits(line.totals.possible),
        Money.digits(line.totals.secured),
        line.doubts.joined(separator: "; "),
      ]
    }
    return CSVText.file([head] + rows)
  }
}

extension JSONText {
  fileprivate mutating func optional(_ text: String?) {
    if let text { string(text) } else { null() }
  }

  fileprivate mutating func optional(_ number: Int?) {
    if let number { self.number(number) } else { null() }
  }
}
