/// Papers for a meeting: in print they are small, so that what belongs together is on one page.
package func paper(@MarkupBuilder content: () -> Markup) -> Markup {
  div("paper", content: content)
}

/// A part of a paper that begins on a page of its own, in print and in a word processor.
package func sheet(@MarkupBuilder content: () -> Markup) -> Markup {
  div("sheet", content: content)
}

/// A document of its own, without the house around it: headings, tables and words that word processors open and change.
package func document(
  _ title: String, caption: String? = nil, language: String = "en",
  @MarkupBuilder content: () -> Markup
) -> Markup {
  let content = content()
  var out = Markup(reserving: content.bytes.count + 2048)
  out.append(raw: "<!DOCTYPE html>\n<html lang=\"")
  out.append(text: language)
  out.append(raw: "\"><head><meta charset=\"utf-8\"><title>")
  out.append(text: title)
  out.append(
    raw: """
      </title><style>
      @page { size: A4; margin: 2cm; }
      body { font-family: Arial, sans-serif; font-size: 11pt; }
      h1, h2, h3 { font-family: Arial, sans-serif; }
      table { border-collapse: collapse; width: 100%; margin-bottom: 12pt; }
      th, td { border: 1px solid #767676; padding: 3pt 5pt; text-align: left; vertical-align: top; }
      .number { text-align: right; }
      .heard { display: none; mso-hide: all; }
      .sheet { page-break-before: always; }
      .inset { border-left: 4pt solid #767676; padding-left: 8pt; }
      .caption { display: block; font-size: 10pt; font-weight: normal; }
      dt { font-weight: bold; }
      </style></head><body>
      """)
  out.append(element(.h1, text: title))
  if let caption { out.append(element(.p, text: caption)) }
  out.append(content)
  out.append(raw: "</body></html>\n")
  return out
}

/// A table for `document`; a row's first cell is its heading. LibreOffice shows a caption that is hidden, and draws lines only where the table itself has a border.
package func documentTable(columns: [Column], rows: [[Markup]]) -> Markup {
  var out = Markup(reserving: 256 + rows.count * columns.count * 80)
  out.append(raw: "<table border=\"1\" cellspacing=\"0\" cellpadding=\"5\"><thead><tr>")
  for column in columns {
    out.open(.th, [.scope("col"), .class(column.isNumber ? "number" : nil)])
    out.append(text: column.title)
    out.close(.th)
  }
  out.append(raw: "</tr></thead><tbody>")
  for row in rows {
    out.append(raw: "<tr>")
    for (index, (column, cell)) in zip(columns, row).enumerated() {
      let name = column.isNumber ? "number" : nil
      if index == 0 {
        out.open(.th, [.scope("row"), .class(name)])
      } else {
        out.open(.td, .class(name))
      }
      out.append(cell)
      out.close(index == 0 ? .th : .td)
    }
    out.append(raw: "</tr>")
  }
  out.append(raw: "</tbody></table>")
  return out
}
