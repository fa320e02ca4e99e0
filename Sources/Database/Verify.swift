import Core

/// What a check of the whole record found.
package enum Soundness: Sendable, Equatable {
  case sound(Head)
  /// The first event that is not as it was written, and why.
  case broken(n: Int, reason: String)
}

extension Database {
  /// Recomputes the chain from the first event, and holds it against its head and against anchors: heads that
  /// somebody kept elsewhere. Reads in one snapshot, 5,000 events at a time.
  package func verify(anchors: [Head] = []) async throws -> Soundness {
    try await read { reader in
      var last = Head.start
      var marks = Dictionary(anchors.map { ($0.n, $0.hash) }) { first, _ in first }
      while true {
        let rows = try reader.rows(
          """
          SELECT n, happened_at, account_id, verb, subject, is_look, salt, detail, commitment, hash
          FROM events WHERE n > \(last.n) OR (\(last.n == 0) AND n <= 0) ORDER BY n LIMIT 5000
          """)
        guard !rows.isEmpty else { break }
        for row in rows {
          if let reason = try Self.fault(in: row, after: last) {
            let n: Int = try row["n"]
            return .broken(n: n > last.n + 1 ? last.n + 1 : n, reason: reason)
          }
          last = try Head(n: row["n"], hash: row["hash"])
          if let mark = marks.removeValue(forKey: last.n), mark != last.hash {
            return .broken(n: last.n, reason: "it is not the event that the anchor names")
          }
        }
      }
      if let missing = marks.keys.min() {
        return .broken(n: last.n + 1, reason: "it is missing, and the anchor knows event \(missing)")
      }
      guard let row = try reader.row("SELECT n, hash FROM event_head") else {
        return .broken(n: last.n, reason: "the record has lost its head")
      }
      let head = try Head(n: row["n"], hash: row["hash"])
      if head.n > last.n { return .broken(n: last.n + 1, reason: "it is missing at the end") }
      if head != last { return .broken(n: head.n + 1, reason: "it stands after the head") }
      return .sound(last)
    }
  }

  private static func fault(in row: Row, after last: Head) throws -> String? {
    let n: Int = try row["n"]
    guard n == last.n + 1 else {
      return n > last.n + 1 ? "it is missing" : "it stands before the first"
    }
    let commitment: String = try row["commitment"]
    if let salt = try row["salt"] as String?, let detail = try row["detail"] as String? {
      guard Chain.commitment(salt: salt, detail: detail) == commitment else {
        return "its detail was changed"
      }
    }
    let hash = try Chain.hash(
      after: last.hash, n: n, at: row["happened_at"], by: row["account_id"], verb: row["verb"],
      subject: row["subject"], isLook: row["is_look"], commitment: commitment)
    return try hash == row["hash"] ? nil : "it was changed, or does not follow event \(last.n)"
  }
}
