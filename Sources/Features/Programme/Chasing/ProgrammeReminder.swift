import Core
import Database

/// What somebody is told of dates of the programme that come close: how many there are, and no word about any project.
package struct ProgrammeReminder: Sendable {
  package enum Occasion: String, Storable {
    /// The papers of a pack go out soon, and officers have not cleared them.
    case papers
    /// A condition of a gate is due soon.
    case condition
    /// It was due.
    case overdue
  }

  /// What is told once: the thing, and its day. Another day is another occasion.
  package struct Matter: Hashable, Sendable {
    package let item: ProgrammeItemID
    package let occasion: Occasion
    package let dueOn: Day
  }

  package let account: AccountID
  package let address: String
  package let matters: [Matter]
  /// Of papers: clearances that are missing.
  package let missing: Int

  package func count(_ occasion: Occasion) -> Int { matters.count { $0.occasion == occasion } }
}

extension Reader {
  /// Whom to tell today, each of a matter once. Missing clearances are told to the programme office, a pack in one message;
  /// conditions to the owner of their project, all in one, and to the office where there is no owner or the day is over.
  package func programmeReminders(
    _ dates: ReportDates, on today: Day
  ) throws -> [ProgrammeReminder] {
    let office = try addresses(of: .keepProgramme, on: today)
    let packs = try unclearedPacks(from: today, to: dates.papersChased(on: today))
    let conditions = try openConditions(page: 1, size: Self.mostConditions)
      .prefix { $0.condition.value.dueOn <= dates.conditionsChased(on: today) }
    if packs.isEmpty, conditions.isEmpty { return [] }
    let told = try told(packs.map(\.matter.item) + conditions.map(\.condition.id))
    var reminders: [ProgrammeReminder] = []
    for (account, address) in office {
      for pack in packs where !(told[account]?.contains(pack.matter) ?? false) {
        reminders.append(
          ProgrammeReminder(
            account: account, address: address, matters: [pack.matter], missing: pack.missing))
      }
    }
    let owners = try owners(of: conditions, on: today)
    var matters: [AccountID: [ProgrammeReminder.Matter]] = [:]
    for one in conditions {
      let matter = one.condition.matter(on: today)
      let owner = owners[one.project]
      var people = owner.map { [$0] } ?? []
      if owner == nil || matter.occasion == .overdue { people += office.map(\.account) }
      for account in Set(people) where !(told[account]?.contains(matter) ?? false) {
        matters[account, default: []].append(matter)
      }
    }
    if !matters.isEmpty {
      let addresses = try addresses(of: .updateProjects, on: today) + office
      let known = Dictionary(addresses.map { ($0.account, $0.address) }) { one, _ in one }
      for (account, found) in matters.sorted(by: { $0.key.text < $1.key.text }) {
        guard let address = known[account] else { continue }
        reminders.append(
          ProgrammeReminder(account: account, address: address, matters: found, missing: 0))
      }
    }
    return reminders.filter { EmailAddress($0.address) != nil }
  }

  /// More open conditions than anybody chases.
  private static let mostConditions = 1000

  /// Owners that may still keep their project, by project.
  private func owners(
    of conditions: some Sequence<OpenCondition>, on today: Day
  ) throws -> [ProgrammeItemID: AccountID] {
    let able = Set(try addresses(of: .updateProjects, on: today).map(\.account))
    var owners: [ProgrammeItemID: AccountID] = [:]
    for project in Set(conditions.map(\.project)) {
      guard let owner = try found(Project.self, project)?.value.owner, able.contains(owner) else {
        continue
      }
      owners[project] = owner
    }
    return owners
  }
}

extension Standing<GateCondition> {
  fileprivate func matter(on today: Day) -> ProgrammeReminder.Matter {
    ProgrammeReminder.Matter(
      item: id, occasion: value.isOverdue(on: today) ? .overdue : .condition, dueOn: value.dueOn)
  }
}
