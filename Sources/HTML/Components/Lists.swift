import Core

/// One line of a summary list. A nil or empty value reads "Not recorded".
package struct SummaryRow: Sendable {
  package let key: String
  package let value: Markup?
  package let actions: [Link]

  package init(_ key: String, _ value: Markup?, actions: [Link] = []) {
    self.key = key
    self.value = value
    self.actions = actions
  }
}

/// What is known about a thing: names and values, each with its links.
package func summaryList(_ rows: [SummaryRow]) -> Markup {
  element(.dl, .class("summary")) {
    for row in rows {
      div("summary-row") {
        element(.dt, text: row.key)
        element(.dd, .class("summary-value")) {
          if let value = row.value, !value.isEmpty { value } else { quiet("Not recorded") }
        }
        if !row.actions.isEmpty {
          element(.dd, .class("summary-actions")) {
            for action in row.actions {
              link(action.text, to: action.path, about: action.about ?? row.key.lowercased())
            }
          }
        }
      }
    }
  }
}

// MARK: - Table

/// One column of a table.
package struct Column: Sendable, ExpressibleByStringLiteral {
  package let title: String
  package let isNumber: Bool

  package init(_ title: String, isNumber: Bool = false) {
    self.title = title
    self.isNumber = isNumber
  }

  package init(stringLiteral title: String) { self.init(title) }
  package static func number(_ title: String) -> Column { Column(title, isNumber: true) }
}

/// A table with a caption; a row's first cell is its heading. On a phone each row becomes a stack of
/// labelled values. The roles keep it a table for screen readers even then, when browsers forget.
package func table(
  _ caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [[Markup]]
) -> Markup {
  var out = Markup(
    reserving: 256 + rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.bytes.count + 80 } + 32 })
  out.open(.table, .class("table"), .role("table"))
  out.open(.caption, .class(isCaptionHidden ? "heard" : nil))
  out.append(text: caption)
  out.close(.caption)
  out.append(raw: "<thead role=\"rowgroup\"><tr role=\"row\">")
  for column in columns {
    out.open(
      .th, [.scope("col"), .role("columnheader"), .class(column.isNumber ? "number" : nil)])
    out.append(text: column.title)
    out.close(.th)
  }
  out.append(raw: "</tr></thead><tbody role=\"rowgroup\">")
  let opened = columns.enumerated().map { cellStart($1, isHeading: $0 == 0) }
  for row in rows {
    out.append(raw: "<tr role=\"row\">")
    for (index, cell) in row.enumerated() {
      out.append(opened[index])
      out.append(cell)
      out.close(index == 0 ? .th : .td)
    }
    out.close(.tr)
  }
  out.append(raw: "</tbody></table>")
  return out
}

private func cellStart(_ column: Column, isHeading: Bool) -> Markup {
  var start = Markup()
  let name = column.isNumber ? "number" : nil
  if isHeading {
    start.open(.th, [.scope("row"), .role("rowheader"), .class(name)])
  } else {
    start.open(.td, [.role("cell"), .data("label", column.title), .class(name)])
  }
  return start
}

// MARK: - Tasks and timeline

/// One thing to do. Without a path it can't be started yet.
package struct TaskItem: Sendable {
  package let title: String
  package let hint: String?
  package let path: String?
  package let status: Markup

  package init(_ title: String, hint: String? = nil, path: String?, status: Markup) {
    self.title = title
    self.hint = hint
    self.path = path
    self.status = status
  }
}

/// Things to do and how far each is.
package func taskList(_ tasks: [TaskItem]) -> Markup {
  element(.ul, .class("tasks")) {
    for task in tasks {
      element(.li) {
        div("task-words") {
          if let path = task.path {
            link(task.title, to: path)
          } else {
            element(.span, text: task.title)
          }
          if let hint = task.hint { element(.p, .class("hint"), text: hint) }
        }
        task.status
      }
    }
  }
}

/// One thing that happened.
package struct TimelineEntry: Sendable {
  package let title: String
  package let when: Markup
  package let by: String?
  package let tag: Markup?
  package let content: Markup

  package init(
    _ title: String, when: Markup, by: String? = nil, tag: Markup? = nil,
    @MarkupBuilder content: () -> Markup = { Markup() }
  ) {
    self.title = title
    self.when = when
    self.by = by
    self.tag = tag
    self.content = content()
  }
}

/// What happened, in the order given. Each entry's heading is of the level given.
package func timeline(_ entries: [TimelineEntry], headingLevel: Int = 3) -> Markup {
  element(.ol, .class("timeline")) {
    for entry in entries {
      element(.li) {
        div("timeline-head") {
          heading(entry.title, level: headingLevel)
          entry.tag
        }
        element(.p, .class("timeline-meta")) {
          entry.when
          if let by = entry.by { " by \(element(.bdi, text: by))" }
        }
        entry.content
      }
    }
  }
}

/// How far along a fixed way one is: steps before `current` are done.
package func progressStrip(_ steps: [String], current: Int, label: String = "Progress") -> Markup {
  element(.ol, .class("progress"), .aria("label", label)) {
    for (index, step) in steps.enumerated() {
      element(
        .li, .class(index < current ? "done" : index == current ? "now" : nil),
        .aria("current", index == current ? "step" : nil)
      ) {
        element(.span) {
          step
          if index < current { heardOnly(" (done)") }
        }
      }
    }
  }
}
