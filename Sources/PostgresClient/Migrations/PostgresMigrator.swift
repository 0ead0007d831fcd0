import IOThread

/// Brings a database to the newest migration, and never back.
///
/// Each migration runs in a transaction of its own, under an advisory lock that is held to its end: of two migrators at once
/// one waits and then finds nothing left to do. What was applied stands in `<schema>.schema_migrations`, written in the same
/// transaction; the table is made after the script of the first migration, which may make the schema and its roles.
public struct PostgresMigrator: Sendable {
  private let migrations: [PostgresMigration]
  private let schema: String
  private let ownerRole: String?
  private let timeout: Duration

  /// A migrator.
  ///
  /// - Parameters:
  ///   - migrations: versions 1, 2, 3, … in order.
  ///   - schema: where the bookkeeping is kept.
  ///   - ownerRole: who is to own the bookkeeping table; `nil` means the connected user, who must else be a member of the role.
  ///   - timeout: the longest time for one migration, the wait for another migrator included; replaces the configuration's
  ///     `commandTimeout`, and the server's statement and lock timeouts don't apply.
  public init(
    migrations: [PostgresMigration],
    schema: String,
    ownerRole: String? = nil,
    timeout: Duration = .seconds(3600)
  ) {
    for (index, migration) in migrations.enumerated() {
      precondition(migration.version == index + 1, "migration \(migration.version) should have version \(index + 1)")
    }
    self.migrations = migrations
    self.schema = schema
    self.ownerRole = ownerRole
    self.timeout = timeout
  }

  /// Applies what is missing.
  ///
  /// - Parameter connection: used by nobody else meanwhile; closed after an error.
  /// - Returns: the migrations applied by this call, in order.
  /// - Throws: ``PostgresError/Code/migration`` when the database and the program contradict each other; the server's error,
  ///   with the migration's name, when a script fails: it then left nothing behind.
  public func migrate(_ connection: PostgresConnection) async throws(PostgresError) -> [PostgresMigration] {
    var applied: [PostgresMigration] = []
    do throws(PostgresError) {
      while let migration = try await applyNext(connection) { applied.append(migration) }
    } catch {
      await connection.close()
      throw error
    }
    return applied
  }

  /// Compares the database with the program; changes nothing and waits for nobody.
  ///
  /// - Throws: ``PostgresError/Code/migration`` when they contradict each other.
  public func status(_ connection: PostgresConnection) async throws(PostgresError) -> PostgresMigrationStatus {
    let rows = try await ledger.rows(connection, timeout)
    try await check(rows, connection)
    return PostgresMigrationStatus(
      applied: rows.map { .init(version: $0.version, name: $0.name, appliedAt: $0.appliedAt) },
      pending: Array(migrations.dropFirst(rows.count))
    )
  }

  private var ledger: MigrationLedger { MigrationLedger(schema: schema, ownerRole: ownerRole) }

  /// One transaction; `nil` when nothing is left to do.
  private func applyNext(_ connection: PostgresConnection) async throws(PostgresError) -> PostgresMigration? {
    try await connection.executeScript(ledger.beginScript, timeout: timeout)
    let rows = try await ledger.rows(connection, timeout)
    let checksums = try await check(rows, connection)
    guard rows.count < migrations.count else {
      try await connection.executeScript("ROLLBACK", timeout: timeout)
      return nil
    }
    let migration = migrations[rows.count]
    do throws(PostgresError) {
      try await connection.executeScript(migration.sql, timeout: timeout)
    } catch {
      var error = error
      error.statementName = "migration \(migration.version) (\(migration.name))"
      throw error
    }
    guard await connection.isInTransaction else {
      throw PostgresError(
        .migration,
        "migration \(migration.version) (\(migration.name)) ended the transaction that it runs in"
      )
    }
    try await connection.executeScript(ledger.tableScript, timeout: timeout)
    try await ledger.insert(migration, checksum: checksums[rows.count], connection, timeout)
    try await connection.executeScript("COMMIT", timeout: timeout)
    return migration
  }

  /// The database must hold a beginning of the program's migrations, unchanged.
  ///
  /// - Returns: the checksums of the program's migrations.
  @discardableResult
  private func check(
    _ rows: [MigrationLedger.Row],
    _ connection: PostgresConnection
  ) async throws(PostgresError) -> [String] {
    let checksums = try await ledger.checksums(of: migrations, connection, timeout)
    for (index, row) in rows.enumerated() {
      if row.version != index + 1 {
        throw PostgresError(.migration, "the database has migration \(row.version) (\(row.name)), but not \(index + 1)")
      }
      if index >= migrations.count {
        throw PostgresError(
          .migration,
          "the database has migration \(row.version) (\(row.name)), which this program doesn't know: it is older"
        )
      }
      if row.checksum != checksums[index] {
        throw PostgresError(
          .migration,
          "migration \(row.version) (\(row.name)) was changed after it had been applied"
        )
      }
    }
    return checksums
  }
}
