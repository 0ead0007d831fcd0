import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct TenantIsolationTests {
  /// Runs SQL as a role and returns the first number of its last statement, or the error's class.
  private func ask(_ store: TestStore, as role: String, _ sql: String) async throws -> String {
    do {
      return try await store.execute("SET ROLE \(role); \(sql)")
    } catch let failure as PostgresServerProcess.Failure {
      return failure.description.contains("row-level security") || failure.description.contains("permission denied")
        ? "refused" : failure.description
    }
  }

  private func fill(_ store: TestStore) async throws {
    let events = try [Sample.action(1, tenant: 1), Sample.action(2, tenant: 1), Sample.action(3, tenant: 2)]
    let inserted = try await store.worker.send(RecordEvents(events, recordedAt: Sample.now))
    #expect(inserted.count == 3)
    _ = try await store.worker.send(
      MarkDue([Sample.key(1, 1), Sample.key(2, 1)], reason: .label, since: Sample.now),
      PutSetting(tenantID: Sample.tenant(1), key: "attribution_model", value: "\"linear\"", now: Sample.now)
    )
  }

  @Test("the worker sees every tenant")
  func worker() async throws {
    try await TestStore.with { store in
      try await fill(store)
      #expect(try await ask(store, as: "reckoner_worker", "SELECT count(*) FROM learning.events") == "3")
    }
  }

  @Test("the API's role sees nothing without a tenant, and only its tenant's rows with one")
  func api() async throws {
    try await TestStore.with { store in
      try await fill(store)
      let tables = try await store.execute(
        """
        SELECT relname, relispartition FROM pg_class
        WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'schema_migrations'
        """
      ).split(separator: "\n").map { $0.split(separator: "|") }
      #expect(tables.count > 30 && Set(tables.map { $0[1] }) == ["t", "f"])
      for table in tables {
        let count = try await ask(store, as: "reckoner_api", "SELECT count(*) FROM learning.\(table[0])")
        // A partition has no policy of its own for anybody.
        #expect(count == (table[1] == "t" ? "refused" : "0"), "\(table)")
      }
      for (tenant, count) in [(1, "2"), (2, "1"), (3, "0")] {
        let set = "SET app.tenant_id = '\(Sample.tenant(tenant))'; "
        #expect(try await ask(store, as: "reckoner_api", set + "SELECT count(*) FROM learning.events") == count)
      }
      let empty = "SET app.tenant_id = ''; SELECT count(*) FROM learning.events"
      #expect(try await ask(store, as: "reckoner_api", empty) == "0")
      let view = "SELECT count(*) FROM learning.attribution_credits"
      #expect(try await ask(store, as: "reckoner_api", view) == "0")
    }
  }

  @Test("the API's role can neither write for another tenant nor switch its policies off")
  func bypass() async throws {
    try await TestStore.with { store in
      try await fill(store)
      // Whatever a later version lets it write, it is never another tenant's row.
      try await store.execute("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA learning TO reckoner_api")
      let set = "SET app.tenant_id = '\(Sample.tenant(1))'; "
      let insert = { (tenant: Int) in
        set + "INSERT INTO learning.conversations VALUES ('\(Sample.tenant(tenant))', gen_random_uuid())"
      }
      #expect(try await ask(store, as: "reckoner_api", insert(1)).isEmpty)
      #expect(try await ask(store, as: "reckoner_api", insert(2)) == "refused")
      let move = set + "UPDATE learning.events SET tenant_id = '\(Sample.tenant(2))'"
      #expect(try await ask(store, as: "reckoner_api", move) == "refused")
      #expect(try await ask(store, as: "reckoner_api", set + "DELETE FROM learning.events").isEmpty)
      #expect(try await store.execute("SELECT count(*) FROM learning.events") == "1")
      let connection = try await store.connection(as: "reckoner_api")
      for attempt in [
        "SET ROLE reckoner_worker", "SET ROLE reckoner_owner", "ALTER TABLE learning.events DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_tenant ON learning.events", "ALTER ROLE reckoner_api BYPASSRLS",
      ] {
        await #expect(throws: PostgresError.self, "\(attempt)") { try await connection.executeScript(attempt) }
      }
      await connection.close()
      let off = set + "SET row_security = off; SELECT count(*) FROM learning.events"
      #expect(try await ask(store, as: "reckoner_api", off) == "refused")
    }
  }

  @Test("what the API's role may read, it may not write")
  func readOnly() async throws {
    try await TestStore.with { store in
      let insert = """
        SET app.tenant_id = '\(Sample.tenant(1))';
        INSERT INTO learning.conversations VALUES ('\(Sample.tenant(1))', gen_random_uuid())
        """
      let answer = try await ask(store, as: "reckoner_api", insert)
      #expect(answer == "refused")
    }
  }
}
