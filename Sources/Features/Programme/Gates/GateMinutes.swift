import Core
import Database

/// The door to minutes, which are linked when they are there.
extension Gates {
  /// Says where the minutes of a decision are, or that they are elsewhere. `number` is the version that the form was made from, 0
  /// where none were linked since the decision.
  package func link(
    minutesOf decision: ProgrammeItemID, at gate: ProgrammeItemID, from number: Int,
    _ fields: [String: String], once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let sets = sets
    try await programme.database.write(as: user, once: once) { transaction in
      let (project, line) = try transaction.read.gate(gate, sets, on: transaction.today)
      try transaction.mayChange(project.project.id)
      guard line.decisions.contains(where: { $0.id == decision }) else {
        throw Rejection.notFound("Decision")
      }
      let minutes = try Minutes.read(fields, of: decision, at: gate)
      _ = try transaction.put(
        minutes, over: line.minutes[decision], from: number, in: project.project.id)
    }
  }
}
