import Core
import HTML
import Households
import Web

extension TeamPages {
  func posts(_ posts: [Post]) -> Markup {
    if posts.isEmpty { return paragraph(text: "No post is entered.") }
    return table(
      "Posts", isCaptionHidden: true,
      columns: ["District", "From", "Ends", "Paid from", "What to do"],
      rows: posts.map { post in
        [
          Markup(vocabulary.district(post.district)), date(post.from),
          Markup {
            if let day = post.endsOn { ends(day) } else { "No end" }
            if post.isFixedTerm { quiet(" fixed term") }
          },
          Markup(post.funding),
          Markup {
            link(
              "Change", to: "/posts/\(post.id)",
              about: "the post in \(vocabulary.district(post.district))")
            if post.endsOn != nil {
              " "
              link(
                "Hand over", to: "/posts/\(post.id)/hand-over",
                about: "the households of \(post.name)")
            }
          },
        ]
      })
  }

  func postFields(_ state: FormState, _ districts: [String], standing: Post?) -> Markup {
    func field(
      _ name: String, _ label: String, _ value: String?, hint: String? = nil,
      isOptional: Bool = false
    ) -> Field {
      Field(
        name, label, hint: hint, values: state.values[name] ?? value.map { [$0] } ?? [],
        problem: state.problem(name), isOptional: isOptional)
    }
    let isFixed = state.values.isEmpty && standing?.isFixedTerm == true ? ["yes"] : nil
    return Markup {
      select(
        field("post_district", "District", standing?.district ?? districts.first),
        districts.map { Choice($0, vocabulary.district($0)) })
      dateInput(field("post_from", "First day of the post", standing?.from.written))
      checkbox(
        Field(
          "post_fixed", "It is for a fixed term", values: isFixed ?? state.texts("post_fixed")))
      dateInput(
        field(
          "post_ends", "Last day of the post", standing?.endsOn?.written,
          hint: "Leave it empty if the post goes on.", isOptional: true))
      textInput(
        field(
          "post_funding", "Paid from", standing?.funding,
          hint: "The money that pays for it, like “Programme budget”."))
    }
  }

  private func draft(_ form: FormState) -> PostDraft {
    PostDraft(
      district: form.text("post_district"), from: form.text("post_from"),
      endsOn: form.text("post_ends"), isFixedTerm: form.text("post_fixed") == "yes",
      funding: form.text("post_funding"))
  }

  func addPost(_ visit: Visit) async throws -> Answer {
    let id: AccountID = try visit.id("Colleague")
    do {
      try await teams.addPost(draft(visit.form), of: id, by: visit.user)
      return .see("/team/\(id)", done: "post-added")
    } catch Rejection.invalid(let problems) {
      return .again(try await colleaguePage(visit, id, visit.form.with(problems)))
    }
  }

  func postPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: PostID = try visit.id("Post")
    let (post, districts) = try await teams.post(id, for: visit.user)
    return Page(
      "Change the post of \(post.name)", back: Link(post.name, to: "/team/\(post.account)"),
      section: "/team", problems: state.problems
    ) {
      paragraph(text: "The post as it was stays in the record.")
      form(to: "/posts/\(id)", token: visit.formToken) {
        postFields(state, districts, standing: post)
        button("Change the post")
      }
    }
  }

  func changePost(_ visit: Visit) async throws -> Answer {
    do {
      let account = try await teams.changePost(
        try visit.id("Post"), to: draft(visit.form), by: visit.user)
      return .see("/team/\(account)", done: "post-changed")
    } catch Rejection.invalid(let problems) {
      return .again(try await postPage(visit, visit.form.with(problems)))
    }
  }

  // MARK: - Hand-over

  func handOverPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: PostID = try visit.id("Post")
    let view = try await teams.handOver(id, for: visit.user)
    let post = view.post
    return Page(
      "Hand over from \(post.name)", width: .wide,
      back: Link(post.name, to: "/team/\(post.account)"), section: "/team",
      problems: state.problems
    ) {
      summaryList([
        SummaryRow("Post ends", post.endsOn.map { ends($0) } ?? Markup("No end")),
        SummaryRow(
          "Handed over",
          Markup("\(view.handedOver) of \(count(view.total, "household", "households"))")),
      ])
      if view.left.isEmpty {
        insetText { paragraph(text: "Nothing is left to hand over.") }
      } else {
        form(to: "/posts/\(id)/hand-over", token: visit.formToken) {
          checkboxes(
            Field("household", "Which households go to one advocate?", in: state),
            view.left.map { line in
              Choice(
                line.household.id.text, "\(line.household.leadName), \(line.household.reference)",
                hint: hint(line))
            })
          select(
            Field(
              "advocate", "Who works with them next?",
              hint: "After each name is what they have now. Load: \(loadWords)", in: state),
            view.advocates.map { Choice($0.id.text, $0.words(in: post.district, vocabulary)) })
          details(
            "Write what the next advocate must know",
            isOpen: view.left.contains { !state.text("note-\($0.household.id)").isEmpty }
          ) {
            paragraph(
              text: "The note stands on the household’s page. The person may read it one day.")
            for line in view.left {
              textArea(
                Field(
                  "note-\(line.household.id)", "Note about \(line.household.leadName)", in: state,
                  isOptional: true), rows: 3, limit: HandOverPlan.limit)
            }
          }
          button("Hand over")
        }
      }
      printButton()
    }
  }

  private func hint(_ line: HandOverLine) -> String {
    let days = line.planned.map(\.spoken).joined(separator: ", ")
    let contact =
      line.household.hasContact
      ? "Last contact \(line.household.quietSince.spoken)." : "No contact yet."
    return contact
      + (days.isEmpty ? " Nothing is planned." : " Planned: \(days).")
  }

  func handOver(_ visit: Visit) async throws -> Answer {
    let id: PostID = try visit.id("Post")
    let form = visit.form
    var notes: [String: String] = [:]
    for (name, values) in form.values where name.hasPrefix("note-") {
      notes[String(name.dropFirst(5))] = values.first
    }
    do {
      try await teams.handOver(
        id, form.texts("household"), to: form.text("advocate"), notes: notes, by: visit.user)
      return .see("/posts/\(id)/hand-over", done: "handed-over")
    } catch Rejection.invalid(let problems) {
      return .again(try await handOverPage(visit, form.with(problems)))
    }
  }
}
