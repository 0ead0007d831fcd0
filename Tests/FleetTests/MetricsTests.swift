import Delivery
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams
import Telemetry
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(5))) struct MetricsTests {
  /// An action and its reply in each conversation.
  private static func conversations(_ count: Int, tenants: Int) -> [TestEvent] {
    var events: [TestEvent] = []
    for number in 0..<count {
      let tenant = 1 + number % tenants
      events.append(.action(2 * number, tenant: tenant, conversation: number))
      events.append(.reply(2 * number + 1, tenant: tenant, conversation: number))
    }
    return events
  }

  @Test("what a process did is counted on /metrics: each event once, by what became of it")
  func counters() async throws {
    try await TestFleet.with { fleet in
      let broken = TestEvent.action(500).with("data", "not json")
      let events = Self.conversations(40, tenants: 2)
      try await fleet.publish(events + events[..<10] + [broken])
      // Nobody is robbed, however slow the machine is.
      let process = try fleet.shown("shown", ["reckoner.reclaim.idle.seconds": "600"])
      let worker = OutcomeWorker(context: process.context)
      try await fleet.during(worker) {
        try await Wait.until("everything is handled") { worker.work.applied == 80 && worker.work.duplicate == 10 }
        try await Wait.until("the broken one is buried") { worker.work.deadLettered == 1 }
        let samples = try await process.ask("/metrics").samples
        let action = { (name: String) in samples["reckoner_events_\(name)_total{stream=\"agent.action\"}"] }
        let reply = { (name: String) in samples["reckoner_events_\(name)_total{stream=\"customer.reply\"}"] }
        #expect(action("received") == 46 && reply("received") == 45)
        #expect(action("applied") == 40 && reply("applied") == 40)
        #expect(action("duplicate") == 5 && reply("duplicate") == 5)
        #expect(action("reclaimed") == 0 && action("trimmed_unread") == 0)
        let dead = "reckoner_events_dead_lettered_total{stream=\"agent.action\",reason="
        #expect(samples["\(dead)\"invalid_json\"}"] == 1 && samples["\(dead)\"too_large\"}"] == 0)
        #expect(samples["reckoner_outcomes_created_total{outcome_type=\"email_engagement\"}"] == 40)
        let resolved = "reckoner_outcomes_resolved_total{outcome_type=\"email_engagement\",status="
        #expect(samples["\(resolved)\"positive\"}"] == 40 && samples["\(resolved)\"pending\"}"] == 0)
        #expect(samples["reckoner_event_to_commit_seconds_count"] == 80)
        #expect(samples["reckoner_batch_size_events_sum"] == 91)
        #expect(samples["reckoner_batch_commit_seconds_count"] == samples["reckoner_batch_size_events_count"])
        #expect(!samples.keys.contains { $0.contains("\(TestEvent.tenant(1))") }, "no tenant label")
      }
      try await fleet.drainAggregators()
    }
  }

  @Test("folded samples are counted, and how long they waited")
  func folded() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.conversations(30, tenants: 1))
      try await fleet.drainWorkers()
      let process = try fleet.shown("aggregator")
      try await CalibrationAggregator(context: process.context).run(drains: true)
      let text = process.context.metrics.exposition()
      #expect(text.contains("reckoner_calibration_samples_folded_total 30\n"))
      #expect(text.contains("reckoner_event_to_bin_seconds_count 30\n"))
      #expect(text.contains("reckoner_events_applied_total{stream=\"calibration.updated\"} 30\n"))
      #expect(!text.contains("reckoner_event_to_commit_seconds"))
    }
  }

  @Test("entries that are taken over from a dead consumer are counted")
  func reclaimed() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<20).map { .action($0, conversation: $0) })
      let key = TestEvent.action(0).key.text
      let group = "outcome-workers"
      _ = try await fleet.redis.send(StreamGroupCreate(key: key, group: group, position: .after(.minimum)))
      _ = try await fleet.redis.send(StreamReadGroup(group: group, consumer: "dead", keys: [key], count: 7))
      let process = try fleet.shown()
      try await OutcomeWorker(context: process.context).run(drains: true)
      let text = process.context.metrics.exposition()
      #expect(text.contains("reckoner_events_reclaimed_total{stream=\"agent.action\"} 7\n"))
      #expect(text.contains("reckoner_events_received_total{stream=\"agent.action\"} 20\n"), "7 of them by redelivery")
    }
  }

  @Test("a worker makes the months that come next when it starts, and a scheduler shows how many there are")
  func months() async throws {
    try await TestFleet.with { fleet in
      let process = try fleet.shown()
      let last = process.context.clock.now.adding(months: RetentionJob.monthsAhead)
      #expect(try await fleet.postgres.send(ListMonths()).allSatisfy { $0.from < last })
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await Wait.until("they are made") { try await fleet.postgres.send(ListMonths()).last?.from == last }
      }
      let shown = try fleet.shown("scheduler")
      try await fleet.during(LearningScheduler(context: shown.context)) {
        try await Wait.until("they are measured") {
          let samples = try await shown.ask("/metrics").samples
          return samples["reckoner_partitions_ahead_months"] == Double(RetentionJob.monthsAhead)
        }
      }
    }
  }

  @Test("a worker that runs shows its backlog and its outbox, and forgets them when it can't see them any more")
  func gauges() async throws {
    try await TestFleet.withOwnServers { fleet in
      let process = try fleet.shown()
      let known = "reckoner_stream_backlog_known{stream=\"agent.action\"}"
      let backlog = "reckoner_stream_backlog_entries{stream=\"agent.action\"}"
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await Wait.until("everything is measured") {
          let samples = try await process.ask("/metrics").samples
          return samples[known] == 1 && samples[backlog] == 0 && samples["reckoner_outbox_depth"] == 0
            && samples["reckoner_stream_oldest_entry_age_seconds{stream=\"agent.action\"}"] == 0
        }
        fleet.redisServer.kill()
        fleet.postgresServer.halt(.immediate)
        try await Wait.until("nothing is known", within: .seconds(80)) {
          let samples = try await process.ask("/metrics").samples
          return samples[known] == 0 && samples[backlog] == nil && samples["reckoner_outbox_depth"] == nil
        }
        try await fleet.redisServer.restart()
        try await fleet.postgresServer.launch()
        try await Wait.until("everything is known again", within: .seconds(80)) {
          let samples = try await process.ask("/metrics").samples
          return samples[known] == 1 && samples[backlog] == 0 && samples["reckoner_outbox_depth"] == 0
        }
      }
    }
  }
}
