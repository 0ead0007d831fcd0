import FoundationEssentials
import PostgresClient

/// When rows were committed, as PostgreSQL kept it (`track_commit_timestamp`), in microseconds since 1970.
struct CommitTimes: Sendable {
  let postgres: PostgresConnection

  private static func microseconds(of row: String) -> String {
    "(extract(epoch FROM pg_xact_commit_timestamp(\(row).xmin)) * 1000000)::bigint"
  }

  /// - Throws: ``BenchmarkError`` where the server doesn't keep them.
  func check() async throws {
    guard try await postgres.text("SHOW track_commit_timestamp") == "on" else {
      throw BenchmarkError(
        "latencies are read from commit timestamps: set track_commit_timestamp = on in PostgreSQL and restart it, or run "
          + "deploy/bench, which does"
      )
    }
  }

  /// The latency of each event from when it was due to its commit.
  /// - Parameter dueTimes: of events, by their ids; others are left aside.
  func latenciesToCommit(since dueTimes: [UUID: Int64]) async throws -> LatencyRecord {
    let rows = try await postgres.rows(
      "SELECT event.event_id, \(Self.microseconds(of: "event")) FROM learning.events AS event"
    ) { row throws(PostgresError) in (try row.uuid(), try row.int64()) }
    var record = LatencyRecord()
    for (id, committed) in rows {
      if let due = dueTimes[id] { record.record(microseconds: committed - due) }
    }
    return record
  }

  /// The latency of each sample from when the event was due that brought it about to the commit of its bin. That event
  /// is the first of the conversation that was committed with the outcome's last form.
  /// - Returns: also how many samples have no such event, because a later fold wrote their outcome.
  func latenciesToBin(
    since dueTimes: [UUID: Int64]
  ) async throws -> (record: LatencyRecord, untracedCount: Int) {
    let rows = try await postgres.rows(
      """
      SELECT \(Self.microseconds(of: "sample")), array(
          SELECT event.event_id FROM learning.events AS event
          WHERE event.tenant_id = outcome.tenant_id AND event.conversation_state_id = outcome.conversation_state_id
            AND pg_xact_commit_timestamp(event.xmin) = pg_xact_commit_timestamp(outcome.xmin))
      FROM learning.calibration_samples AS sample
      JOIN learning.outcome_records AS outcome USING (tenant_id, outcome_id)
      """
    ) { row throws(PostgresError) in (try row.int64(), try row.uuidArray()) }
    var record = LatencyRecord()
    var untracedCount = 0
    for (committed, events) in rows {
      guard let due = events.compactMap({ dueTimes[$0] }).min() else {
        // Of the load before, if not untraced.
        if events.isEmpty { untracedCount += 1 }
        continue
      }
      record.record(microseconds: committed - due)
    }
    return (record, untracedCount)
  }
}
