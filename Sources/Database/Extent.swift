extension Database {
  /// Bytes that the data takes, without a file's log.
  package func size() async throws -> Int {
    let isFile = engine is SQLite
    return try await read(isOneStatement: true) { reader in
      let row = try reader.row(
        isFile
          ? "SELECT c.page_count * s.page_size AS size FROM pragma_page_count() c, pragma_page_size() s"
          : "SELECT pg_database_size(current_database()) AS size")
      return try row?["size"] ?? 0
    }
  }

  /// How many migrations this program knows; the database has had as many.
  package static var schema: Int { newest }
}
