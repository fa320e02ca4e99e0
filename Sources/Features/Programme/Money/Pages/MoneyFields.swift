import Core
import HTML
import Web

/// The fields of the forms for money, time and what is bought.
extension ProgrammePages {
  /// `line` is the project to which a new thing is added; nil where one is changed that stands.
  func moneyFields(_ kind: ItemKind, _ state: FormState, of line: PortfolioLine? = nil) -> Markup {
    switch kind {
    case .budget: budgetFields(state, isNew: line != nil)
    case .claim: claimFields(state, of: line)
    case .capacity, .effort: timeFields(state, isNew: line != nil)
    case .commission: commissionFields(state)
    case .monitoring: monitoringFields(state, of: line)
    default: Markup()
    }
  }

  private func quarter(_ state: FormState) -> Markup {
    textInput(
      Field(
        "quarter", "Which quarter",
        hint: "Of the financial year from April, like \(FinancialQuarter(of: today).short).",
        in: state), width: .medium)
  }

  private func note(_ state: FormState) -> Markup {
    textInput(Field("note", "Note", in: state, isOptional: true), width: .full)
  }

  func timeFields(_ state: FormState, isNew: Bool) -> Markup {
    Markup {
      textInput(
        Field("role", "What they do", hint: "Like: project manager, analyst.", in: state))
      if isNew { quarter(state) }
      textInput(
        Field(
          "days", "Days of people in the quarter", hint: "Two people for ten days are 20.",
          in: state),
        .whole, width: .short)
      note(state)
    }
  }

  private func budgetFields(_ state: FormState, isNew: Bool) -> Markup {
    Markup {
      if isNew { quarter(state) }
      textInput(
        Field("budget", "Budget in pounds", hint: "What was agreed for this quarter.", in: state),
        .money, width: .medium)
      textInput(
        Field(
          "actual", "Spent, in pounds",
          hint: "Leave it empty until it is known. Enter 0 if nothing was spent.", in: state,
          isOptional: true), .money, width: .medium)
      textInput(
        Field(
          "actual_source", "Where that figure comes from",
          hint: "Like: ledger of 5 October, or invoices of the supplier.", in: state,
          isOptional: true), width: .full)
      textInput(
        Field(
          "forecast", "Forecast for the whole quarter, in pounds",
          hint: "If you expect something else than the budget.", in: state, isOptional: true),
        .money, width: .medium)
      note(state)
    }
  }

  private func claimFields(_ state: FormState, of line: PortfolioLine?) -> Markup {
    Markup {
      if let line {
        select(
          Field("source", "From which source", in: state),
          line.sources.map { Choice($0.id.text, $0.value.name) })
        quarter(state)
      }
      textInput(Field("amount", "Amount in pounds", in: state), .money, width: .medium)
      dateInput(
        Field("deadline", "By when the funder wants it", in: state, isOptional: true))
      radios(
        Field(
          "state", "How does it stand?",
          values: [state.text("state").isEmpty ? "preparing" : state.text("state")],
          problem: state.problem("state")),
        Claim.State.allCases.map { Choice($0.rawValue, $0.words) })
      textArea(
        Field(
          "evidence", "What shows that the money was spent",
          hint: "Needed once it is sent, or an address below.", in: state, isOptional: true),
        rows: 3, limit: 2000)
      textInput(
        Field("link", "Where the evidence is kept", in: state, isOptional: true), width: .full)
      details(
        "Once it is sent or answered",
        isOpen: ["sent_on", "answered_on", "paid"].contains {
          !state.text($0).isEmpty || state.problem($0) != nil
        }
      ) {
        dateInput(Field("sent_on", "The day it was sent", in: state, isOptional: true))
        dateInput(Field("answered_on", "The day of the answer", in: state, isOptional: true))
        textInput(
          Field(
            "paid", "What was paid, in pounds", hint: "If it is only a part of the amount.",
            in: state, isOptional: true), .money, width: .medium)
      }
    }
  }

  private func commissionFields(_ state: FormState) -> Markup {
    Markup {
      textInput(Field("name", "What is bought", in: state), width: .full)
      select(
        Field(
          "state", "How far is it?",
          values: [state.text("state").isEmpty ? "planned" : state.text("state")],
          problem: state.problem("state")),
        Commission.State.allCases.map { Choice($0.rawValue, $0.words) }, prompt: nil)
      planned("contract", "When the contract is let", state)
      planned("deadline", "By when the funder wants it let", state)
      radios(
        Field(
          "clauses", "Does the contract have equality clauses?",
          hint: "What the supplier must do so that the work reaches everyone it is for.",
          values: [state.text("clauses").isEmpty ? "not yet" : state.text("clauses")],
          problem: state.problem("clauses")),
        [
          Choice("yes", "Yes"), Choice("not yet", "Not yet"),
          Choice("none", "There will be none", hint: "Say why below."),
        ])
      textArea(
        Field("clauses_note", "Which clauses, or why none", in: state, isOptional: true), rows: 3,
        limit: 1000)
      details(
        "More about it",
        isOpen: ["value", "supplier", "tender", "evaluation", "award"].contains {
          !state.text($0).isEmpty || state.problem($0) != nil
        }
      ) {
        textInput(
          Field("value", "Value in pounds", in: state, isOptional: true), .money, width: .medium)
        planned("tender", "When it goes out to tender", state)
        planned("evaluation", "When the offers are evaluated", state)
        planned("award", "When it is awarded", state)
        textInput(
          Field(
            "supplier", "Who was chosen", hint: "Needed once it is awarded.", in: state,
            isOptional: true))
      }
    }
  }

  private func monitoringFields(_ state: FormState, of line: PortfolioLine?) -> Markup {
    Markup {
      if let line {
        select(
          Field("commission", "Of which commission", in: state),
          line.money.commissions.map { Choice($0.id.text, $0.value.name) })
      }
      textInput(
        Field("words", "What must come", hint: "Like: who took part, by group.", in: state),
        width: .full)
      dateInput(Field("due_on", "By which day", in: state))
      dateInput(Field("received_on", "The day it came", in: state, isOptional: true))
      note(state)
    }
  }
}

extension ItemView {
  /// What a thing is called that has neither a name nor words.
  var moneyTitle: String? {
    switch kind {
    case .budget, .claim: FinancialQuarter(written: fields["quarter"] ?? "")?.description
    case .capacity, .effort: fields["role"]
    default: nil
    }
  }

  var moneyCaption: String? {
    let name = project?.value.name ?? ""
    return switch kind {
    case .budget: "Budget of \(name)"
    case .claim: "Claim for \(name)" + (above.map { ", from \($0)" } ?? "")
    case .capacity: "Days that the team has"
    case .effort: "Days that \(name) needs"
    case .commission: "Commission of \(name)"
    case .monitoring: "Monitoring data for \(name)" + (above.map { ", of \($0)" } ?? "")
    default: nil
    }
  }
}

extension FieldNames {
  static let ofMoney = [
    "quarter": "Quarter", "budget": "Budget", "actual": "Spent",
    "actual_source": "Where the figure comes from", "forecast": "Forecast", "source": "Source",
    "deadline": "By when the funder wants it", "sent_on": "Sent on", "paid": "Paid",
    "answered_on": "Answered on", "evidence": "Evidence", "link": "Address of the evidence",
    "role": "Role", "days": "Days", "value": "Value", "supplier": "Supplier",
    "tender": "Tender", "evaluation": "Evaluation", "award": "Award", "contract": "Contract",
    "clauses": "Equality clauses", "clauses_note": "Equality clauses in words",
    "commission": "Commission", "due_on": "Due on", "received_on": "Came on",
  ]
}

extension ProgrammePages {
  /// From a project's money to what else is kept of it.
  func moneyWays(_ line: PortfolioLine) -> Markup {
    let budget = BudgetTotals(line.money.budgets.map(\.value), on: today)
    return Markup {
      paragraph(
        Markup {
          link("Budget and spend", to: "/programme/projects/\(line.id)/budget")
          budget.lines == 0
            ? ": no quarter has a budget yet."
            : ": \(Money.spoken(budget.actual)) spent of \(Money.spoken(budget.budget)); \(Money.spoken(budget.expected)) expected in the end, \(Money.spoken(variance: budget.variance))."
        })
      bullets([
        link("Claims to funders", to: "/programme/projects/\(line.id)/claims"),
        link("Commissions", to: "/programme/projects/\(line.id)/commissions"),
        link("Days of the team", to: "/programme/projects/\(line.id)/time"),
      ])
    }
  }
}
