import Core
import HTML
import Web

/// What closing the gap in work and pay is worth. Nothing is kept: the assumptions stand in the address.
extension BenefitPages {
  func gap(_ visit: Visit) async throws -> Answer {
    let names = GapAssumptions.example.keys
    let sent = names.reduce(into: [String: String]()) { $0[$1] = visit.query($1) }
    let fields = sent.isEmpty ? GapAssumptions.example : sent
    let assumptions: GapAssumptions
    do { assumptions = try GapAssumptions.read(fields) } catch {
      guard case .invalid(let problems) = error else { throw error }
      return .again(gapPage(FormState(values: fields, problems: problems), nil, isExample: false))
    }
    return .page(
      gapPage(FormState(values: fields), GapValue(assumptions), isExample: sent.isEmpty))
  }

  private func gapPage(_ state: FormState, _ value: GapValue?, isExample: Bool) -> Page {
    Page(
      "What closing the gap is worth", caption: "Work and pay of a group, held against another",
      width: .wide, back: Link("Benefits", to: "/programme/benefits"),
      section: ProgrammePages.section, problems: state.problems
    ) {
      paragraph(
        text:
          "Change what is taken for granted, and press Work it out. Nothing you type here is kept.")
      if isExample {
        insetText {
          paragraph(
            text: "These are round figures to try it with. They are of no real place: put in yours."
          )
        }
      }
      filterForm(
        to: "/programme/gap", label: "Assumptions", apply: "Work it out", clear: "/programme/gap"
      ) {
        for (name, label, kind) in Self.labels {
          textInput(Field(name, label, in: state), kind, width: .medium)
        }
      }
      if let value { result(value, state) }
    }
  }

  private static let labels: [(name: String, label: String, kind: InputKind)] = [
    ("population", "People of working age in the group", .whole),
    ("rate", "Of a hundred of them, in work (%)", .money),
    ("compared_rate", "In the other group, in work (%)", .money),
    ("pay", "Their middle pay of a year (£)", .money),
    ("compared_pay", "Middle pay in the other group (£)", .money),
    ("closed", "How much of both gaps is closed (%)", .whole),
    ("years_to_reach", "In how many years", .whole),
    ("years", "Added up over how many years", .whole),
    ("discount", "A year later is worth less by (%)", .money),
  ]

  private func result(_ value: GapValue, _ state: FormState) -> Markup {
    Markup {
      heading("What it is worth")
      lead(
        Markup(
          "\(Money.spoken(value.today)) in today’s money, over \(Counted.of(value.years.count, "year"))."
        ))
      heading("What was taken for granted", level: 3)
      summaryList(Self.labels.map { SummaryRow($0.label, Markup(state.text($0.name).trimmed)) })
      heading("How it comes about", level: 3)
      numbered(value.steps.map { Markup($0) })
      heading("Year by year", level: 3)
      table(
        "Year by year", isCaptionHidden: true,
        columns: [
          .number("Year"), .number("More people in work"), .number("From work"),
          .number("More pay of each"), .number("From pay"), .number("Together"),
          .number("In today’s money"),
        ],
        rows: value.years.map { year in
          [
            "\(year.number)", Markup(GapValue.grouped(year.morePeople)),
            Markup(Money.spoken(year.fromWork)), Markup(Money.spoken(year.morePay)),
            Markup(Money.spoken(year.fromPay)), Markup(Money.spoken(year.total)),
            Markup(Money.spoken(year.today)),
          ]
        })
      paragraph(
        text:
          "It is what people would earn more, not what a treasury would gain. Left out: taxes and benefits, rising prices, what it costs to close the gap, and people who move."
      )
      printButton()
    }
  }
}
