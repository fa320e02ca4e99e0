import Core
import HTML
import People
import Web

/// The pages of records that may be one person's: the list, two side by side, putting together, and taking apart.
package struct DuplicatePages: Sendable {
  let duplicates: Duplicates

  package init(_ duplicates: Duplicates) { self.duplicates = duplicates }

  package var routes: [Route] {
    [
      .get("/duplicates", .may(.decideDuplicates), list),
      .get("/duplicates/:id", .may(.decideDuplicates)) { visit in
        .page(try await pair(visit, FormState()))
      },
      .post("/duplicates/:id", .may(.decideDuplicates), decide),
      .get("/duplicates/:id/merge", .may(.decideDuplicates)) { visit in
        .page(try await preview(visit, FormState()))
      },
      .post("/duplicates/:id/merge", .may(.decideDuplicates), merge),
      .get("/merges", .may(.decideDuplicates), merges),
      .get("/merges/:id", .may(.decideDuplicates)) { visit in
        .page(try await merged(visit, FormState()))
      },
      .post("/merges/:id/undo", .may(.decideDuplicates), undo),
    ]
  }

  package static let nav = [NavEntry("Duplicates", to: "/duplicates", for: .decideDuplicates)]

  private var vocabulary: Vocabulary { duplicates.vocabulary }

  // MARK: - The list

  private func list(_ visit: Visit) async throws -> Answer {
    let page = Self.page(visit)
    let found = try await duplicates.list(page: page, for: visit.user)
    return .page(
      Page("Likely duplicates", width: .wide, section: "/duplicates") {
        lead("Records that may be about the same person. Only you can tell.")
        if found.isComparing {
          insetText {
            paragraph(text: "People who came lately are still being compared. Look again soon.")
          }
        }
        if found.lines.isEmpty {
          emptyState(
            page > 1 ? "There are no more pairs" : "No two records look alike",
            "When two records look alike, they are shown here.",
            action: page > 1 ? Link("Back to the first page", to: "/duplicates") : nil)
        } else {
          table(
            "Likely duplicates", isCaptionHidden: true,
            columns: ["Record", "May be the same as", "Why", "Look"], rows: found.lines.map(row))
        }
        Self.steps("/duplicates", page, found.hasMore)
        paragraph(link("Records that were put together", to: "/merges"))
      })
  }

  private func row(_ line: PairLine) -> [Markup] {
    [
      record(line.first), record(line.second),
      Markup {
        bullets(line.reasons.map { Markup($0.text) })
        if line.isUnsure {
          tag("Not sure", .warning)
          if let note = line.note { written(note) }
        }
      },
      link(
        "Compare", to: "/duplicates/\(line.id)",
        about: "\(line.first.fullName) and \(line.second.fullName)"),
    ]
  }

  private func record(_ person: Person) -> Markup {
    Markup {
      personLine(name: person.fullName, knownAs: person.knownAs)
      quiet(", born \(date(person.dateOfBirth))")
    }
  }

  // MARK: - Two records

  private func pair(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: PersonPairID = try visit.id("Pair")
    return PairPage(
      view: try await duplicates.find(id, for: visit.user), state: state, token: visit.formToken,
      vocabulary: vocabulary, user: visit.user
    ).page
  }

  private func decide(_ visit: Visit) async throws -> Answer {
    let id: PersonPairID = try visit.id("Pair")
    do {
      let answer = try await duplicates.decide(
        id, visit.form.text("answer"), because: visit.form.text("reason"), by: visit.user)
      switch answer {
      case .same: return .see("/duplicates/\(id)/merge")
      case .different: return .see("/duplicates", done: "pair-different")
      case .unsure: return .see("/duplicates", done: "pair-unsure")
      }
    } catch Rejection.invalid(let problems) {
      return .again(try await pair(visit, visit.form.with(problems)))
    }
  }

  private func preview(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: PersonPairID = try visit.id("Pair")
    return PreviewPage(
      view: try await duplicates.find(id, for: visit.user), state: state, token: visit.formToken,
      vocabulary: vocabulary
    ).page
  }

  private func merge(_ visit: Visit) async throws -> Answer {
    let id: PersonPairID = try visit.id("Pair")
    let form = visit.form
    var draft = MergeDraft()
    draft.kept = form.text("kept")
    for field in MergeField.allCases { draft.picks[field.rawValue] = form.text(field.rawValue) }
    draft.household = form.text("household")
    draft.reason = form.text("reason")
    draft.seen = form.text("seen")
    do {
      let merge = try await duplicates.merge(id, draft, by: visit.user)
      return .see("/merges/\(merge)", done: "merged")
    } catch Rejection.invalid(let problems) {
      return .again(try await preview(visit, form.with(problems)))
    }
  }

  // MARK: - What was put together

  private func merges(_ visit: Visit) async throws -> Answer {
    let page = Self.page(visit)
    let (lines, hasMore) = try await duplicates.merges(page: page, for: visit.user)
    return .page(
      Page(
        "Records put together", width: .wide, back: Link("Likely duplicates", to: "/duplicates"),
        section: "/duplicates"
      ) {
        if lines.isEmpty {
          emptyState(
            page > 1 ? "There are no more" : "No records were put together yet",
            "You can take records apart here again, at any time.",
            action: page > 1 ? Link("Back to the first page", to: "/merges") : nil)
        } else {
          table(
            "Records put together", isCaptionHidden: true,
            columns: ["Record that is kept", "Put into it", "When", "By", "Now"],
            rows: lines.map { line in
              [
                link(line.keptName, to: "/merges/\(line.id)"), Markup(line.mergedName),
                date(line.mergedAt.day), Markup(line.by),
                line.undoneAt == nil ? tag("One record", .good) : tag("Taken apart", .neutral),
              ]
            })
        }
        Self.steps("/merges", page, hasMore)
      })
  }

  private func merged(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: PersonMergeID = try visit.id("Merge")
    return MergedPage(
      view: try await duplicates.findMerge(id, for: visit.user), state: state,
      token: visit.formToken
    ).page
  }

  private func undo(_ visit: Visit) async throws -> Answer {
    let id: PersonMergeID = try visit.id("Merge")
    do {
      try await duplicates.undo(id, because: visit.form.text("reason"), by: visit.user)
      return .see("/merges/\(id)", done: "merge-undone")
    } catch Rejection.invalid(let problems) {
      return .again(try await merged(visit, visit.form.with(problems)))
    }
  }

  // MARK: - Pages of lists

  private static func page(_ visit: Visit) -> Int {
    min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
  }

  private static func steps(_ path: String, _ page: Int, _ hasMore: Bool) -> Markup {
    pagination(
      page: page, of: hasMore ? page + 1 : page,
      previous: page > 1 ? "\(path)?page=\(page - 1)" : nil,
      next: hasMore ? "\(path)?page=\(page + 1)" : nil)
  }
}
