import PostgresClient
import Streams
import TestSupport
import Testing

@testable import Workers

/// A statement stuck behind somebody else's lock, for longer than all of a transaction's own retries. What must hold each
/// time, ``OutageDrill`` says.
@Suite(.timeLimit(.minutes(5))) struct LockedRowsTests {
  /// Short, so that five attempts pass within the time of the outage.
  private static let limits = WorkerPool.TimeLimits(lock: .milliseconds(300))

  private func play(_ concerned: ConsumerGroup = .outcomeWorkers, holding sql: String) async throws {
    try await TestFleet.with { fleet in
      let session = try await PostgresConnection.connect(
        try PostgresConfiguration(fleet.postgresServer.socketURL(database: fleet.database))
      )
      var drill = OutageDrill(fleet: fleet)
      drill.limits = Self.limits
      drill.concerned = concerned
      try await drill.play {
        try await session.executeScript("BEGIN; " + sql)
      } end: {
        await session.close()
      }
    }
  }

  @Test(arguments: ["events", "conversations", "outcome_records", "outbox"])
  func `a table that somebody locked costs no event an attempt`(table: String) async throws {
    try await play(holding: "LOCK TABLE learning.\(table) IN ACCESS EXCLUSIVE MODE")
  }

  @Test(arguments: ["calibration_samples", "calibration_bins"])
  func `a table that somebody locked costs no sample an attempt`(table: String) async throws {
    try await play(.calibrationAggregators, holding: "LOCK TABLE learning.\(table) IN ACCESS EXCLUSIVE MODE")
  }

  @Test func `bins that somebody holds cost no sample an attempt`() async throws {
    try await play(
      .calibrationAggregators,
      holding: "SELECT FROM learning.calibration_bins ORDER BY tenant_id, action_type, bin_index FOR UPDATE"
    )
  }

  @Test func `an event that somebody else is just recording costs no attempt`() async throws {
    let (tenant, event) = (TestEvent.tenant(1), TestEvent.eventID(402))
    try await play(
      holding: """
        INSERT INTO learning.event_keys
        SELECT '\(tenant)', '\(event)', conversation_state_id, occurred_at FROM learning.event_keys LIMIT 1
        """
    )
  }

  @Test func `a conversation that somebody else is just beginning costs no attempt`() async throws {
    try await play(
      holding: "INSERT INTO learning.conversations VALUES ('\(TestEvent.tenant(1))', '\(TestEvent.conversation(201))')"
    )
  }

  @Test func `conversations that somebody holds are resolved when they are free: busy isn't absent`() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<60).map { .action(2 * $0, conversation: $0) })
      try await fleet.settle()
      let session = try await PostgresConnection.connect(
        try PostgresConfiguration(fleet.postgresServer.socketURL(database: fleet.database))
      )
      let worker = OutcomeWorker(context: try fleet.context())
      let positive = "SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'positive'"
      try await Processes([WorkerProcess(worker: worker)], FaultCounter()).run {
        try await session.executeScript("BEGIN; SELECT FROM learning.conversations FOR UPDATE")
        try await fleet.publish((0..<60).map { .reply(2 * $0 + 1, conversation: $0) })
        try await Wait.until("all is recorded") { worker.work.applied == 60 }
        #expect(try await fleet.execute(positive) == "0")
        #expect(try await fleet.execute("SELECT count(*) FROM learning.due_conversations") == "60")
        await session.close()
        try await Wait.until("all is resolved", within: .seconds(20)) { try await fleet.execute(positive) == "60" }
      }
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }
}
