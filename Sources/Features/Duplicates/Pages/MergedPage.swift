import Core
import HTML

/// Two records that were put together, with the way to take them apart.
struct MergedPage {
  let view: MergeView
  let state: FormState
  let token: String

  private var line: MergeLine { view.line }

  var page: Page {
    Page(
      "\(line.keptName) and \(line.mergedName)", caption: "Records put together",
      back: Link("Records put together", to: "/merges"), section: "/duplicates",
      problems: state.problems
    ) {
      summaryList([
        SummaryRow("Record that is kept", Markup(line.keptName)),
        SummaryRow("Put into it", Markup(line.mergedName)),
        SummaryRow("When", moment(line.mergedAt)),
        SummaryRow("By", Markup(line.by)),
        SummaryRow("Why", written(line.reason)),
      ])
      if let at = line.undoneAt {
        insetText {
          paragraph("\(tag("Taken apart", .neutral)) by \(line.undoneBy ?? "") on \(date(at.day)).")
        }
      } else if let obstacle = view.obstacle {
        heading("Undo")
        paragraph(text: obstacle.words)
      } else {
        undo
      }
    }
  }

  private var undo: Markup {
    Markup {
      heading("Undo", id: "undo")
      paragraph(text: "This makes them two records again.")
      bullets(
        back.isEmpty
          ? ["Nothing moved, so nothing goes back."] : back.map { "Goes back: \($0)" })
      if !view.stays.isEmpty {
        paragraph(
          text: "What came since stays with \(line.keptName). Check it by hand:")
        bullets(view.stays.map { Markup($0) })
      }
      form(to: "/merges/\(line.id)/undo", token: token) {
        textArea(
          Field("reason", "Why are they two people?", hint: "For our own staff.", in: state),
          rows: 3, limit: GivenReason.limit)
        button("Take them apart", .warning)
      }
    }
  }

  private static let words: [String: (one: String, many: String)] = [
    "referrals": ("referral", "referrals"),
    "household_members": ("place in a household", "places in households"),
    "households": ("household that they lead", "households that they lead"),
    "contact_notes": ("contact note", "contact notes"),
    "people": ("record that was put into it before", "records that were put into it before"),
  ]

  /// Needs and likely duplicates go back too, and are not counted: some needs are not everybody's to know of.
  private var back: [String] {
    view.moves.compactMap { move in
      Self.words[move.table].map { "\(move.rows) \(move.rows == 1 ? $0.one : $0.many)" }
    } + view.values.map { "\($0), as it was" }
  }
}
