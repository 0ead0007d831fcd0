import PostgresClient
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct MigrationTests {
  @Test("an empty database is brought up to date, and a second time nothing is left to do")
  func twice() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let connection = try await PostgresConnection.connect(try PostgresConfiguration(url))
      #expect(try await LearningMigrations.migrator.migrate(connection) == LearningMigrations.all)
      #expect(try await LearningMigrations.migrator.migrate(connection).isEmpty)
      #expect(try await LearningMigrations.migrator.status(connection).pending.isEmpty)
      await connection.close()
    }
  }

  @Test("the migrations of two databases of one server don't quarrel over the roles")
  func concurrent() async throws {
    let server = try await PostgresServerProcess.start()
    defer { server.stop() }
    try await withThrowingTaskGroup { group in
      for number in 0..<4 {
        group.addTask {
          try await server.createDatabase("tenant_\(number)", template: "template0")
          let url = server.socketURL(database: "tenant_\(number)")
          let connection = try await PostgresConnection.connect(try PostgresConfiguration(url))
          #expect(try await LearningMigrations.migrator.migrate(connection).count == LearningMigrations.all.count)
          await connection.close()
        }
      }
      try await group.waitForAll()
    }
    let roles = try await server.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'reckoner%'")
    #expect(roles == "3")
  }

  @Test("the three roles may log in and are above nothing")
  func roles() async throws {
    try await TestStore.with { store in
      let rows = try await store.execute(
        """
        SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles
        WHERE rolname LIKE 'reckoner%' ORDER BY rolname COLLATE "C"
        """
      )
      #expect(rows == ["api", "owner", "worker"].map { "reckoner_\($0)|t|f|f|f|f" }.joined(separator: "\n"))
      let members = try await store.execute(
        """
        SELECT count(*) FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = member WHERE rolname IN
        ('reckoner_worker', 'reckoner_api')
        """
      )
      #expect(members == "0")
    }
  }

  @Test("every table of the schema forces row-level security, for the owner too")
  func rowSecurity() async throws {
    try await TestStore.with { store in
      let open = try await store.execute(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p')
          AND relname <> 'schema_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)
        """
      )
      #expect(open.isEmpty)
      let tables = try await store.execute(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p')"
      )
      #expect(try #require(Int(tables)) >= 12)
      let foreign = try await store.execute(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace
          AND pg_get_userbyid(relowner) <> 'reckoner_owner'
        """
      )
      #expect(foreign.isEmpty)
    }
  }

  @Test("a database of the first release is brought up to date without losing a row")
  func upgrade() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let connection = try await PostgresConnection.connect(try PostgresConfiguration(url))
      let first = PostgresMigrator(
        migrations: Array(LearningMigrations.all.prefix(1)),
        schema: LearningMigrations.schema,
        ownerRole: LearningMigrations.ownerRole
      )
      #expect(try await first.migrate(connection).count == 1)
      try await connection.executeScript(
        "INSERT INTO learning.conversations VALUES (gen_random_uuid(), gen_random_uuid())"
      )
      let rest = Array(LearningMigrations.all.dropFirst())
      #expect(try await LearningMigrations.migrator.migrate(connection) == rest)
      try await connection.executeScript(
        "DO $$ BEGIN ASSERT (SELECT count(*) FROM learning.conversations) = 1; END $$"
      )
      await connection.close()
    }
  }

  @Test("every primary key begins with the tenant, and views see with the eyes of whoever asks")
  func keys() async throws {
    try await TestStore.with { store in
      let others = try await store.execute(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p')
          AND NOT relispartition AND NOT EXISTS (
            SELECT FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
            WHERE indrelid = pg_class.oid AND indisprimary AND attname = 'tenant_id')
        ORDER BY relname COLLATE "C"
        """
      )
      // Events have theirs in event_keys. What is known of the one Redis server is no tenant's.
      #expect(others == "events\nredis_incarnation\nschema_migrations")
      let views = try await store.execute(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind = 'v'
          AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)
        """
      )
      #expect(views.isEmpty)
    }
  }
}
