import Access
import Core
import Database
import Duplicates
import Households
import People
import Record
import Referrals

/// The whole product: every door, made once, general first.
package struct Pierhead: Sendable {
  package let configuration: Configuration
  package let database: Database
  package let access: Access
  package let households: Households
  package let referrals: Referrals
  package let record: Record
  package let duplicates: Duplicates
  package let reference: ReferenceData

  /// Opens the database, making it where there is none. For the process that holds it.
  package init(
    _ configuration: Configuration, wall: Wall = .real, isDurable: Bool = true, creates: Bool = true
  ) async throws {
    let reference = try ReferenceData()
    var needs = Database.Needs()
    needs.seed = { transaction in try reference.install(transaction) }
    needs.durable = isDurable
    needs.creates = creates
    let database = try await Database.open(configuration.database, wall: wall, needs: needs)
    try await self.init(configuration, database, reference)
  }

  package init(
    _ configuration: Configuration, _ database: Database, _ reference: ReferenceData
  ) async throws {
    self.configuration = configuration
    self.database = database
    self.reference = reference
    var settings = configuration.access
    settings.origin = configuration.origin
    settings.contextWords = [configuration.service] + reference.place.names
    settings.districts = reference.vocabulary.districts.map { (code: $0.key, name: $0.value) }
      .sorted { $0.name < $1.name }
    let key = try KeyFile.read(
      configuration.keyFile, mayMake: try await !Access.holdsSealedSecrets(database))
    access = try await Access(database, key: key, settings: settings)
    households = Households(database, whole: Referrals.wholePeople)
    referrals = Referrals(
      database, households: households, vocabulary: reference.vocabulary, lists: reference.lists,
      variants: reference.variants)
    record = Record(database, households: households)
    duplicates = Duplicates(
      database, vocabulary: reference.vocabulary, variants: reference.variants)
  }

  /// Takes away what work that was cut off has left. For a process that holds the database alone.
  package func recover() async throws { try await referrals.clearUnfinishedImports() }

  package func close() { database.close() }
}
