import Core
import Database
import ReferralFile

/// What became of a referral that came alone.
package struct Taken: Sendable {
  /// The referral that it is, or was before. Nil where it is rejected.
  package let id: ReferralID?
  package let kind: Outcome.Kind
  /// As `viewer` may see it.
  package let result: RowResult
}

extension Referrals {
  /// Takes one referral that came another way than in a file: by phone, on paper or through the API. Its values are
  /// strings by the name of their column, and the rules are the file's. What may be recorded is there when this answers;
  /// what is rejected changes nothing. `source` says in the record where it came from.
  ///
  /// Throws a conflict where a file that holds the same referral is being read at this moment.
  package func take(
    _ values: [String: String], from source: String, seenBy viewer: Viewer,
    once: Once<Taken>? = nil, by user: User
  ) async throws -> Taken {
    if !user.may(.importReferrals) { try user.must(.sendReferrals) }
    let referrals = self
    do {
      return try await database.write(as: user, once: once) { transaction in
        try referrals.take(values, from: source, seenBy: viewer, transaction)
      }
    } catch is Clash {
      throw Rejection.conflict(Reason("referral.being-read"))
    }
  }

  /// The same inside a change that writes more, by whoever has asked for the permission.
  func take(
    _ values: [String: String], from source: String, seenBy viewer: Viewer,
    _ transaction: borrowing Transaction
  ) throws -> Taken {
    let id = ImportID(at: transaction.now)
    var settling = Settling(self, id: id)
    let candidate = settling.check.prepare(SentValues(values))
    let known = try settling.lookUp([candidate]).run(transaction.read)
    let (staged, rows) = settling.settle([candidate], known)
    let taken = Taken(
      id: rows[0].referral, kind: rows[0].outcome.kind,
      result: rows[0].outcome.result(for: viewer))
    guard let referral = taken.id, taken.kind != .unchanged else { return taken }
    try transaction.take(staged, settling.moves, of: id, from: source)
    transaction.record(
      taken.kind == .new ? "referral received" : "referral amendment proposed", referral,
      ["source": source, "contents": "sha256 \(rows[0].digest)"])
    if taken.kind == .new { try telling.tell(.received, referral, in: transaction) }
    return taken
  }
}
