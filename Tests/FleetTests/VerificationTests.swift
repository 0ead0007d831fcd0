import Delivery
import EventModel
import Foundation
import RedisClient
import Streams
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct VerificationTests {
  /// A settled history with something of everything.
  private func settled(_ body: (TestFleet) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 3)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.settle()
      try await fleet.sweep(asOf: TestEvent.start + .days(59))
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.holds && report.found == [:])
      #expect(report.recordedEvents == world.events.count && report.entries.applied == world.events.count)
      #expect(report.outcomes > 20 && report.conversions > 5 && report.samples > 10 && report.bins > 10)
      try await body(fleet)
    }
  }

  @Test("damage to the tables is found and named, each kind by itself")
  func tables() async throws {
    try await settled { fleet in
      for damage in TableDamage.all {
        let report = try await fleet.withCopy { copy in
          try await copy.execute(damage.sql)
          return try await copy.verify()
        }
        #expect(report.found == damage.found, "\(damage.sql)")
        #expect(!report.holds && report.problems.allSatisfy { !$0.meaning.isEmpty && !$0.remedy.isEmpty })
        for problem in report.problems {
          #expect(problem.examples.count == min(problem.count, 5), "\(problem)")
          if problem.kind != "outbox_left" { #expect(problem.examples == problem.examples.sorted(), "\(problem)") }
        }
      }
      #expect(try await fleet.verify().holds)
    }
  }

  @Test("damage to the streams and their dead letters is found and named", arguments: StreamDamage.allCases)
  func streams(damage: StreamDamage) async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .reply(2)])
      try await fleet.settle()
      #expect(try await fleet.verify().holds)
      try await damage.plant(on: fleet)
      let report = try await fleet.verify()
      #expect(report.found == damage.found, "\(report.problems)")
      #expect(report.problems.allSatisfy { $0.examples.count == $0.count })
    }
  }

  @Test("each kind of problem is planted by a test")
  func everyKind() {
    let planted = TableDamage.all.flatMap(\.found.keys) + StreamDamage.allCases.flatMap(\.found.keys)
    #expect(Set(VerificationProblem.allCases.map(\.rawValue)) == Set(planted))
  }

  @Test("each kind of problem is explained in the documentation")
  func documentation() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().resolvingSymlinksInPath()
    let text = try String(contentsOf: root.appendingPathComponent("schemas/verify.md"), encoding: .utf8)
    for kind in VerificationProblem.allCases { #expect(text.contains("\n| `\(kind.rawValue)` | ")) }
  }

  @Test("what Redis cut off unread is counted apart, also where the stream is gone")
  func trimmedUnread() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.settle()
      for (key, group, count) in [
        (TestEvent.action(1).key.text, "outcome-workers", "3"),
        (TestEvent.action(1, tenant: 7).key.text, "outcome-workers", "4"),
        ("t:\(TestEvent.tenant(7)):events:calibration.updated", "calibration-aggregators", "50"),
      ] {
        _ = try await fleet.redis.send(HashSet(key: "\(key):losses", fields: [RedisField(group, count)]))
      }
      let report = try await fleet.verify()
      #expect(report.holds && report.trimmedUnread == 57)
    }
  }

  @Test("an entry that was refused and published again in order is no problem, nor is a letter of an earlier stream")
  func replaced() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.settle()
      let entry = try await StreamDamage.applied(fleet.redis)
      try await StreamDamage.bury(entry, fleet.redis)
      #expect(try await fleet.verify().found == ["entry_applied_and_dead": 1])
      try await fleet.publish([.action(1)])
      var report = try await fleet.verify()
      #expect(report.found == ["entry_applied_and_dead": 1], "the other entry isn't read yet")
      try await fleet.drainWorkers()
      report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.applied == 1 && report.entries.dead == 1)
      // The same id in another life of the stream: another letter of it isn't a second one of this entry.
      let other = RedisStreamEntry(id: entry.id, fields: [RedisField("junk", "1")])
      _ = try await fleet.redis.send(
        StreamAdd(key: TestEvent.action(1).key.deadLetterText, fields: StreamDamage.letter(of: other))
      )
      report = try await fleet.verify()
      #expect(report.found == [:] && report.letters.total == 2)
      #expect(report.letters.byReason == ["event_id_conflict": 2])
    }
  }

  @Test("a letter that goes while it is looked at was being replayed")
  func replayedMeanwhile() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.settle()
      let entry = try await StreamDamage.applied(fleet.redis)
      try await StreamDamage.bury(entry, fleet.redis)
      // The last part of the check begins when the letter was seen.
      let redis = fleet.redis
      let key = TestEvent.action(1).key
      let report = try await withThrowingTaskGroup { group in
        let (parts, continuation) = AsyncStream.makeStream(of: Void.self)
        group.addTask {
          for await _ in parts {}
          _ = try await redis.send(KeyDelete(keys: [key.deadLetterText, key.deadLetterIndexText]))
        }
        let verification = Verification(
          redis: redis,
          postgres: fleet.postgres,
          clock: WallClock { TestFleet.now }
        )
        let report = try await verification.run { if $0.part == .sampleEntries { continuation.finish() } }
        try await group.waitForAll()
        return report
      }
      #expect(report.found == [:] && report.entries.dead == 1)
    }
  }

  @Test("an entry that is pending and dead is work in progress while somebody has touched it lately")
  func redelivered() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .reply(2)])
      try await fleet.settle()
      try await StreamDamage.pendingWithLetter.plant(on: fleet)
      #expect(try await fleet.verify().found == ["entry_pending_and_dead": 1])
      let pending = try await fleet.redis.send(
        StreamPendingEntries(key: TestEvent.action(1).key.text, group: "outcome-workers", count: 10)
      )
      for entry in pending { try await StreamDamage.claim(entry.id, idleSeconds: 5, fleet.redis) }
      #expect(try await fleet.verify().found == [:] && pending.count == 1)
    }
  }

  @Test("a recorded event that was removed is missed, as is its part in the outcomes")
  func event() async throws {
    try await settled { fleet in
      try await fleet.execute(
        """
        DELETE FROM learning.events WHERE event_id IN (
          SELECT signal_event_id FROM learning.outcome_records WHERE outcome_status = 'positive' LIMIT 1)
        """
      )
      let report = try await fleet.verify()
      #expect(report.found["entry_unaccounted"] == 1)
      #expect(report.found["outcome_differs"] ?? 0 >= 1)
    }
  }

  @Test("a conversation without its row is found")
  func conversation() async throws {
    try await settled { fleet in
      try await fleet.execute(
        """
        DELETE FROM learning.conversations WHERE (tenant_id, conversation_state_id) IN (
          SELECT tenant_id, conversation_state_id FROM learning.events LIMIT 1)
        """
      )
      #expect(try await fleet.verify().found["conversation_unregistered"] ?? 0 >= 1)
    }
  }

  @Test("a young mark, an unread event and a sample on its way are work in progress, not problems")
  func inProgress() async throws {
    try await settled { fleet in
      try await fleet.execute(
        """
        INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
        SELECT tenant_id, conversation_state_id, 'busy', '\(TestFleet.now.rfc3339)' FROM learning.conversations LIMIT 1
        """
      )
      try await fleet.publish([.action(1, tenant: 5), .reply(2, tenant: 5)])
      var report = try await fleet.verify()
      #expect(report.holds && report.dueConversations == 1 && report.entries.unread == 2)
      try await fleet.drainWorkers()
      report = try await fleet.verify()
      #expect(report.holds && report.samplesOnTheirWay == 1 && report.calibrationEntries.unread == 1)
      try await fleet.drainAggregators()
      report = try await fleet.verify()
      #expect(report.holds && report.samplesOnTheirWay == 0)
    }
  }

  @Test("an acknowledged entry that nobody recorded or buried is a loss, and is reported as one")
  func lost() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.settle()
      try await fleet.publish([.action(2, conversation: 2)])
      let key = TestEvent.action(1).key.text
      _ = try await fleet.redis.send(
        StreamReadGroup(
          group: "outcome-workers",
          consumer: "careless",
          streams: [.init(key: key, position: .new)],
          acknowledges: true
        )
      )
      let report = try await fleet.verify()
      #expect(report.found == ["entry_unaccounted": 1])
    }
  }
}
