import Access
import Core
import Database
import Duplicates
import Foundation
import Households
import ReferralFile
import Referrals

/// `serve --demo`: made-up people in a file of its own, and a one-time sign-in link for each role.
package enum Demonstration {
  /// A fresh file beside the one that is configured, on loopback only.
  package static func prepare(_ configuration: inout Configuration) throws {
    guard ["127.0.0.1", "::1", "localhost"].contains(configuration.host) else {
      throw Unusable("The demonstration serves this machine only: leave --host away.")
    }
    let path = "./pierhead-demo.sqlite"
    guard let lock = try FileLock(for: path) else {
      throw Unusable("Another demonstration is running here already.")
    }
    try withExtendedLifetime(lock) {
      for suffix in ["", "-wal", "-shm", ".key", ".socket", ".messages"]
      where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.removeItem(atPath: path + suffix)
      }
    }
    configuration.database = .sqlite(path: path)
    configuration.keyFile = path + ".key"
  }

  static let accounts = [
    DemoAccount("administrator", name: "Ada Example"),
    DemoAccount("team_leader", name: "Tess Example", districts: ["E08000012"]),
    DemoAccount("advocate", name: "Amir Example", districts: ["E08000012"]),
    DemoAccount("trainee_advocate", name: "Tomasz Example", districts: ["E08000012"]),
    DemoAccount("programme_manager", name: "Pearl Example"),
    DemoAccount("safeguarding_lead", name: "Sade Example"),
    DemoAccount("information_governance", name: "Ines Example"),
    DemoAccount("analyst", name: "Anwen Example"),
    DemoAccount("board_member", name: "Bola Example"),
    DemoAccount("programme_office", name: "Priya Example"),
    DemoAccount("action_owner", name: "Osman Example"),
  ]

  /// Fills the file through the doors, and answers each role with the path of its link.
  package static func fill(_ pierhead: Pierhead) async throws -> [(role: String, path: String)] {
    let links = try await pierhead.access.demoAccounts(accounts)
    var file: [UInt8] = []
    FileMaker.write(rows: 240, seed: 2026) { file += $0 }
    var options = ImportOptions()
    options.name = "made-up people"
    var isRead = false
    _ = try await pierhead.referrals.importFile(
      options, by: .system,
      progress: { _ in },
      next: {
        defer { isRead = true }
        return isRead ? nil : file
      })
    try await acceptSome(pierhead, links)
    try await addLookAlikes(pierhead)
    try await addProgramme(pierhead)
    try await addReports(pierhead)
    try await addBenefits(pierhead)
    try await addPack(pierhead)
    return links.map { link in
      (link.account.role, String(link.address.dropFirst(pierhead.configuration.origin.count)))
    }
  }

  /// Two people who came twice, written another way.
  private static func addLookAlikes(_ pierhead: Pierhead) async throws {
    let today = pierhead.database.wall.today
    for (number, name, born, phone) in [
      (1, "Yusuf Karimi", "1984-03-07", "07700 900123"), (2, "KARIMI, Youssef", "1984-03-07", ""),
      (3, "Oleksandr Melnychuk", "1991-05-12", "07700 900456"),
      (4, "Олександр Мельничук", "1991-12-05", "07700 900456"),
    ] {
      _ = try await pierhead.referrals.take(
        [
          "referral_id": "TWICE-\(number)",
          "referrer_organisation": number % 2 == 1 ? "Example Advice Centre" : "Example Hub",
          "route": number % 2 == 1 ? "partner" : "hub",
          "referred_on": today.adding(days: -number).description, "full_name": name,
          "date_of_birth": born, "phone": phone, "agreed_to_share": "yes", "district": "Liverpool",
          "referrer_email": number % 2 == 1 ? "referrals@example.org" : "",
        ], from: "made-up people", seenBy: .staff, by: .system)
    }
    try await pierhead.duplicates.compareAll()
  }

  /// Five households, three with the advocate, one of those with a first note.
  private static func acceptSome(
    _ pierhead: Pierhead, _ links: [(account: DemoAccount, id: AccountID, address: String)]
  ) async throws {
    func user(_ role: String) async throws -> User? {
      guard let link = links.first(where: { $0.account.role == role }) else { return nil }
      return try await pierhead.access.user(link.id)
    }
    guard let leader = try await user("team_leader"), let advocate = try await user("advocate"),
      let trainee = try await user("trainee_advocate")
    else { return }
    try await invite(pierhead, leader)
    var filter = InboxFilter()
    filter.page = 2
    let inbox = try await pierhead.referrals.inbox(filter, for: leader)
    for (index, line) in inbox.lines.prefix(5).enumerated() {
      let household = try await pierhead.referrals.accept(
        line.id, with: [], district: nil, despite: "They meet the rules. We asked them by phone.",
        by: leader)
      guard index < 3 else { continue }
      try await pierhead.households.assign(advocate.id.text, to: household, by: leader)
      guard index == 0 else { continue }
      try await pierhead.households.addNote(
        NoteDraft(
          id: ContactNoteID(at: pierhead.database.wall.now()), kind: "phone",
          happenedOn: pierhead.database.wall.today.description,
          body: "First call. They would like to meet at the library next week.", person: ""),
        to: household, by: advocate)
      try await planTeam(pierhead, leader, advocate, cover: trainee, with: household)
    }
  }
}
