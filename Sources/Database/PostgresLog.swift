extension Database {
  /// Whether PostgreSQL writes values into a log of its own: as it comes, it quotes a row that it refuses, and where statements
  /// are logged, all that was bound to them. A role may not set that for itself: docs/operations/postgresql.md says who does.
  /// False with SQLite, which has no log.
  package func logsValues() async throws -> Bool {
    guard engine.mayBeAway else { return false }
    let found = try await read {
      try $0.row(
        """
        SELECT current_setting('log_error_verbosity') AS errors,
          current_setting('log_parameter_max_length') AS parameters
        """)
    }
    guard let found else { return true }
    return try found["errors"] as String != "terse" || found["parameters"] as String != "0"
  }
}
