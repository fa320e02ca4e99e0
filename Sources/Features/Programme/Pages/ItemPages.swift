import Core
import HTML
import Web

/// A form for each thing of the portfolio, with its history below.
extension ProgrammePages {
  private func fields(_ kind: ItemKind, _ state: FormState) -> Markup {
    switch kind {
    case .milestone: milestoneFields(state)
    case .risk: riskFields(state)
    case .source: sourceFields(state)
    case .benefit: benefitFields(state)
    case .reading: readingFields(state, isCorrection: true)
    case .pack: packFields(state)
    case .clearance: clearanceFields(state)
    default: moneyFields(kind, state)
    }
  }

  // MARK: - A new thing

  func newItemPage(_ visit: Visit, _ kind: ItemKind, _ state: FormState) async throws -> Page {
    let project: ProgrammeItemID = try visit.id("Project")
    let view = try await programme.project(project, for: visit.user)
    guard view.mayChange else { throw Rejection.forbidden }
    let name = view.line.project.value.name
    return Page(
      kind.newTitle, caption: name, back: Link(name, to: "/programme/projects/\(project)"),
      section: Self.section, problems: state.problems
    ) {
      form(to: "/programme/projects/\(project)/new-\(kind.rawValue)", token: visit.formToken) {
        hiddenInput("item", newID(state))
        fields(kind, state)
        button(kind.newTitle)
      }
    }
  }

  /// Made with the form, so that a form that is sent twice is one thing.
  private func newID(_ state: FormState) -> String {
    (ProgrammeItemID(checking: state.text("item"))
      ?? ProgrammeItemID(at: programme.wall.now())).text
  }

  func addItem(_ visit: Visit, _ kind: ItemKind) async throws -> Answer {
    let project: ProgrammeItemID = try visit.id("Project")
    let id = ProgrammeItemID(newID(visit.form))
    let fields = visit.form.single
    return try await visit.answer {
      switch kind {
      case .milestone:
        try await programme.add(Milestone.self, fields, as: id, to: project, by: visit.user)
      case .risk: try await programme.add(Risk.self, fields, as: id, to: project, by: visit.user)
      case .benefit:
        try await programme.addBenefit(fields, as: id, to: project, by: visit.user)
      default: try await programme.add(Source.self, fields, as: id, to: project, by: visit.user)
      }
      return .see("/programme/projects/\(project)", done: "programme-added")
    } again: {
      try await newItemPage(visit, kind, $0)
    }
  }

  // MARK: - One thing

  /// `sent` is the form as it came, with what is wrong with it.
  func itemPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Item")
    let page = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let view = try await programme.item(id, page: page, for: visit.user)
    let owners = view.kind == .project ? try await ownerChoices(visit) : []
    let time = view.kind == .milestone ? try await timePart(id, visit) : Markup()
    let state =
      sent.flatMap { $0.text("baseline_form").isEmpty ? $0 : nil } ?? FormState(values: view.fields)
    let baseline = sent.flatMap { $0.text("baseline_form").isEmpty ? nil : $0 } ?? FormState()
    let back =
      view.kind == .frame
      ? Link("What the programme wants", to: "/programme/frame")
      : view.kind == .capacity
        ? Link("The team’s time", to: "/programme/capacity")
        : view.pack.map { Link("The pack", to: "/programme/packs/\($0)") } ?? view.benefitLink
          ?? Link(
            view.project?.value.name ?? view.title,
            to: "/programme/projects/\(view.project?.id ?? view.id)")
    return Page(
      title(view), caption: view.caption, back: back, section: Self.section,
      problems: sent?.problems ?? []
    ) {
      if view.isArchived {
        insetText { paragraph(text: "This is archived. It stands in no list.") }
      }
      time
      if view.mayChange, !view.isArchived {
        form(to: "/programme/items/\(id)", token: visit.formToken) {
          version(of: view.number, state)
          switch view.kind {
          case .project: projectFields(state, owners)
          case .frame:
            frameFields(state, isNew: false, hasWorkstream: view.frame?.workstream != nil)
          default: fields(view.kind, state)
          }
          button("Save")
        }
        if let milestone = view.milestone { baselineForm(view, milestone, baseline, visit) }
      }
      if view.mayChange, view.kind != .project {
        buttonForm(
          view.isArchived ? "Bring back" : "Archive",
          to:
            "/programme/items/\(id)/\(view.isArchived ? "bring-back" : "archive")?version=\(view.number)",
          token: visit.formToken)
      }
      history(view)
      pagination(
        page: page, of: view.hasMore ? page + 1 : page,
        previous: page > 1 ? "/programme/items/\(id)?page=\(page - 1)" : nil,
        next: view.hasMore ? "/programme/items/\(id)?page=\(page + 1)" : nil)
    }
  }

  /// The version that a form was made from; one that is shown again keeps its own.
  func version(of standing: some CustomStringConvertible, _ state: FormState) -> Markup {
    let sent = state.text("version")
    return hiddenInput("version", sent.isEmpty ? standing.description : sent)
  }

  private func baselineForm(
    _ view: ItemView, _ milestone: Milestone, _ state: FormState, _ visit: Visit
  ) -> Markup {
    details("Agree on another date", isOpen: !state.values.isEmpty) {
      paragraph(
        text:
          "Agreed now: \(milestone.baseline?.spoken ?? "nothing"). How late it is counts from the date that was agreed. Change it only when the board has agreed."
      )
      form(to: "/programme/items/\(view.id)/baseline", token: visit.formToken) {
        version(of: view.number, state)
        hiddenInput("baseline_form", "yes")
        planned("baseline", "The date that is agreed", state)
        textArea(Field("reason", "Why?", in: state), rows: 3, limit: 1000)
        button("Agree on this date", .secondary)
      }
    }
  }

  func history(_ view: ItemView) -> Markup {
    Markup {
      heading("What it was before")
      HTML.timeline(
        view.versions.map { version in
          TimelineEntry(
            version.words, when: moment(version.since), by: version.by
          ) {
            if let reason = version.reason { paragraph(text: reason) }
            bullets(
              version.changes.map { change in
                let words = FieldNames.words(of: change, view.kind, lists)
                return Markup {
                  "\(FieldNames.words(change.field, view.kind)): "
                  if version.number > 1 { "\(words.before) became " }
                  words.after
                }
              })
          }
        })
    }
  }

  func changeItem(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    return try await visit.answer {
      try await programme.change(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
      return .see("/programme/items/\(id)", done: "programme-saved")
    } again: {
      try await itemPage(visit, $0)
    }
  }

  func archive(_ visit: Visit, _ isArchived: Bool) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    try await programme.archive(
      id, from: Int(visit.query("version") ?? "") ?? 0, isArchived, by: visit.user)
    return .see(
      "/programme/items/\(id)", done: isArchived ? "programme-archived" : "programme-back")
  }

  func rebaseline(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    return try await visit.answer {
      try await programme.rebaseline(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
      return .see("/programme/items/\(id)", done: "programme-saved")
    } again: {
      try await itemPage(visit, $0)
    }
  }
}

extension ItemKind {
  var newTitle: String {
    switch self {
    case .milestone: "Add a milestone"
    case .risk: "Add a risk or an issue"
    case .source: "Add a source of money"
    case .benefit: "Add a benefit"
    case .project: "Add a project"
    case .budget: "Add a quarter"
    case .claim: "Add a claim"
    case .capacity, .effort: "Add days"
    case .commission: "Add a commission"
    case .monitoring: "Add data that is due"
    default: "Add"
    }
  }
}

extension ItemView {
  var title: String {
    if let reading { return "Reading of \(reading.on.spoken)" }
    if kind == .clearance { return "Clearance" }
    return moneyTitle ?? fields["name"] ?? fields["body"]
      ?? fields["words"].map { String($0.prefix(120)) } ?? ""
  }

  var caption: String? {
    switch kind {
    case .frame: frame?.sort.words
    case .milestone: "Milestone of \(project?.value.name ?? "")"
    case .risk:
      "\(Risk.Sort(rawValue: fields["sort"] ?? "")?.words ?? "Risk") of \(project?.value.name ?? "")"
    case .source: "Money for \(project?.value.name ?? "")"
    case .benefit: "Benefit of \(project?.value.name ?? "")"
    case .reading: "What was measured, for \(project?.value.name ?? "")"
    case .project: "Project"
    case .budget, .claim, .capacity, .effort, .commission, .monitoring: moneyCaption
    case .pack: "Board pack"
    case .clearance: "Clearance of a board pack"
    default: nil
    }
  }
}

extension ItemView.Version {
  var words: String {
    if number == 1 { return origin == .file ? "Read from a file" : "Added" }
    if isArchived != wasArchived { return isArchived ? "Archived" : "Brought back" }
    return origin == .file ? "Changed by a file" : "Changed"
  }
}
