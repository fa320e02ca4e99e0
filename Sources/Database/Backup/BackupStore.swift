import Core

package enum BackupNoun {}

/// The newest backup that this database knows of.
package struct BackupNote: Sendable {
  package let madeAt: Instant
  package let bytes: Int
}

extension Transaction {
  /// A backup was made: what it holds, and by what whoever has it knows that it is whole.
  package func note(_ backup: MadeBackup) throws {
    let id: ID<BackupNoun> = newID()
    try change(
      """
      INSERT INTO backups (id, made_at, last_event, bytes, sha256)
      VALUES (\(id), \(now), \(backup.trailer.lastEvent), \(backup.bytes), \(backup.sha256))
      """)
    record(
      "backup made", id,
      [
        "events": String(backup.trailer.lastEvent), "bytes": String(backup.bytes),
        "sha256": backup.sha256,
      ])
  }
}

extension Reader {
  package func lastBackup() throws -> BackupNote? {
    try row("SELECT made_at, bytes FROM backups ORDER BY made_at DESC, id DESC LIMIT 1").map {
      try BackupNote(madeAt: $0["made_at"], bytes: $0["bytes"])
    }
  }
}
