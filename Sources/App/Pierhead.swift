import API
import Access
import Core
import Database
import Duplicates
import Eligibility
import Households
import Invitations
import Messages
import People
import Programme
import Record
import Referrals
import Search
import Teams

/// The whole product: every door, made once, general first.
package struct Pierhead: Sendable, Discreet {
  package let configuration: Configuration
  package let database: Database
  package let access: Access
  package let eligibility: Eligibility
  package let households: Households
  package let referrals: Referrals
  package let record: Record
  package let search: Search
  package let teams: Teams
  package let messages: Messages
  package let api: API
  package let webhooks: Webhooks
  package let duplicates: Duplicates
  package let invitations: Invitations
  package let programme: Programme
  package let gates: Gates
  package let highlights: HighlightReports
  package let packs: Packs
  package let reference: ReferenceData
  /// What this server knows of itself.
  package let watch: Watch

  /// Opens the database, making it where there is none. For the process that holds it.
  package init(
    _ configuration: Configuration, wall: Wall = .real, isDurable: Bool = true,
    creates: Bool = true,
    largestCheckedFirst: Int = .max
  ) async throws {
    let reference = try ReferenceData.shipped()
    var needs = Database.Needs()
    needs.seed = { transaction in try reference.install(transaction) }
    needs.durable = isDurable
    needs.creates = creates
    needs.largestCheckedFirst = largestCheckedFirst
    let database = try await Database.open(configuration.database, wall: wall, needs: needs)
    try await self.init(configuration, database, reference)
  }

  package init(
    _ configuration: Configuration, _ database: Database, _ reference: ReferenceData
  ) async throws {
    self.configuration = configuration
    let database = Webhooks.hearing(database)
    self.database = database
    watch = Watch(database)
    self.reference = reference
    var settings = configuration.access
    settings.origin = configuration.origin
    settings.contextWords = [configuration.service] + reference.place.names
    settings.districts = reference.vocabulary.districts.map { (code: $0.key, name: $0.value) }
      .sorted { $0.name < $1.name }
    let key = try KeyFile.read(
      configuration.keyFile, mayMake: try await !Access.holdsSealedSecrets(database))
    access = try await Access(database, key: key, settings: settings)
    eligibility = try reference.eligibility()
    households = Households(
      database, eligibility: eligibility,
      lists: try ReferenceData.caseworkLists(reference.vocabulary), whole: Referrals.wholePeople,
      waiting: Referrals.waitingBeside, origin: configuration.origin)
    referrals = Referrals(
      database, households: households, vocabulary: reference.vocabulary, lists: reference.lists,
      variants: reference.variants, organisation: reference.organisation, eligibility: eligibility,
      telling: reference.telling, origin: configuration.origin)
    record = Record(database, households: households)
    duplicates = Duplicates(
      database, vocabulary: reference.vocabulary, variants: reference.variants)
    teams = Teams(database, households: households, lists: try ReferenceData.teamLists())
    search = Search(database, vocabulary: reference.vocabulary, variants: reference.variants)
    messages = Messages(
      database, kinds: reference.messageKinds, settings: configuration.messages,
      providers: Providers(configuration.messages))
    invitations = Invitations(
      database, access: access, messages: messages, referrals: referrals,
      vocabulary: reference.vocabulary, lists: reference.lists, variants: reference.variants,
      bases: try ReferenceData.lawfulBases())
    programme = Programme(
      database, lists: try reference.programmeLists(eligibility.workingDays))
    gates = Gates(programme, sets: try ReferenceData.gateSets())
    highlights = HighlightReports(
      programme, dates: try reference.reportDates(eligibility.workingDays))
    packs = Packs(programme)
    api = API(
      database, referrals: referrals, households: households, search: search,
      programme: programme, gates: gates, highlights: highlights,
      vocabulary: reference.vocabulary, settings: configuration.api)
    webhooks = Webhooks(
      database, access: access, allowsLoopback: configuration.webhooksToLoopback)
  }

  /// Makes people known to tables that are younger than they are. After a migration, and at the start of a server,
  /// where a migration was cut off. Does nothing when nothing is left to do.
  package func fill() async throws { try await search.fill() }

  package static func fill(_ database: Database) async throws {
    let reference = try ReferenceData.shipped()
    try await Search(database, vocabulary: reference.vocabulary, variants: reference.variants)
      .fill()
  }

  /// Gives up work that was cut off. For a process that holds the database alone.
  package func recover() async throws {
    try await referrals.abandonUnfinishedImports()
    try await messages.recover()
  }

  /// Takes away what work that was given up has left, which nobody sees.
  package func clearUp() async throws { try await referrals.clearAbandonedImports() }

  package func close() { database.close() }
}
