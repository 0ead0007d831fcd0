import PostgresClient
import TestSupport
import Testing

@Suite struct MigratorTests {
  private static let first = PostgresMigration(
    version: 1,
    name: "start",
    sql: "CREATE SCHEMA app; CREATE TABLE app.item (id bigint PRIMARY KEY, amount bigint NOT NULL);"
  )
  private static let second = PostgresMigration(
    version: 2,
    name: "colour",
    sql: "ALTER TABLE app.item ADD COLUMN colour text; INSERT INTO app.item VALUES (1, 2)"
  )
  private static let third = PostgresMigration(version: 3, name: "nothing", sql: "SELECT 1")

  private struct Tables: PostgresStatement {
    static let sql = """
      SELECT n.nspname || '.' || c.relname || ' of ' || pg_get_userbyid(c.relowner)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'app' AND c.relkind = 'r' ORDER BY 1
      """
    static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String { try row.string() }
  }

  private func migrator(_ migrations: PostgresMigration..., owner: String? = nil) -> PostgresMigrator {
    PostgresMigrator(migrations: migrations, schema: "app", ownerRole: owner)
  }

  @Test func `what is missing is applied once, in order`() async throws {
    try await withConnection { connection, _ in
      let whole = migrator(Self.first, Self.second, Self.third)
      let before = try await whole.status(connection)
      #expect(before.applied.isEmpty && before.pending.map(\.version) == [1, 2, 3])
      #expect(try await migrator(Self.first).migrate(connection).map(\.version) == [1])
      #expect(try await whole.migrate(connection).map(\.version) == [2, 3])
      #expect(try await whole.migrate(connection).isEmpty)
      let after = try await whole.status(connection)
      #expect(after.applied.map(\.name) == ["start", "colour", "nothing"] && after.pending.isEmpty)
      #expect(!connection.isClosed)
    }
  }

  @Test func `a changed migration is refused by name`() async throws {
    try await withConnection { connection, _ in
      _ = try await migrator(Self.first, Self.second).migrate(connection)
      let changed = PostgresMigration(version: 1, name: "start", sql: Self.first.sql + " ")
      let error = try await postgresError { _ = try await migrator(changed, Self.second).status(connection) }
      #expect(error?.code == .migration)
      #expect(error?.message == "migration 1 (start) was changed after it had been applied")
      let again = try await postgresError { _ = try await migrator(changed, Self.second).migrate(connection) }
      #expect(again?.code == .migration)
    }
  }

  @Test func `a database that is newer than the program is refused`() async throws {
    try await withConnection { connection, _ in
      _ = try await migrator(Self.first, Self.second).migrate(connection)
      let error = try await postgresError { _ = try await migrator(Self.first).migrate(connection) }
      #expect(error?.message == "the database has migration 2 (colour), which this program doesn't know: it is older")
    }
  }

  @Test func `a gap in the database is refused`() async throws {
    try await withConnection { connection, _ in
      let whole = migrator(Self.first, Self.second, Self.third)
      _ = try await whole.migrate(connection)
      try await connection.executeScript("DELETE FROM app.schema_migrations WHERE version = 2")
      let error = try await postgresError { _ = try await whole.migrate(connection) }
      #expect(error?.message == "the database has migration 3 (nothing), but not 2")
    }
  }

  @Test func `a migration that fails leaves nothing, and the next attempt goes on there`() async throws {
    try await withConnection { connection, url in
      let broken = PostgresMigration(version: 2, name: "broken", sql: "CREATE TABLE app.half (id int); SELECT 1/0")
      let error = try await postgresError { _ = try await migrator(Self.first, broken).migrate(connection) }
      #expect(error?.sqlState == "22012")
      #expect(error?.statementName == "migration 2 (broken)")
      #expect(connection.isClosed)
      let next = try await PostgresConnection.connect(PostgresConfiguration(url))
      #expect(try await next.send(Tables()) == ["app.item of postgres", "app.schema_migrations of postgres"])
      #expect(try await migrator(Self.first, Self.second).migrate(next).map(\.version) == [2])
    }
  }

  @Test func `a migration that ends its transaction is refused`() async throws {
    try await withConnection { connection, _ in
      let rogue = PostgresMigration(version: 1, name: "rogue", sql: "CREATE SCHEMA app; COMMIT")
      let error = try await postgresError { _ = try await migrator(rogue).migrate(connection) }
      #expect(error?.message == "migration 1 (rogue) ended the transaction that it runs in")
    }
  }

  @Test func `the first migration may make the role that owns the bookkeeping`() async throws {
    try await PostgresServerProcess.withServer { server in
      let connection = try await PostgresConnection.connect(PostgresConfiguration(server.socketURL()))
      let start = PostgresMigration(
        version: 1,
        name: "roles",
        sql:
          "CREATE ROLE app_owner; CREATE SCHEMA app AUTHORIZATION app_owner; SET ROLE app_owner; CREATE TABLE app.t ()"
      )
      let migrator = migrator(start, PostgresMigration(version: 2, name: "next", sql: "SELECT 1"), owner: "app_owner")
      _ = try await migrator.migrate(connection)
      #expect(try await connection.send(Tables()) == ["app.schema_migrations of app_owner", "app.t of app_owner"])
    }
  }

  @Test func `of several migrators at once each migration is applied by one`() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let whole = migrator(Self.first, Self.second, Self.third)
      let versions = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<4 {
          group.addTask {
            let connection = try await PostgresConnection.connect(PostgresConfiguration(url))
            return try await whole.migrate(connection).map(\.version)
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(versions.sorted() == [1, 2, 3])
    }
  }

  @Test func `migrating outlasts the timeouts of ordinary statements`() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let configuration = try PostgresConfiguration(
        url,
        statementTimeout: .milliseconds(50),
        commandTimeout: .milliseconds(100)
      )
      let connection = try await PostgresConnection.connect(configuration)
      let slow = PostgresMigration(version: 1, name: "slow", sql: "CREATE SCHEMA app; SELECT pg_sleep(0.3)")
      #expect(try await migrator(slow).migrate(connection).map(\.version) == [1])
    }
  }
}
