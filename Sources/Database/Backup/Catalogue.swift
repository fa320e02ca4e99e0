import Core

/// A table, as the engine's own catalogue tells: its columns, and which of them hold what the engines write down
/// differently.
struct TableShape {
  enum Kind { case plain, moment, flag }

  let name: String
  let columns: [String]
  let kinds: [Kind]

  /// The same values from both engines: moments in one form, flags as flags.
  func canonical(_ values: [Value]) throws -> [Value] {
    var values = values
    for (index, kind) in kinds.enumerated() where kind != .plain {
      switch (kind, values[index]) {
      case (_, .null): break
      case (.moment, let value):
        values[index] = try Instant(value, of: columns[index]).stored
      case (.flag, let value):
        values[index] = .bool(try Bool(value, of: columns[index]))
      case (.plain, _): break
      }
    }
    return values
  }

  /// Every table of the schema, by name.
  static func all(_ connection: any Connection, isSQLite: Bool) throws -> [TableShape] {
    let columns: SQL =
      isSQLite
      ? """
      SELECT t.name AS table_name, c.name AS column_name, c.type AS data_type
      FROM sqlite_master t JOIN pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid
      """
      : """
      SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = current_schema() ORDER BY table_name COLLATE "C", ordinal_position
      """
    var shapes: [(name: String, columns: [String], kinds: [Kind])] = []
    for row in try connection.run(columns) {
      let name: String = try row["table_name"]
      if shapes.last?.name != name { shapes.append((name, [], [])) }
      shapes[shapes.count - 1].columns.append(try row["column_name"])
      let type: String = try row["data_type"]
      let kind: Kind =
        switch type.lowercased() {
        case "timestamptz", "timestamp with time zone": .moment
        case "boolean": .flag
        default: .plain
        }
      shapes[shapes.count - 1].kinds.append(kind)
    }
    return shapes.map { TableShape(name: $0.name, columns: $0.columns, kinds: $0.kinds) }
  }
}
