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
    try await read(fresh: true) { reader in
      var last = Head.start
      var marks = Dictionary(grouping: anchors, by: \.n)
      while true {
        let rows = try reader.rows(
          """
          SELECT n, happened_at, account_id, verb, subject, is_look, salt, detail, commitment, hash
          FROM events WHERE n >= \(last.n == 0 ? Int.min : last.n + 1) ORDER BY n LIMIT 5000
          """)
        guard !rows.isEmpty else { break }
        for row in rows {
          guard let n = Int(stored: try row.value("n")) else {
            return .broken(n: last.n + 1, reason: "its number is none")
          }
          if let reason = Self.fault(in: row, after: last) {
            return .broken(n: min(n, last.n + 1), reason: reason)
          }
          last = try Head(n: n, hash: row["hash"])
          if let heads = marks.removeValue(forKey: last.n), heads.contains(where: { $0 != last }) {
            return .broken(n: last.n, reason: "it is not the event that the anchor names")
          }
        }
      }
      if let missing = marks.keys.min() {
        return .broken(
          n: last.n + 1, reason: "it is missing, and the anchor knows event \(missing)")
      }
      guard let row = try reader.row("SELECT n, hash FROM event_head") else {
        return .broken(n: last.n, reason: "the record has lost its head")
      }
      let head = try Head(n: row["n"], hash: row["hash"])
      if head.n > last.n { return .broken(n: last.n + 1, reason: "it is missing at the end") }
      if head.n < last.n { return .broken(n: head.n + 1, reason: "it stands after the head") }
      if head != last {
        return .broken(n: last.n, reason: "it is not the event that the head names")
      }
      return .sound(last)
    }
  }

  /// What is wrong with an event. A value that no event of ours could hold was changed too.
  static func fault(in row: Row, after last: Head) -> String? {
    do { return try difference(of: row, after: last) } catch { return "it can't be read: \(error)" }
  }

  private static func difference(of row: Row, after last: Head) throws -> String? {
    let n: Int = try row["n"]
    guard n == last.n + 1 else {
      return n > last.n + 1 ? "it is missing" : "it stands before the first"
    }
    let commitment: String = try row["commitment"]
    switch (try row["salt"] as String?, try row["detail"] as String?) {
    case (nil, nil): break  // blanked for erasure
    case (let salt?, let detail?) where Chain.commitment(salt: salt, detail: detail) == commitment:
      break
    default: return "its detail was changed"
    }
    let hash = try Chain.hash(
      after: last.hash, n: n, at: row["happened_at"], by: row["account_id"], verb: row["verb"],
      subject: row["subject"], isLook: row["is_look"], commitment: commitment)
    return try hash == row["hash"] ? nil : "it was changed, or does not follow event \(last.n)"
  }
}
