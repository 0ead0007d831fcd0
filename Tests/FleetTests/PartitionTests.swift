import Delivery
import EventModel
import PostgresClient
import RedisClient
import Simulation
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct PartitionTests {
  private static let month: Int64 = 24 * 30

  @Test("an id that comes again in another month is a conflict, and never a second event")
  func conflict() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .action(1), .action(1, at: Self.month)])
      try await fleet.drainWorkers()
      try await fleet.publish([.action(1, at: -24 * 300), .action(1)])
      try await fleet.drainWorkers()
      let events = "SELECT count(*), min(occurred_at) = max(occurred_at) FROM learning.events"
      #expect(try await fleet.execute(events) == "1|t")
      #expect(try await fleet.execute("SELECT count(*) FROM learning.event_keys") == "1")
      let reasons = try await fleet.letters().map(\.reason)
      #expect(reasons == ["event_id_conflict", "event_id_conflict"])
      #expect(try await fleet.verify().found == [:])
    }
  }

  /// One conversation over two years, with windows and deals that reach from one month into the next.
  private static let story: [TestEvent] = [
    .action(1, at: -20 * month), .reply(2, at: -20 * month + 5), .action(3, at: 20, type: "propose"),
    .stage(4, at: 24 * 25, to: "evaluation"), .action(5, at: 24 * 26), .reply(6, at: 24 * 27 + 1, type: "unclear"),
    .action(7, at: 24 * 30, type: "schedule_meeting"), .stage(8, at: 24 * 31, to: "negotiation"),
    .action(9, at: 24 * 50, type: "propose"), .stage(10, at: 24 * 58, to: "closed_won"),
  ]

  @Test("a conversation that goes on from month to month is the same in any order and any batches")
  func permutations() async throws {
    var generator = SeededGenerator(seed: 31)
    try await TestFleet.with { fleet in
      var dumps: Set<String> = []
      for round in 0..<12 {
        try await fleet.clear()
        let order = round == 0 ? Self.story : Self.story.shuffled(using: &generator)
        let flags = ["reckoner.batch.size": "\(generator.pick([1, 2, 100]))"]
        for part in 0..<3 {
          try await fleet.publish(order.enumerated().filter { $0.offset % 3 == part }.map(\.element))
          try await fleet.drainWorkers(generator.pick([1, 2]), flags)
        }
        try await fleet.sweep(asOf: TestFleet.now)
        try await fleet.settle()
        #expect(try await fleet.verify().found == [:], "round \(round)")
        dumps.insert(try await fleet.dump())
        let span = "SELECT events_from AT TIME ZONE 'UTC', events_to AT TIME ZONE 'UTC' FROM learning.conversations"
        #expect(try await fleet.execute(span) == "2024-06-01 00:00:00|2026-05-01 00:00:00", "round \(round)")
      }
      #expect(dumps.count == 1)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.events_history") == "2")
    }
  }

  @Test("an event of a new month that finds its conversation busy is folded by whoever comes next")
  func busy() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.drainWorkers()
      let key = ConversationKey(tenantID: TestEvent.tenant(1), conversationID: TestEvent.conversation(1))
      try await fleet.postgres.transaction { holder in
        #expect(try await holder.send(ClaimConversations([key])).map(\.months) == [MonthSpan(of: TestEvent.start)])
        try await fleet.publish([.action(2, at: Self.month)])
        try await fleet.drainWorkers(1, ["reckoner.roles": "ingest"])
      }
      #expect(try await fleet.postgres.send(FindDueMarks([key])).map(\.reason) == [.busy])
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outcome_records") == "1")
      // Not the mark's turn but an event's, of the first month: the fold that works the mark off must see all months.
      try await fleet.publish([.reply(3, at: 2)])
      try await fleet.drainWorkers(1, ["reckoner.roles": "ingest"])
      #expect(try await fleet.postgres.send(FindDueMarks([key])).isEmpty)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outcome_records") == "2")
      let wide = MonthSpan(of: TestEvent.start).union(MonthSpan(of: TestEvent.start + .hours(Self.month)))
      #expect(try await fleet.postgres.send(LoadMonths(of: [key])).map(\.months) == [wide])
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("months are made once, one after the other, however many make them at once")
  func race() async throws {
    try await TestFleet.with { fleet in
      let before = try await fleet.monthStarts()
      let until = TestEvent.start.adding(months: 12)
      let made = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await fleet.postgres.send(EnsureMonths(until: until)).first ?? -1 } }
        return try await group.reduce(into: 0) { $0 += $1 }
      }
      let after = try await fleet.monthStarts()
      #expect(before.last == "2026-07" && after.last == "2027-02")
      #expect(made == 2 * (after.count - before.count) && Set(after).count == after.count)
      #expect(try await fleet.postgres.send(EnsureMonths(until: until)) == [0])
      await #expect(throws: PostgresError.self) {
        _ = try await fleet.postgres.send(EnsureMonths(until: TestFleet.now + .days(36_500)))
      }
    }
  }

  @Test("an event whose month nobody made is recorded all the same, and no fault of its own")
  func missing() async throws {
    try await TestFleet.with { fleet in
      let context = try fleet.context("late")
      let ingestor = EventIngestor(context: context, counters: WorkCounters())
      for month in ["03", "04", "05", "06", "07"] {
        try await fleet.execute("DROP TABLE learning.events_2026_\(month), learning.outcome_records_2026_\(month)")
      }
      let event = TestEvent.action(2, at: Self.month)
      try await fleet.publish([event])
      let entries = try await fleet.redis.send(StreamRange(key: event.key.text))
      let outcomes = try await ingestor.handle(entries.map { DeliveredEntry(key: event.key, entry: $0) })
      #expect(outcomes == [.applied])
      #expect(try await fleet.monthStarts().last == "2026-04")
      #expect(try await fleet.execute("SELECT count(*) FROM learning.events_2026_03") == "1")
      await context.postgres.close()
    }
  }
}
