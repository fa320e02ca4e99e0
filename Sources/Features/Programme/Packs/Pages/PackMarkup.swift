import Core
import HTML

extension PackPaper {
  /// Its page, with what stands on screens alone below the title.
  func page(back: Link, @MarkupBuilder ways: () -> Markup) -> Page {
    Page(
      title, caption: caption, width: .wide, back: back, section: ProgrammePages.section
    ) {
      screenOnly(content: ways)
      markup()
      printButton()
    }
  }

  var caption: String {
    let stood =
      isOver ? "As it stood at the end of \(stands.spoken)" : "As it stands on \(stands.spoken)"
    return audience == .public ? "\(stood). For the public" : stood
  }

  /// All of it below the title, without a link: it is read on paper. In a document tables are as word processors read them.
  func markup(inDocument: Bool = false) -> Markup {
    paper {
      if let vision { lead(Markup(vision)) }
      if let summary { paragraph(text: summary) }
      for (ground, count) in leftOut {
        insetText {
          paragraph(
            text:
              "\(count == 1 ? "One project is" : "\(count) projects are") not for the public. \(ground)."
          )
        }
      }
      for part in tables { markup(part, level: 2, inDocument) }
      for project in projects {
        sheet {
          heading(project.name, caption: project.workstream)
          if !project.exempt.isEmpty {
            insetText {
              paragraph(text: "Not for the public:")
              bullets(project.exempt.map { Markup("\($0.part). \($0.ground).") })
            }
          }
          summaryList(project.facts.map { SummaryRow($0.name, markup($0.value)) })
          if !project.doubts.isEmpty {
            heading("What is not certain", level: 3)
            bullets(project.doubts.map { Markup($0) })
          }
          for part in project.tables { markup(part, level: 3, inDocument) }
        }
      }
    }
  }

  private func markup(_ part: Table, level: Int, _ inDocument: Bool) -> Markup {
    let rows = part.rows.map { row in row.map { markup($0) } }
    return Markup {
      heading(part.title, level: level)
      if part.rows.isEmpty {
        paragraph(text: part.empty)
      } else if inDocument {
        documentTable(columns: part.columns, rows: rows)
      } else {
        HTML.table(part.title, isCaptionHidden: true, columns: part.columns, rows: rows)
      }
    }
  }

  private func markup(_ cell: Cell) -> Markup {
    switch cell {
    case .text(let text): Markup(text)
    case .toned(let text, let tone): tag(text, tone)
    case .whole(let number): "\(number)"
    case .pence(let pence): Markup(Money.spoken(pence))
    case .none(let words): quiet(Markup(words))
    case .exempt(let ground): quiet(Markup("Not for the public. \(ground)."))
    }
  }
}
