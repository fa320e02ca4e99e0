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

  /// What is rated on that day.
  private var respects: [String] { lists.respects.entries(on: day).map(\.key) }

  // MARK: - JSON

  package var json: String {
    var json = JSONText()
    json.open("{")
    json.field("on", day.description)
    json.field("vision", portfolio.vision)
    for (name, sort) in [
      ("objectives", Frame.Sort.objective), ("summaries", .summary), ("gates", .gate),
      ("questions", .question),
    ] {
      json.key(name)
      json.open("[")
      for one in portfolio.frame(sort) {
        json.open("{")
        json.field("text", one.value.words)
        json.field("workstream", one.value.workstream)
        json.field("when", one.value.at?.description)
        json.field("note", one.value.note)
        json.field("doubt", one.value.doubt)
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
    json.field("id", line.id.text)
    json.field("name", project.name)
    json.field("workstream", lists.workstreams.label(project.workstream))
    json.field("owner", line.ownerName)
    json.field("sponsor", project.sponsor)
    json.field("board", project.board)
    json.key("ratings")
    json.open("{")
    for respect in respects {
      json.field(respect, line.ratings[respect]?.rating)
    }
    json.close("}")
    json.field("position", project.position)
    json.key("milestones")
    json.open("[")
    for one in line.milestones {
      json.open("{")
      json.field("name", one.value.name)
      json.field("due", one.value.due?.description)
      json.field("baseline", one.value.baseline?.description)
      json.field("body", one.value.body)
      json.field("state", one.value.state.rawValue)
      json.field("done_on", one.value.doneOn?.description)
      json.close("}")
    }
    json.close("]")
    json.key("funding")
    json.open("[")
    for one in line.sources {
      json.open("{")
      json.field("source", one.value.name)
      json.field("amount_pence", one.value.amount)
      json.field("state", one.value.state?.rawValue)
      json.field("state_note", one.value.stateNote)
      json.close("}")
    }
    json.close("]")
    json.key("risks")
    json.open("[")
    for one in line.risks {
      json.open("{")
      json.field("text", one.value.words)
      json.field("kind", one.value.sort.rawValue)
      json.field("likelihood", one.value.likelihood)
      json.field("impact", one.value.impact)
      json.field("state", one.value.state.rawValue)
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
  fileprivate mutating func field(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  fileprivate mutating func field(_ name: String, _ number: Int?) {
    key(name)
    if let number { self.number(number) } else { null() }
  }
}
