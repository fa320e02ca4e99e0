import Core
import Database

/// The door to benefits and what was measured of them.
extension Programme {
  /// Benefits and readings on a page.
  static let benefitsOnPage = 50

  /// The benefits of one project, or of all that are not archived.
  func benefits(
    of project: ProgrammeItemID? = nil, in order: BenefitOrder, page: Int = 1, for user: User
  ) async throws -> BenefitList {
    try user.must(.readProgramme)
    return try await database.read {
      try $0.benefitList(of: project, order, page: page, size: Self.benefitsOnPage)
    }
  }

  /// One benefit with a page of its readings.
  func benefit(
    _ id: ProgrammeItemID, page: Int = 1, for user: User
  ) async throws -> BenefitView {
    try user.must(.readProgramme)
    return try await database.read {
      try $0.benefitView(id, page: page, size: Self.benefitsOnPage) { Self.may(user, change: $0) }
    }
  }

  package func addBenefit(
    _ fields: [String: String], as id: ProgrammeItemID, to project: ProgrammeItemID, by user: User
  ) async throws {
    try await add(Benefit.self, fields, as: id, to: project, by: user)
  }

  /// Adds what was measured on a day. The form's id makes a form that is sent twice one reading.
  package func addReading(
    _ fields: [String: String], as id: ProgrammeItemID, of benefit: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      let project = try transaction.project(ofBenefit: benefit)
      if try transaction.read.kind(of: id) != nil { return }
      let fields = fields.merging(["benefit": benefit.text]) { $1 }
      let reading = try Reading.read(fields, nil, lists, today: transaction.today)
      try transaction.begin(reading, in: project, as: id)
      transaction.record("reading added", id, ["benefit": benefit.text])
    }
  }
}
