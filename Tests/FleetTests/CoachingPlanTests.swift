import Coaching
import EventModel
import PostgresClient
import SettingModel
import Store
import TestSupport
import Testing

@testable import Insight

/// How coaching finds its way in a filled database.
@Suite(.timeLimit(.minutes(10))) struct CoachingPlanTests {
  private static let now = TestFleet.now
  private static let tenant = TestEvent.tenant(1)

  /// 200,000 actions of the tenant over 200 days, four a conversation, and 50,000 of another; never analysed.
  private static let fill = """
    CREATE TEMPORARY TABLE action AS
    SELECT CASE WHEN number <= 200000 THEN '\(tenant)'::uuid ELSE '\(TestEvent.tenant(2))'::uuid END AS tenant_id,
      gen_random_uuid() AS event_id, md5((number / 4)::text)::uuid AS conversation_state_id,
      timestamptz 'epoch' + \(now.microseconds) * interval '1 microsecond'
        - (number % 200000) * interval '86 seconds' AS acted_at, number
    FROM generate_series(1, 250000) AS number;
    INSERT INTO learning.events (tenant_id, event_id, conversation_state_id, occurred_at, event_type, content_digest,
      action_type, predicted_confidence, payload, recorded_at)
    SELECT tenant_id, event_id, conversation_state_id, acted_at, 'agent.action', '', 'send_email', 0.5,
      jsonb_build_object('persona', 'persona ' || number % 5), now() FROM action;
    INSERT INTO learning.event_keys SELECT tenant_id, event_id, conversation_state_id, acted_at FROM action;
    INSERT INTO learning.outcome_records (
      tenant_id, outcome_id, action_event_id, conversation_state_id, acted_at, window_expires_at, created_at,
      updated_at, predicted_confidence, evidence_weight, revision, is_primary, sample_state, outcome_type,
      outcome_status, action_type, action_id, rep_id)
    SELECT tenant_id, gen_random_uuid(), event_id, conversation_state_id, acted_at, acted_at + interval '1 day', now(),
      now(), 0.5, 1, 1, true, 'none', 'email_engagement', CASE number % 3 WHEN 0 THEN 'positive' ELSE 'expired' END,
      'send_email', '', 'rep ' || number % 7 FROM action
    """

  /// So many ids of outcomes, actions or conversations that aren't there.
  private static func ids(_ count: Int) -> String {
    "'{" + (0..<count).map { "\(TestEvent.uuid(4, $0))" }.joined(separator: ",") + "}'"
  }

  private struct PlanLines: PostgresStatement {
    typealias Row = String
    static let sql = "SELECT line FROM plan ORDER BY number"
    static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String { try row.string() }
  }

  /// The plan for these very values, as a reader's transaction makes it.
  private static func plan(
    of sql: String,
    _ arguments: [String],
    on connection: PostgresConnection
  ) async throws -> String {
    try await connection.executeScript(
      """
      SET plan_cache_mode = force_custom_plan;
      CREATE TEMPORARY TABLE plan (number serial, line text);
      PREPARE statement AS \(sql);
      DO $outer$
      DECLARE
        line text;
      BEGIN
        FOR line IN EXECUTE $inner$EXPLAIN EXECUTE statement(\(arguments.joined(separator: ", ")))$inner$ LOOP
          INSERT INTO plan (line) VALUES (line);
        END LOOP;
      END
      $outer$
      """
    )
    let lines = try await connection.send(PlanLines())
    try await connection.executeScript("DEALLOCATE statement; DROP TABLE plan")
    return lines.joined(separator: "\n")
  }

  @Test("among 200,000 outcomes that nobody analysed every statement goes by an index, and a report is read in seconds")
  func plans() async throws {
    try await TestFleet.with { fleet in
      try await fleet.execute(Self.fill)
      let time = { (time: Timestamp) in
        "timestamptz 'epoch' + \(time.microseconds) * interval '1 microsecond'"
      }
      let scope = ["'\(Self.tenant)'", time(Self.now - .days(30)), time(Self.now), "NULL"]
      let first = scope + [time(Self.now), "'00000000-0000-0000-0000-000000000000'", "20001"]
      try await fleet.postgres.withConnection { connection in
        try await connection.executeScript("SET enable_bitmapscan = off")
        let chosen = try await Self.plan(of: PageCoachingOutcomes.sql, first, on: connection)
        #expect(chosen.contains("Index Scan Backward using outcome_records_2026_03_tenant_id_acted_at"), "\(chosen)")
        // Of the last 30 days' months alone.
        #expect(!chosen.contains("history") && !chosen.contains("2026_01") && !chosen.contains("2026_06"), "\(chosen)")
        #expect(!chosen.contains("Sort") && !chosen.contains("Seq Scan"), "\(chosen)")
        // The place where the page begins is looked up, not walked to.
        #expect(chosen.contains("ROW(acted_at, outcome_id) < ROW("), "\(chosen)")
        let filters = chosen.split(separator: "\n").filter { $0.contains("Filter:") }
        #expect(!filters.contains { $0.contains("ROW(") }, "\(chosen)")
        let counted = try await Self.plan(of: CountCoachingOutcomes.sql, scope + [time(Self.now)], on: connection)
        #expect(counted.contains("tenant_id_acted_at_outcome_id") && !counted.contains("Seq Scan"), "\(counted)")
        // As many as a page has: the plan depends on it.
        let (from, to) = (time(Self.now - .days(200)), time(Self.now))
        let tenants = "'{" + (0..<4000).map { _ in "\(Self.tenant)" }.joined(separator: ",") + "}'"
        let (first, last) = ("array_fill(\(from), ARRAY[4000])", "array_fill(\(to), ARRAY[4000])")
        let page = [tenants, Self.ids(4000), first, last, from, to]
        for (sql, arguments, index) in [
          (LoadCoachingOutcomes.sql, [tenants, Self.ids(4000), "'Europe/Berlin'", first, from, to], "pkey"),
          (LoadTouches.sql, page + [Self.ids(4000)], "conversation"),
          (LoadStageChanges.sql, page, "conversation"),
        ] {
          let plan = try await Self.plan(of: sql, arguments, on: connection)
          let lines = plan.split(separator: "\n").map { $0.prefix(400) }
          #expect(plan.contains(index) && !plan.contains("Seq Scan"), "\(lines)")
          #expect(!plan.contains("Hash Join") && !plan.contains("Merge Join"), "\(lines)")
          for (number, line) in lines.enumerated() where line.contains("Index Scan") || line.contains("Index Only Scan")
          {
            let condition = lines[number + 1]
            #expect(condition.contains("Index Cond") && condition.contains(" AND "), "by the whole key: \(lines)")
          }
        }
      }
      for (days, bound) in [(30, 200_000), (366, 200_000), (366, 100_000)] {
        let reader = CoachingReader(
          of: Self.tenant,
          in: fleet.postgres,
          limits: CoachingLimits(outcomeCountMax: bound)
        )
        let begin = ContinuousClock.now
        let found = try await reader.coaching(dayCount: days, asOf: Self.now)
        let trials = found.report.overall.trials
        print("\(days) days, at most \(bound): \(trials) outcomes in \(ContinuousClock.now - begin)")
        #expect(trials + found.leftOutCount == (days == 30 ? 29_135 : 198_995))
        #expect(trials <= bound)
      }
    }
  }
}
