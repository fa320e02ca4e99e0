import Core
import Foundation
import HTML
import Web

/// The pages that show the record: for a household, for a user, for oneself.
package struct RecordPages: Sendable {
  let record: Record

  package init(_ record: Record) { self.record = record }

  package var routes: [Route] {
    [
      .get("/record", .may(.readRecord)) { visit in .page(try await startPage(visit, FormState()))
      },
      .post("/record", .may(.readRecord)) { visit in
        do {
          let id = try await record.household(called: visit.form.text("reference"), for: visit.user)
          return .see("/households/\(id)/record")
        } catch Rejection.invalid(let problems) {
          return .again(try await startPage(visit, visit.form.with(problems)))
        }
      },
      .get("/households/:id/record", .may(.readRecord)) { visit in
        .page(try await page(ofHousehold: visit.id("Household"), visit))
      },
      .get("/accounts/:id/record", .may(.readUserRecord)) { visit in
        let id: AccountID = try visit.id("Account")
        return .page(try await page(of: id, visit, path: "/accounts/\(id)/record?"))
      },
      .get("/account/record", .signedIn) { visit in
        .page(try await page(of: visit.user.id, visit, path: "/account/record?"))
      },
    ]
  }

  /// Where whoever watches over the record begins: a household by its reference, or a user by name.
  private func startPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let users =
      visit.user.may(.readUserRecord) ? try await record.users(for: visit.user) : []
    return Page(
      "Record", caption: "Who changed or looked at what", section: "/record",
      problems: state.problems
    ) {
      form(to: "/record", token: visit.formToken) {
        textInput(
          Field("reference", "Household reference", hint: "For example HH-2026-0042", in: state),
          width: .medium)
        button("Show the record")
      }
      if !users.isEmpty {
        heading("Users")
        bullets(users.map { link($0.name, to: "/accounts/\($0.id)/record") })
      }
    }
  }

  /// Changes and looks, or the lists that showed the household: two views of one record.
  private func page(ofHousehold id: HouseholdID, _ visit: Visit) async throws -> Page {
    let path = "/households/\(id)/record"
    let before = visit.query("before").flatMap { Int($0) }
    let isLists = visit.query("view") == "lists"
    let part =
      isLists
      ? try await record.lists(showing: id, before: before, for: visit.user)
      : try await record.of(id, before: before, for: visit.user)
    var page = page(
      "Who changed or looked at \(part.title)", part,
      path: isLists ? "\(path)?view=lists&" : "\(path)?",
      back: visit.user.may(.readHouseholds) ? Link("Household", to: "/households/\(id)") : nil,
      showsWho: true)
    page.content = Markup {
      sectionNav(
        [
          Link("Changes and looks", to: path),
          Link("Lists that showed it", to: "\(path)?view=lists"),
        ],
        current: isLists ? "\(path)?view=lists" : path, label: "Views of the record")
      if isLists {
        paragraph(
          text: "Lists are searched a stretch at a time. Go on to older ones below.")
      }
      page.content
    }
    return page
  }

  package static let nav = [NavEntry("Record", to: "/record", for: .readRecord)]

  private func page(of account: AccountID, _ visit: Visit, path: String) async throws -> Page {
    let part = try await record.of(
      account, before: visit.query("before").flatMap { Int($0) }, for: visit.user)
    return page(
      "What \(part.title) changed or looked at", part, path: path, back: nil, showsWho: false)
  }

  private func page(
    _ title: String, _ part: RecordPart, path: String, back: Link?, showsWho: Bool
  ) -> Page {
    Page(title, caption: "Record", width: .wide, back: back) {
      paragraph(
        text: "Every change and every look is kept here for good. The newest comes first.")
      if part.entries.isEmpty {
        emptyState(
          "Nothing here",
          part.older == nil ? "There are no older entries." : "Go on to older entries below.")
      } else {
        table(
          title, isCaptionHidden: true,
          columns: showsWho
            ? ["When", "Who", "What", "More", "Number"] : ["When", "What", "More", "Number"],
          rows: part.entries.map { row($0, showsWho: showsWho) })
      }
      if let older = part.older { paragraph(link("Older entries", to: "\(path)before=\(older)")) }
      printButton()
    }
  }

  private func row(_ entry: RecordEntry, showsWho: Bool) -> [Markup] {
    let who = showsWho ? [Markup(entry.who ?? "Pierhead itself")] : []
    return [moment(entry.happenedAt)] + who + [
      "\(tag(entry.isLook ? "Look" : "Change", entry.isLook ? .neutral : .info)) \(entry.verb)",
      Markup(more(entry)), "\(entry.n)",
    ]
  }

  /// A list's look says how many it showed; a change says what became what.
  private func more(_ entry: RecordEntry) -> String {
    guard let detail = entry.detail else { return "Erased" }
    if entry.isLook {
      let count = detail.split(separator: ",").count { !$0.hasPrefix("words ") }
      return entry.subject != nil ? "" : count == 1 ? "1 shown" : "\(count) shown"
    }
    let pairs = Self.pairs(detail)
    return pairs.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
  }

  private static func pairs(_ detail: String) -> [(String, String)] {
    do {
      return try JSONDecoder().decode([String: String].self, from: Data(detail.utf8))
        .sorted { $0.key < $1.key }
    } catch {
      return [("", detail)]
    }
  }
}
