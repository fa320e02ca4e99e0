import Core
import Eligibility
import HTML
import People

/// One household's page: who joined, who works with them, what happened, and a form for what happens next.
struct HouseholdPage {
  let view: HouseholdView
  let user: User
  let advocates: [Advocate]
  let state: FormState
  let token: String
  let notesPage: Int
  let now: Instant
  let vocabulary: Vocabulary
  /// Why a planned visit did not happen.
  let reasons: DatedList
  let missing: [StillMissing]
  let eligibility: Eligibility
  /// How the loads of advocates are counted.
  let loadWords: String

  private var household: Household { view.household }
  var path: String { "/households/\(household.id)" }
  private var lead: Member? { view.members.first { $0.person.id == household.leadPerson } }
  private var current: Assignment? { view.assignments.first { $0.until == nil } }

  var page: Page {
    Page(
      lead.map { "\($0.person.fullName) and household" } ?? household.reference,
      caption: household.reference, width: .wide, back: Link("Households", to: "/households"),
      section: "/households", problems: state.problems
    ) {
      summaryList([
        SummaryRow("District", Markup(household.district)),
        SummaryRow("Opened", "\(date(household.openedOn)) by \(household.openedBy)"),
        SummaryRow(
          "Advocate",
          current.map { "\($0.advocate), since \(date($0.from))" } ?? tag("No advocate", .warning)),
        SummaryRow(
          "Last contact",
          household.hasContact ? date(household.quietSince) : tag("No contact yet", .info)),
        SummaryRow(
          "Complexity", household.complexity.map { Markup(vocabulary.complexity($0)) }),
      ])
      heading("People")
      for member in view.members { card(member) }
      clockBlock
      if user.may(.writeNotes) { noteForm }
      plannedVisits
      history
      if user.may(.assignAdvocates) { assignment }
      if user.may(.writeNotes), !vocabulary.complexityLevels.isEmpty { complexity }
      if user.may(.requestTransfers) {
        paragraph(link("Ask another district or advocate to take over", to: "\(path)/transfer"))
      }
      putTogether(view.merges)
      if user.may(.readRecord) {
        paragraph(link("See who changed or looked at this household", to: "\(path)/record"))
      }
      printButton()
    }
  }

  private func card(_ member: Member) -> Markup {
    let person = member.person
    return Markup {
      heading(person.fullName, level: 3)
      summaryList(
        [
          SummaryRow(
            "Known as", person.knownAs.map { Markup($0) } ?? Markup("The name above")),
          SummaryRow(
            "Born", "\(date(person.dateOfBirth)), \(person.dateOfBirth.age(on: now.day)) years old"),
          SummaryRow("Safe contact", person.safeContact.map { warningText(Markup($0)) }),
          SummaryRow("Phone", person.phone.map { Markup($0) }),
          SummaryRow("Email", person.email.map { Markup($0) }),
          SummaryRow("Address", address(person)),
          SummaryRow("Language", language(person)),
          SummaryRow(
            "Needs help with",
            member.needs.isEmpty
              ? nil : bullets(member.needs.map { Markup(vocabulary.need($0.key)) })),
          SummaryRow(
            "Came from", "\(member.source), referred on \(date(member.referredOn))",
            actions: member.referral.flatMap { referral in
              user.may(.readInbox)
                ? [
                  Link(
                    "See the referral", to: "/referrals/\(referral)", about: "of \(person.fullName)"
                  )
                ]
                : nil
            } ?? []),
        ])
    }
  }

  private func address(_ person: Person) -> Markup? {
    if person.hasNoFixedAddress { return Markup("No fixed address") }
    let lines = [person.address, person.postcode].compactMap { $0 }
    return lines.isEmpty ? nil : Markup(lines.joined(separator: ", "))
  }

  private func language(_ person: Person) -> Markup? {
    let words = [
      person.language.map(vocabulary.language),
      person.interpreterNeeded == true ? "needs an interpreter" : nil,
    ].compactMap { $0 }
    return words.isEmpty ? nil : Markup(words.joined(separator: ", "))
  }

  // MARK: - Notes

  private var noteForm: Markup {
    Markup {
      heading("Add a contact note", id: "add-note")
      form(to: "\(path)/notes", token: token) {
        hiddenInput(
          "key", ContactNoteID(checking: state.text("key"))?.text ?? ContactNoteID(at: now).text)
        radios(
          Field("kind", "How were you in touch?", in: state),
          ContactNote.Kind.allCases.map { Choice($0.rawValue, $0.words) }, isInline: true)
        dateInput(
          Field(
            "happened_on", "Day", hint: "For example \(example)",
            values: [state.values["happened_on"]?.first ?? today],
            problem: state.problem("happened_on")))
        if view.members.count > 1 {
          select(
            Field("person", "Who is it about?", in: state, isOptional: true),
            view.members.map { Choice($0.person.id.text, $0.person.fullName) },
            prompt: "The whole household")
        }
        textArea(
          Field(
            "body", "Note",
            hint: "What was said and what was agreed. The person may ask to read it one day.",
            in: state),
          rows: 6, limit: NewNote.limit)
        button("Add note")
      }
    }
  }

  private var today: String {
    let (year, month, day) = now.day.parts
    return "\(day < 10 ? "0" : "")\(day)/\(month < 10 ? "0" : "")\(month)/\(year)"
  }
  private var example: String { today }

  private var history: Markup {
    Markup {
      heading("What happened", id: "history")
      timeline(entries.map(\.entry))
      if notesPage > 1 || view.hasOlderNotes {
        pagination(
          page: notesPage, of: view.hasOlderNotes ? notesPage + 1 : notesPage,
          previous: notesPage > 1 ? "\(path)?notes=\(notesPage - 1)" : nil,
          next: view.hasOlderNotes ? "\(path)?notes=\(notesPage + 1)" : nil)
      }
    }
  }

  /// Notes and milestones together, the newest first. Milestones older than this page's notes wait for theirs.
  private var entries: [(day: Day, entry: TimelineEntry)] {
    let notes = view.notes.map { note in
      (
        note.happenedOn,
        TimelineEntry(note.kind.words, when: date(note.happenedOn), by: note.author) {
          if let person = view.members.first(where: { $0.person.id == note.person })?.person {
            paragraph(quiet("About \(person.fullName)"))
          }
          written(note.body)
        }
      )
    }
    let newest =
      notesPage == 1 ? Day(number: .max) : view.notes.first?.happenedOn ?? Day(number: .min)
    let oldest = view.hasOlderNotes ? view.notes.last!.happenedOn : Day(number: .min)
    let milestones = milestones.filter { oldest <= $0.0 && $0.0 <= newest }
    let visits = visitEntries.filter { oldest <= $0.day && $0.day <= newest }
    return (notes + visits + milestones).enumerated()
      .sorted { ($0.element.0, -$0.offset) > ($1.element.0, -$1.offset) }.map { $0.element }
  }

  private var milestones: [(Day, TimelineEntry)] {
    view.assignments.map { assignment in
      (
        assignment.from,
        TimelineEntry(
          "\(assignment.advocate) became the advocate", when: date(assignment.from),
          by: assignment.assignedBy
        ) {
          if let note = assignment.handOverNote { written(note) }
        }
      )
    }
      + view.acts.map { act in
        (
          act.happenedAt.day,
          TimelineEntry(words(for: act), when: date(act.happenedAt.day), by: act.by) {
            if let note = act.note { written(note) }
            if let handover = act.handover {
              paragraph(quiet("To know when taking over:"))
              written(handover)
            }
          }
        )
      }
      + view.members.map { member in
        (
          member.joinedOn,
          TimelineEntry("\(member.person.fullName) joined", when: date(member.joinedOn)) {}
        )
      } + [
        (
          household.openedOn,
          TimelineEntry("Household opened", when: date(household.openedOn), by: household.openedBy)
          {}
        )
      ]
  }

  private func words(for act: HouseholdAct) -> String {
    switch act.kind {
    case .moved where act.from == act.to: "Handed over to another advocate"
    case .moved:
      "Moved from \(vocabulary.district(act.from ?? "")) to \(vocabulary.district(act.to ?? ""))"
    case .complexity: "Complexity: \(vocabulary.complexity(act.complexity ?? ""))"
    }
  }

  // MARK: - Complexity

  private var complexity: Markup {
    let fields = ["complexity", "complexity_note"]
    return details(
      "Change how complex it is", isOpen: fields.contains { state.problem($0) != nil }
    ) {
      form(to: "\(path)/complexity", token: token) {
        radios(
          Field(
            "complexity", "How complex is it?",
            values: state.values["complexity"] ?? household.complexity.map { [$0] } ?? [],
            problem: state.problem("complexity")),
          complexityChoices(vocabulary, on: now.day))
        textArea(
          Field("complexity_note", "Why?", in: state, isOptional: true), rows: 2,
          limit: Complexity.limit)
        button("Save", .secondary, about: "how complex it is")
      }
    }
  }

  // MARK: - Assignment

  private var assignment: Markup {
    Markup {
      heading(current == nil ? "Assign an advocate" : "Change the advocate", id: "assign")
      form(to: "\(path)/assignments", token: token) {
        select(
          Field(
            "advocate", "Advocate",
            hint:
              "After each name is what they have now. Those of this district come first. Load: \(loadWords)",
            in: state),
          advocates.map { Choice($0.id.text, $0.words(in: household.districtCode, vocabulary)) })
        button(current == nil ? "Assign" : "Change", .secondary)
      }
    }
  }
}
