import Core
import HTML
import Web

extension TeamPages {
  /// One's own time away, and whom one covers.
  func absencesPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let view = try await teams.ownAbsences(for: visit.user)
    return Page(
      "Time away", width: .wide, back: Link("Today", to: "/today"), problems: state.problems
    ) {
      paragraph(
        text:
          "On these days whoever covers for you sees your households. Do not write why you are away."
      )
      absences(view, state, to: "/absences", visit.formToken)
    }
  }

  /// What is entered, whom one covers, and a form for more.
  func absences(
    _ view: AbsenceView, _ state: FormState, to path: String, _ token: String
  ) -> Markup {
    let standing = view.absences.filter { !$0.isOver(on: today) }
    let over = view.absences.filter { $0.isOver(on: today) }
    return Markup {
      if standing.isEmpty { paragraph(text: "No time away is entered.") }
      for absence in standing { card(absence, view.covers, state, token) }
      if !view.covering.isEmpty {
        heading("Covers for", level: 3)
        bullets(
          view.covering.map { one in
            "\(one.name), \(date(one.from)) to \(date(one.until))"
          })
      }
      heading("Enter time away", level: 3, id: "add-absence")
      form(to: path, token: token) {
        radios(
          Field("absence_kind", "What kind?", in: state),
          teams.lists.absenceKinds.entries(on: today).map { Choice($0.key, $0.label) },
          isInline: true)
        dateInput(Field("absence_from", "First day away", in: state))
        dateInput(Field("absence_until", "Last day away", in: state))
        select(
          Field(
            "absence_cover", "Who covers?",
            hint: "They see the households on these days, and no longer.", in: state,
            isOptional: true), choices(view.covers), prompt: "Nobody yet")
        button("Save time away")
      }
      if !over.isEmpty {
        details("Earlier time away") {
          bullets(over.map { one in Markup(history(one)) })
        }
      }
    }
  }

  private func card(
    _ absence: Absence, _ covers: [Cover], _ state: FormState, _ token: String
  ) -> Markup {
    Markup {
      summaryList([
        SummaryRow(
          teams.lists.absenceKinds.label(absence.kind),
          "\(date(absence.from)) to \(date(absence.until))\(absence.holds(on: today) ? ", now" : "")"
        ),
        SummaryRow(
          "Who covers",
          absence.coverName.map { Markup($0) } ?? tag("Nobody covers", .warning)),
        SummaryRow("Entered by", Markup(absence.enteredBy)),
      ])
      details(
        "Change who covers, or end it", isOpen: state.problem("cover-\(absence.id)") != nil
      ) {
        form(to: "/absences/\(absence.id)/cover", token: token) {
          hiddenInput("account", absence.account.text)
          select(
            Field(
              "cover-\(absence.id)", "Who covers from now on?",
              values: [absence.coveredBy?.text ?? ""], problem: state.problem("cover-\(absence.id)")
            ),
            choices(covers), prompt: "Nobody yet")
          button("Change who covers", .secondary)
        }
        buttonForm(
          "End this time away now", to: "/absences/\(absence.id)/end", token: token, .warning)
      }
    }
  }

  private func choices(_ covers: [Cover]) -> [Choice] {
    covers.map { one in
      let place = one.districts.map(vocabulary.district).joined(separator: ", ")
      return Choice(
        one.id.text,
        one.name + (one.isTrainee ? ", trainee" : "") + (place.isEmpty ? "" : " (\(place))"))
    }
  }

  private func history(_ absence: Absence) -> String {
    let days = "\(absence.from.spoken) to \(absence.until.spoken)"
    let cover = absence.coverName.map { ", \($0) covered" } ?? ""
    let ended =
      absence.endedAt.map { ", ended on \($0.day.spoken) by \(absence.endedBy ?? "")" } ?? ""
    return "\(teams.lists.absenceKinds.label(absence.kind)), \(days)\(cover)\(ended)"
  }

  // MARK: - Changes

  private func draft(_ form: FormState) -> AbsenceDraft {
    AbsenceDraft(
      kind: form.text("absence_kind"), from: form.text("absence_from"),
      until: form.text("absence_until"), cover: form.text("absence_cover"))
  }

  func addOwnAbsence(_ visit: Visit) async throws -> Answer {
    do {
      try await teams.addAbsence(draft(visit.form), of: visit.user.id, by: visit.user)
      return .see("/absences", done: "absence-added")
    } catch Rejection.invalid(let problems) {
      return .again(try await absencesPage(visit, visit.form.with(problems)))
    }
  }

  func addAbsenceOfColleague(_ visit: Visit) async throws -> Answer {
    let id: AccountID = try visit.id("Colleague")
    do {
      try await teams.addAbsence(draft(visit.form), of: id, by: visit.user)
      return .see("/team/\(id)", done: "absence-added")
    } catch Rejection.invalid(let problems) {
      return .again(try await colleaguePage(visit, id, visit.form.with(problems)))
    }
  }

  func endAbsence(_ visit: Visit) async throws -> Answer {
    let account = try await teams.endAbsence(try visit.id("Time away"), by: visit.user)
    return .see(place(of: account, visit.user), done: "absence-ended")
  }

  func changeCover(_ visit: Visit) async throws -> Answer {
    let id: AbsenceID = try visit.id("Time away")
    do {
      let account = try await teams.changeCover(
        id, to: visit.form.text("cover-\(id)"), by: visit.user)
      return .see(place(of: account, visit.user), done: "cover-changed")
    } catch Rejection.invalid(let problems) {
      let state = visit.form.with(problems.map { Problem("cover-\(id)", $0.reason) })
      guard let account = AccountID(checking: visit.form.text("account")),
        account != visit.user.id
      else { return .again(try await absencesPage(visit, state)) }
      return .again(try await colleaguePage(visit, account, state))
    }
  }

  private func place(of account: AccountID, _ user: User) -> String {
    account == user.id ? "/absences" : "/team/\(account)"
  }
}
