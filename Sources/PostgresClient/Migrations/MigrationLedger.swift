/// The bookkeeping of migrations: what is said to the server about `<schema>.schema_migrations`.
struct MigrationLedger: Sendable {
  struct Row: Sendable {
    let version: Int
    let name: String
    let checksum: String
    let appliedAt: PostgresTimestamp
  }

  let schema: String
  let ownerRole: String?

  private var table: String { "\(Self.quoted(schema)).schema_migrations" }

  /// Opens the transaction of one migration and waits for other migrators of the same schema.
  ///
  /// READ COMMITTED, so that what they committed while we waited is seen.
  var beginScript: String {
    """
    BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL statement_timeout = 0;
    SET LOCAL lock_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SELECT pg_advisory_xact_lock(hashtextextended(\(Self.literal("schema_migrations of \(schema)")), 0));
    """
  }

  /// Makes the table unless it exists; the script of the migration may have left another role in force.
  var tableScript: String {
    let role = ownerRole.map { "SET LOCAL ROLE \(Self.quoted($0));" } ?? ""
    return """
      RESET ROLE;
      \(role)
      CREATE TABLE IF NOT EXISTS \(table) (
        version integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT transaction_timestamp()
      );
      """
  }

  /// What was applied, in order of version; nothing when there is no table.
  func rows(_ connection: PostgresConnection, _ timeout: Duration) async throws(PostgresError) -> [Row] {
    var parameters = PostgresParameters()
    parameters.append(schema)
    // From the catalogue's rows and not by to_regclass: a session may have remembered, before it waited for another
    // migrator, that there was no such schema.
    let sql = """
      SELECT EXISTS (
        SELECT FROM pg_catalog.pg_class AS class
        JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = class.relnamespace
        WHERE namespace.nspname = $1 AND class.relname = 'schema_migrations')
      """
    let exists = try await connection.query(sql, parameters, timeout) {
      (row: inout PostgresRowReader) throws(PostgresError) in try row.bool()
    }
    guard exists == [true] else { return [] }
    let rows = "SELECT version, name, checksum, applied_at FROM \(table) ORDER BY version"
    return try await connection.query(rows, PostgresParameters(), timeout) {
      (row: inout PostgresRowReader) throws(PostgresError) in
      Row(
        version: Int(try row.int32()),
        name: try row.string(),
        checksum: try row.string(),
        appliedAt: try row.timestamp()
      )
    }
  }

  /// SHA-256 of each script, by the server: it has the function, and this module needs no other use of one.
  func checksums(
    of migrations: [PostgresMigration],
    _ connection: PostgresConnection,
    _ timeout: Duration
  ) async throws(PostgresError) -> [String] {
    var parameters = PostgresParameters()
    parameters.append(migrations.map(\.sql))
    let sql = """
      SELECT encode(sha256(convert_to(sql, 'UTF8')), 'hex')
      FROM unnest($1) WITH ORDINALITY AS script (sql, position) ORDER BY position
      """
    return try await connection.query(sql, parameters, timeout) {
      (row: inout PostgresRowReader) throws(PostgresError) in try row.string()
    }
  }

  /// Notes a migration as applied.
  func insert(
    _ migration: PostgresMigration,
    checksum: String,
    _ connection: PostgresConnection,
    _ timeout: Duration
  ) async throws(PostgresError) {
    var parameters = PostgresParameters()
    parameters.append(Int32(clamping: migration.version))
    parameters.append(migration.name)
    parameters.append(checksum)
    let sql = "INSERT INTO \(table) (version, name, checksum) VALUES ($1, $2, $3) RETURNING version"
    _ = try await connection.query(sql, parameters, timeout) {
      (row: inout PostgresRowReader) throws(PostgresError) in try row.int32()
    }
  }

  private static func quoted(_ identifier: String) -> String {
    "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
