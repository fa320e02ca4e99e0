import Core
import HTML
import People

/// One referral's page: who, why, what must be looked at, and the decision.
struct ReferralPage {
  let view: ReferralView
  let state: FormState
  let token: String
  let today: Day
  let vocabulary: Vocabulary

  var referral: Referral { view.referral }
  var person: Person { view.referral.person }
  var path: String { "/referrals/\(referral.id)" }

  var page: Page {
    Page(
      person.fullName, caption: "Referral", back: Link("Inbox", to: "/inbox"), section: "/inbox",
      problems: state.problems
    ) {
      standing
      answerBlock
      if let safe = person.safeContact { warningText("Safe contact: \(safe)") }
      if !looks.isEmpty { whyList("Please check", looks.map { Why(.unknown, $0) }) }
      eligibilityBlock
      heading("About \(person.knownAs ?? person.fullName)")
      about
      heading("About the referral")
      source
      details("Everything as it was sent") { values(view.sent) }
      if !view.companions.isEmpty || view.hiddenCompanions > 0 { together }
      if !view.returning.isEmpty { view.returning.markup(vocabulary) }
      if !view.lookalikes.isEmpty { lookalikes }
      if !view.amendments.isEmpty { amendments }
      if !view.acts.isEmpty { history }
      putTogether(view.merges)
      if view.mayDecide { decision }
      printButton()
    }
  }

  private var standing: Markup {
    switch referral.state {
    case .waiting:
      Markup {
        paragraph(
          "\(tag(Triage.waiting(referral.referredOn, today: today), .info)) Referred on \(date(referral.referredOn))."
        )
        if let sent = view.acts.first(where: { $0.kind == .transferred }) {
          insetText {
            paragraph(text: "\(sent.words(vocabulary)) by \(sent.by):")
            written(sent.note ?? "")
          }
        }
      }
    case .accepted:
      paragraph(
        "\(tag("Accepted", .good)) by \(referral.decidedBy ?? "") on \(date(referral.decidedAt!.day)). \(householdLink)"
      )
    case .declined, .withdrawn:
      insetText {
        paragraph(
          "\(tag(referral.state.words, .neutral)) by \(referral.decidedBy ?? "") on \(date(referral.decidedAt!.day)): \(closingWords)."
        )
        if let note = referral.declineNote { written(note) }
      }
    }
  }

  private var householdLink: Markup {
    guard let id = referral.household else { return Markup() }
    return link("Household \(view.householdReference ?? "")", to: "/households/\(id)")
  }

  private var closingWords: String {
    let reason = referral.declineReason ?? ""
    return referral.state == .withdrawn
      ? vocabulary.withdrawReason(reason) : vocabulary.declineReason(reason)
  }

  /// What the file's check remarked, in words.
  private var looks: [String] {
    var looks = referral.remarks.compactMap { remark -> String? in
      remark.code == "possible_duplicate" || remark.code == "differs"
        ? nil : English.texts["remark.\(remark.code)"].map { "\(name(of: remark.field)): \($0)" }
    }
    if referral.isDistrictSuggested {
      looks.append("District: nobody said which. It was taken from the postcode.")
    }
    if referral.districtCode == nil {
      looks.append("District: nobody said which. Set it below, or choose it when you accept.")
    }
    return looks
  }

  private func name(of field: String) -> String {
    let words = field.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private var about: Markup {
    summaryList([
      SummaryRow("Known as", person.knownAs.map { Markup($0) }),
      SummaryRow(
        "Born", "\(date(person.dateOfBirth)), \(person.dateOfBirth.age(on: today)) years old"),
      SummaryRow("Phone", person.phone.map { Markup($0) }),
      SummaryRow("Email", person.email.map { Markup($0) }),
      SummaryRow(
        "Address",
        person.hasNoFixedAddress
          ? Markup("No fixed address") : person.address.map { written($0) }),
      SummaryRow("Postcode", person.postcode.map { Markup($0) }),
      SummaryRow("District", referral.districtCode.map { Markup(vocabulary.district($0)) }),
      SummaryRow("Language", person.language.map { Markup(vocabulary.language($0)) }),
      SummaryRow(
        "Interpreter", person.interpreterNeeded.map { Markup($0 ? "Needed" : "Not needed") }),
      SummaryRow(
        "Work",
        referral.inWork == true
          ? Markup("In work")
          : referral.outOfWorkSince.map { "Out of work since \(date($0))" }
            ?? referral.inWork.map { _ in Markup("Out of work") }),
      SummaryRow(
        "Benefits",
        referral.benefits.isEmpty
          ? nil : Markup(referral.benefits.map(vocabulary.benefit).joined(separator: ", "))),
      SummaryRow(
        "Needs help with",
        view.needs.isEmpty ? nil : bullets(view.needs.map { Markup(vocabulary.need($0.key)) })),
    ])
  }

  private var source: Markup {
    summaryList(
      [
        SummaryRow("From", Markup(referral.organisation)),
        SummaryRow("Route", Markup(vocabulary.route(referral.route))),
        SummaryRow("Referred by", referral.referrerName.map { Markup($0) }),
        SummaryRow("Their email", referral.referrerEmail.map { Markup($0) }),
        SummaryRow("Referred on", date(referral.referredOn)),
        SummaryRow("Received", moment(referral.receivedAt)),
        SummaryRow("Their reference", Markup(referral.externalID)),
        SummaryRow("Notes", referral.notes.map { written($0) }),
        SummaryRow(
          "Complexity", referral.complexity.map { Markup(vocabulary.complexity($0)) }),
      ] + keyed)
  }

  private var keyed: [SummaryRow] {
    guard let keyed = view.keyed else { return [] }
    let rows = [
      SummaryRow("Came", "\(keyed.cameWords), typed by \(keyed.keyedBy)"),
      SummaryRow(
        "Agreed to share",
        "\(keyed.agreedWords), by the notice \(keyed.notice)"),
    ]
    guard let adult = keyed.anotherAdult else { return rows }
    return rows + [
      SummaryRow("Another adult", "\(adult) would join, and must agree themselves")
    ]
  }

  /// What staff did with it before now.
  private var history: Markup {
    details("What we did with it") {
      timeline(
        view.acts.map { act in
          TimelineEntry(act.words(vocabulary), when: date(act.happenedAt.day), by: act.by) {
            if let note = act.note { written(note) }
          }
        })
    }
  }

  private var together: Markup {
    Markup {
      heading("Who wants to join together")
      table(
        "Who wants to join together", isCaptionHidden: true,
        columns: ["Person", "Age", "Relationship", "Referral"],
        rows: view.companions.map { companion in
          [
            link(companion.name, to: "/referrals/\(companion.id)"),
            "\(companion.dateOfBirth.age(on: today))",
            companion.relationship.map { Markup($0) } ?? Markup("Not said"),
            tag(companion.state.words, companion.state == .accepted ? .good : .neutral),
          ]
        })
      if view.hiddenCompanions > 0 {
        paragraph(
          text: view.hiddenCompanions == 1
            ? "1 more person is with another district."
            : "\(view.hiddenCompanions) more people are with other districts.")
      }
    }
  }

  private var lookalikes: Markup {
    Markup {
      heading("May be someone we know")
      paragraph(
        text:
          "The name and the date of birth are alike. Only you can tell whether it is one person.")
      bullets(
        view.lookalikes.map { like in
          guard let referral = like.referral, let name = like.name, let born = like.dateOfBirth
          else {
            return Markup("Someone in another district. Ask your programme manager.")
          }
          return
            "\(link(name, to: "/referrals/\(referral)")), born \(date(born)), from \(like.organisation ?? "")"
        })
    }
  }

  private var amendments: Markup {
    Markup {
      heading("Sent again with changes")
      paragraph(text: "Nothing was overwritten. Compare, and ask the referrer if you are not sure.")
      for amendment in view.amendments {
        details("Sent on \(amendment.receivedAt.day.spoken)") { values(amendment.sent) }
      }
    }
  }

  private func values(_ sent: [SentValue]) -> Markup {
    summaryList(sent.map { SummaryRow(name(of: $0.column), written($0.text)) })
  }

  // MARK: - The decision

  @MarkupBuilder private var decision: Markup {
    switch referral.state {
    case .waiting:
      heading("Accept", id: "accept")
      acceptForm
      ReferralMore(
        view: view, state: state, token: token, today: today, vocabulary: vocabulary
      ).markup
    case .declined, .withdrawn:
      buttonForm("Put it back in the inbox", to: "\(path)/reopen", token: token)
    case .accepted:
      Markup()
    }
  }

  private var acceptForm: Markup {
    let waiting = view.companions.filter { $0.state == .waiting }
    return form(to: "\(path)/accept", token: token) {
      paragraph(
        text:
          "This opens a household with \(person.fullName) as the person who leads. You can assign an advocate next."
      )
      if !waiting.isEmpty {
        checkboxes(
          Field(
            "others", "Who else joins now?", hint: "Those you leave out stay in the inbox.",
            values: state.values["others"] ?? (state.isGood ? waiting.map(\.id.text) : []),
            problem: state.problem("others")),
          waiting.map { Choice($0.id.text, $0.name) })
      }
      if referral.districtCode == nil {
        select(
          Field("district", "District", in: state),
          vocabulary.districts.sorted { $0.value < $1.value }.map { Choice($0.key, $0.value) })
      }
      despiteField
      button("Accept and open a household")
    }
  }
}

extension Referral.State {
  fileprivate var words: String {
    switch self {
    case .waiting: "Waiting"
    case .accepted: "Accepted"
    case .declined: "Declined"
    case .withdrawn: "Withdrawn"
    }
  }
}
