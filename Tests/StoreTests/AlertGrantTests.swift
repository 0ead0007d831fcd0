import Alerts
import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct AlertGrantTests {
  private func ask(_ store: TestStore, _ sql: String) async throws -> String {
    do {
      return try await store.execute(
        "SET ROLE reckoner_api; SET app.tenant_id = '\(Sample.tenant(1))'; WITH done AS (\(sql) RETURNING 1) "
          + "SELECT count(*) FROM done"
      )
    } catch let failure as PostgresServerProcess.Failure {
      return failure.description.contains("permission denied") || failure.description.contains("row-level security")
        ? "refused" : failure.description
    }
  }

  @Test("the API's role acknowledges and silences for its own tenant, and changes nothing else of an alert")
  func grants() async throws {
    try await TestStore.with { store in
      _ = try await store.worker.send(
        PutAlerts([EveryStatementTests.alert("a")], of: Sample.tenant(1)),
        PutAlerts([EveryStatementTests.alert("a", tenant: 2)], of: Sample.tenant(2))
      )
      let acknowledge = "UPDATE learning.alerts SET acknowledged_at = now(), acknowledged_by = 'x', note = 'y'"
      #expect(try await ask(store, acknowledge) == "1")
      for change in [
        "UPDATE learning.alerts SET resolved_at = now(), ending = 'recovered'",
        "UPDATE learning.alerts SET severity = 'info'", "UPDATE learning.alerts SET opened_at = now()",
        "DELETE FROM learning.alerts", "UPDATE learning.alert_states SET phase = 'ok'",
        "UPDATE learning.alert_evaluations SET evaluated_at = now()", "DELETE FROM learning.alert_silences",
        "UPDATE learning.alert_silences SET reason = ''",
      ] {
        #expect(try await ask(store, change) == "refused", "\(change)")
      }
      func silence(_ tenant: Int) -> String {
        """
        INSERT INTO learning.alert_silences
        VALUES ('\(Sample.tenant(tenant))', gen_random_uuid(), NULL, NULL, now(), now() + '1 h', 'r', 'x', now())
        """
      }
      #expect(try await ask(store, silence(1)) == "1")
      #expect(try await ask(store, silence(2)) == "refused")
      #expect(try await ask(store, "UPDATE learning.alert_silences SET ends_at = now(), lifted_by = 'x'") == "1")
    }
  }

  @Test("no rule has two open alerts about one subject, whoever writes")
  func oneOpen() async throws {
    try await TestStore.with { store in
      let tenant = Sample.tenant(1)
      var first = EveryStatementTests.alert("a")
      _ = try await store.worker.send(PutAlerts([first], of: tenant))
      let second = EveryStatementTests.alert("a", at: Sample.now + .hours(1))
      let error = await #expect(throws: PostgresError.self) {
        _ = try await store.worker.send(PutAlerts([second], of: tenant))
      }
      #expect(error?.sqlState == "23505")
      first.resolvedAt = Sample.now
      first.ending = .recovered
      _ = try await store.worker.send(PutAlerts([first], of: tenant), PutAlerts([second], of: tenant))
      #expect(
        try await store.execute("SELECT string_agg(state, ',' ORDER BY opened_at) FROM learning.alerts")
          == "resolved,firing"
      )
    }
  }
}
