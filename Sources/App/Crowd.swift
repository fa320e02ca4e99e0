import Access
import Core
import Database
import Duplicates
import Foundation
import Households
import Messages
import ReferralFile
import Referrals
import Web

/// A crowd of made-up people for measuring, made through the doors, with sessions for a load runner.
package struct Crowd: Sendable {
  let pierhead: Pierhead

  package init(_ pierhead: Pierhead) { self.pierhead = pierhead }

  private static let district = "E08000012"

  /// Loads referrals, accepts them into households until there are enough people, assigns and writes notes.
  /// Answers a line of JSON for the team leader, one for the advocate who writes notes, one for the programme
  /// office, and one for whoever reads the programme.
  package func make(households: Int, people: Int, referrals: Int, notes: Int) async throws
    -> [String]
  {
    let links = try await pierhead.access.demoAccounts([
      DemoAccount("programme_manager", name: "Pearl Example"),
      DemoAccount("team_leader", name: "Tess Example", districts: [Self.district]),
      DemoAccount("advocate", name: "Amir Example", districts: [Self.district]), Self.office,
    ])
    try await load(referrals)
    let manager = try await pierhead.access.user(links[0].id)
    let opened = try await accept(
      households, size: max(1, people / max(1, households)), by: manager)
    try await write(notes, in: opened, by: manager, advocates: team(with: links[2].id))
    // What a server would do by itself afterwards, and would do beside everything that is measured then.
    try await pierhead.duplicates.compareAll()
    while try await pierhead.messages.sender.round() > 0 {}
    await pierhead.database.countAnew()
    let office = try await session(links[3].address)
    return [
      try await line(for: links[1], opened), try await noteLine(for: links[2]),
      try json([
        "cookie": office.cookie, "role": "programme_office",
        "office": await officeLine(office, links[3].id),
      ]),
      try json([
        "cookie": await session(links[0].address).cookie, "role": "programme_manager",
        "programme": "/programme",
      ]),
    ]
  }

  private func load(_ count: Int) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv").path
    defer { do { try FileManager.default.removeItem(atPath: path) } catch {} }
    // Some rows are rejected or stand for people who came before: a few more make up for them.
    try FileMaker.write(rows: count + count / 20, seed: 40_000, to: path)
    let file = FileHandle(forReadingAtPath: path)!
    var options = ImportOptions()
    options.name = "crowd.csv"
    _ = try await pierhead.referrals.importFile(
      options, by: .system,
      progress: { _ in },
      next: {
        let data = try file.read(upToCount: 1 << 16) ?? Data()
        return data.isEmpty ? nil : Array(data)
      })
  }

  /// Opens households from the front of the inbox, of a size on average: companions join with their lead, and
  /// where a group is small the next household takes more.
  private func accept(_ count: Int, size: Int, by manager: User) async throws -> [HouseholdID] {
    var opened: [HouseholdID] = []
    while opened.count < count {
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: manager)
      guard !inbox.lines.isEmpty else { break }
      var taken: Set<ReferralID> = []
      for line in inbox.lines where opened.count < count && !taken.contains(line.id) {
        let view = try await pierhead.referrals.find(line.id, for: manager)
        let others = view.companions.filter { $0.state == .waiting }.prefix(size).map(\.id)
        taken.formUnion(others)
        opened.append(
          try await pierhead.referrals.accept(
            line.id, with: others, district: Self.district, despite: "Made up.", by: manager))
      }
    }
    return opened
  }

  /// Twenty-four advocates, four in each district; the first is the one who signs in.
  private func team(with first: AccountID) async throws -> [User] {
    var team = [try await pierhead.access.user(first)]
    let districts = pierhead.reference.vocabulary.districts.keys.sorted()
    for number in 1..<24 {
      let email = "advocate-\(number)@pierhead.example"
      _ = try await pierhead.access.add(
        email: email, name: "Advocate \(number) Example", roles: ["advocate"],
        districts: [districts[number % districts.count]], by: .system)
      team.append(
        try await pierhead.access.user(pierhead.access.find(email: email, by: .system).id))
    }
    return team
  }

  private func write(
    _ count: Int, in households: [HouseholdID], by manager: User, advocates: [User]
  ) async throws {
    let today = pierhead.database.wall.today.description
    let pierhead = pierhead
    let share = max(1, count / max(1, households.count))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in 0..<16 {
        group.addTask {
          for index in stride(from: part, to: households.count, by: 16) {
            let id = households[index]
            let advocate = advocates[index % advocates.count]
            try await pierhead.households.assign(advocate.id.text, to: id, by: manager)
            for number in 0..<share {
              try await pierhead.households.addNote(
                NoteDraft(
                  id: ContactNoteID(at: pierhead.database.wall.now()), kind: "phone",
                  happenedOn: today,
                  body:
                    "Call \(number + 1). We spoke about the next step and agreed to meet on Tuesday.",
                  person: ""),
                to: id, by: advocate)
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func line(
    for link: (account: DemoAccount, id: AccountID, address: String), _ opened: [HouseholdID]
  ) async throws -> String {
    let leader = try await pierhead.access.user(link.id)
    let cookie = try await session(link.address)
    var referrals: [String] = []
    var words: [String] = []
    var filter = InboxFilter()
    for page in 1...20 {
      filter.page = page
      let lines = try await pierhead.referrals.inbox(filter, for: leader).lines
      referrals += lines.map { "/referrals/\($0.id)" }
      words += CrowdSearches.words(for: lines)
    }
    var list = HouseholdFilter()
    var households: [String] = []
    for page in 1...20 {
      list.page = page
      households += try await pierhead.households.list(list, for: leader).lines.map {
        "/households/\($0.id)"
      }
    }
    return try json([
      "cookie": cookie.cookie, "role": "team_leader",
      "paths": [
        "inbox": ["/inbox"], "referral": referrals, "households": ["/households"],
        "household": households,
      ],
      "search": ["path": "/search", "form_token": cookie.formToken, "words": words],
    ])
  }

  private func noteLine(
    for link: (account: DemoAccount, id: AccountID, address: String)
  ) async throws -> String {
    let advocate = try await pierhead.access.user(link.id)
    let cookie = try await session(link.address)
    let own = try await pierhead.households.today(for: advocate)
    return try json([
      "cookie": cookie.cookie, "role": "advocate", "paths": [String: [String]](),
      "note": [
        "path": own.map { "/households/\($0.id)/notes" }, "form_token": cookie.formToken,
        "key_field": "key",
        "fields": [
          "kind": "phone", "happened_on": pierhead.database.wall.today.description,
          "body": "We spoke about the next step.", "person": "",
        ],
      ],
    ])
  }

  func session(_ address: String) async throws -> (cookie: String, formToken: String) {
    let token = String(address.split(separator: "/").last ?? "")
    guard
      let arrival = try await pierhead.access.arrive(
        byDemoLink: token, from: Caller(address: "127.0.0.1")),
      let visitor = try await pierhead.access.identify(arrival.token)
    else { throw Fault("the crowd's link did not open") }
    return ("pierhead_session=\(arrival.token)", visitor.formToken)
  }

  private func json(_ value: [String: Any]) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]),
      as: UTF8.self)
  }
}
