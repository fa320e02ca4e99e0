import Core
import HTML
import Referrals
import Web

/// One box for people, households and references. Words are posted, so that they never stand in an address.
package struct SearchPages: Sendable {
  let search: Search

  package init(_ search: Search) { self.search = search }

  package static let path = "/search"

  package var routes: [Route] {
    [
      .get(Self.path, .may(.search)) { visit in
        .page(page(box(FormState(), visit), FormState()) { help(isOpen: true) })
      },
      .post(Self.path, .may(.search), find),
    ]
  }

  private var vocabulary: Vocabulary { search.vocabulary }

  private func find(_ visit: Visit) async throws -> Answer {
    var filter = SearchFilter()
    filter.page = Int(visit.form.text("page")) ?? 1
    let words = visit.form.text("words")
    do {
      let results = try await search.find(words, filter, for: visit.user)
      return .page(
        page(box(visit.form, visit), visit.form) { list(results, words: words, visit) })
    } catch Rejection.invalid(let problems) {
      let state = visit.form.with(problems)
      return .again(page(box(state, visit), state) { help(isOpen: true) })
    }
  }

  private func page(
    _ box: Markup, _ state: FormState, @MarkupBuilder content: () -> Markup
  ) -> Page {
    Page("Search", width: .wide, section: Self.path, problems: state.problems) {
      box
      content()
    }
  }

  private func box(_ state: FormState, _ visit: Visit) -> Markup {
    searchForm(
      to: Self.path, token: visit.formToken,
      Field(
        "words", "Find a person or a household",
        hint: "A name, a date of birth, a phone number, a postcode or a reference", in: state))
  }

  private func help(isOpen: Bool) -> Markup {
    details("What you can type", isOpen: isOpen) {
      bullets([
        "Any part of a name, in any order. You need not know how it is spelled.",
        "A date of birth, like 12/03/1985 or 12 March 1985.",
        "A phone number, in any form.",
        "A postcode, or its first half, like L8.",
        "An email address.",
        "A household’s reference, like HH-2026-0042, or the number that a partner gave a referral.",
        "More than one of them. Then only people are shown whom all of it fits.",
      ])
      paragraph("You find only people whom you may see. What you look for is written down.")
    }
  }

  // MARK: - What was found

  @MarkupBuilder private func list(
    _ results: SearchResults, words: String, _ visit: Visit
  ) -> Markup {
    if results.people.isEmpty, results.households.isEmpty {
      emptyState(
        "Nothing found",
        "Try a shorter part of the name, another spelling, or the date of birth alone. It may also be someone whom you may not see."
      )
      help(isOpen: false)
    } else {
      if !results.households.isEmpty { households(results.households) }
      if !results.people.isEmpty { people(results) }
      pages(results, words: words, visit)
      help(isOpen: false)
    }
  }

  private func households(_ households: [FoundHousehold]) -> Markup {
    table(
      "Households", columns: ["Household", "Lead", "District"],
      rows: households.map { household in
        [
          link(household.reference, to: "/households/\(household.id)"),
          personLine(name: household.lead, knownAs: household.leadKnownAs),
          Markup(vocabulary.district(household.districtCode)),
        ]
      })
  }

  @MarkupBuilder private func people(_ results: SearchResults) -> Markup {
    paragraph(text: summary(results))
    table(
      "People", isCaptionHidden: true,
      columns: ["Person", "Born", "District", "Where they stand"],
      rows: results.people.map(row))
  }

  private func summary(_ results: SearchResults) -> String {
    if results.hasMoreThanShown {
      return
        "More than \(SearchResults.most) people. Add a date of birth or another part of the name to find one."
    }
    return results.count == 1 ? "1 person." : "\(results.count) people, the closest first."
  }

  private func row(_ person: FoundPerson) -> [Markup] {
    [
      Markup {
        if let path = path(of: person) {
          link(person.name, to: path)
        } else {
          element(.bdi, text: person.name)
        }
        if let knownAs = person.knownAs, knownAs != person.name {
          quiet(" (known as \(element(.bdi, text: knownAs)))")
        }
        quiet(", \(person.dateOfBirth.age(on: search.wall.today))")
        if person.closeness >= .spelling { " \(tag("Spelled in another way"))" }
      },
      date(person.dateOfBirth),
      person.districtCode.map { Markup(vocabulary.district($0)) }
        ?? tag("No district yet", .warning),
      standing(person),
    ]
  }

  private func path(of person: FoundPerson) -> String? {
    person.household.map { "/households/\($0.id)" }
      ?? person.referral.map { "/referrals/\($0.id)" }
  }

  @MarkupBuilder private func standing(_ person: FoundPerson) -> Markup {
    if let household = person.household {
      "In household "
      link(household.reference, to: "/households/\(household.id)")
    } else if let referral = person.referral {
      switch referral.state {
      case .waiting: tag("Waiting", .info)
      case .accepted: tag("Accepted", .good)
      case .declined: tag("Declined")
      case .withdrawn: tag("Withdrawn")
      }
      " "
      link("Referral", to: "/referrals/\(referral.id)", about: "of \(person.name)")
    }
  }

  /// Pages are asked for by a form, because the words may not stand in an address.
  @MarkupBuilder private func pages(
    _ results: SearchResults, words: String, _ visit: Visit
  ) -> Markup {
    if results.pages > 1 {
      paragraph(text: "Page \(results.page) of \(results.pages)")
      form(to: Self.path, token: visit.formToken) {
        hiddenInput("words", words)
        buttonRow {
          if results.page > 1 {
            button("Previous page", .secondary, name: "page", value: String(results.page - 1))
          }
          if results.page < results.pages {
            button("Next page", .secondary, name: "page", value: String(results.page + 1))
          }
        }
      }
    }
  }
}
