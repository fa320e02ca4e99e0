import Core
import HTML
import Web

/// An advocate for a household, chosen with what each of them has now beside the name.
extension HouseholdPages {
  var assignmentRoutes: [Route] {
    [
      .get("/households/:id/assignments", .may(.assignAdvocates)) { visit in
        .page(try await assignmentPage(visit, FormState()))
      },
      .post("/households/:id/assignments", .may(.assignAdvocates), assign),
    ]
  }

  private func assign(_ visit: Visit) async throws -> Answer {
    let id: HouseholdID = try visit.id("Household")
    do {
      try await households.assign(visit.form.text("advocate"), to: id, by: visit.user)
      return .see("/households/\(id)", done: "assigned")
    } catch Rejection.invalid(let problems) {
      return .again(try await assignmentPage(visit, visit.form.with(problems)))
    }
  }

  private func assignmentPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: HouseholdID = try visit.id("Household")
    let (household, current, advocates) = try await households.choice(for: id, as: visit.user)
    return Page(
      current == nil ? "Assign an advocate" : "Change the advocate",
      caption: household.reference, back: Link("The household", to: "/households/\(id)"),
      section: "/households", problems: state.problems
    ) {
      if let current { paragraph("\(element(.bdi, text: current)) is the advocate now.") }
      if advocates.isEmpty {
        emptyState(
          "There is no advocate yet", "An administrator adds them under Accounts.")
      } else {
        form(to: "/households/\(id)/assignments", token: visit.formToken) {
          select(
            Field(
              "advocate", "Advocate",
              hint:
                "After each name is what they have now. Those of this district come first. Load: \(households.lists.loadWeights.words(on: households.wall.today))",
              in: state),
            advocates.map { Choice($0.id.text, $0.words(in: household.districtCode, vocabulary)) })
          button(current == nil ? "Assign" : "Change")
        }
      }
    }
  }
}
