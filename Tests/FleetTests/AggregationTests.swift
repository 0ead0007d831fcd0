import Calibration
import Delivery
import EventModel
import PostgresClient
import RedisClient
import Resolution
import Simulation
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct AggregationTests {
  private static let seed: UInt64 = 77

  /// The first revisions of some outcomes' samples, of two tenants; the last of each may be a retraction.
  private func updates(_ generator: inout SeededGenerator) -> [(tenant: TenantID, update: CalibrationUpdate)] {
    var updates: [(tenant: TenantID, update: CalibrationUpdate)] = []
    for number in 0..<150 {
      let actionType = ActionType(generator.pick(["send_email", "escalate"]))
      for revision in 1...Int64(1 + generator.next() % 4) {
        let isPresent = generator.chance(80)
        let update = CalibrationUpdate(
          outcomeID: OutcomeID(TestEvent.uuid(4, number)),
          revision: revision,
          state: isPresent ? .present : .retracted,
          actionType: actionType,
          predictedConfidence: Double(number % 21) / 20,
          outcome: isPresent ? generator.chance(50) : nil,
          weight: isPresent ? generator.pick([0, 0.5, 1, 3]) : nil,
          outcomeType: .emailEngagement,
          status: isPresent ? .positive : .ambiguous,
          actedAt: TestEvent.start,
          resolvedAt: TestEvent.start,
          windowExpiresAt: TestEvent.start,
          calibrationVersion: nil
        )
        updates.append((TestEvent.tenant(1 + number % 2), update))
      }
    }
    return updates
  }

  @Test("several aggregators over duplicated, disordered samples: the bins are the fold of the latest ones")
  func aggregators() async throws {
    try await TestFleet.with { fleet in
      var generator = SeededGenerator(seed: Self.seed)
      let updates = updates(&generator)
      let played = (updates + updates + updates).shuffled(using: &generator)
      let messages = played.map { OutboxMessage(tenantID: $0.tenant, update: $0.update, at: TestFleet.now) }
      for part in 0..<6 {
        let chunk = messages[part * messages.count / 6..<(part + 1) * messages.count / 6]
        _ = try await fleet.postgres.send(AppendOutbox(Array(chunk)))
      }
      try await fleet.drainAggregators(3, ["reckoner.batch.size": "25", "reckoner.lanes": "2"])
      var latest: [OutcomeID: (tenant: TenantID, update: CalibrationUpdate)] = [:]
      for entry in updates { latest[entry.update.outcomeID] = entry }
      var expected: [BinKey: BinStatistics] = [:]
      for (tenant, update) in latest.values {
        guard let outcome = update.outcome, let weight = update.weight else { continue }
        let sample = CalibrationSample(confidence: update.predictedConfidence, outcome: outcome, weight: weight)
        let key = BinKey(tenantID: tenant, actionType: update.actionType, bin: sample.bin)
        expected[key, default: .empty].add(sample)
      }
      let stored = try await fleet.postgres.send(ListBins())
      #expect(stored.count == 40)
      for row in stored {
        let wanted = expected[row.key] ?? .empty
        #expect(row.statistics.sampleCount == wanted.sampleCount, "seed \(Self.seed)")
        #expect(row.statistics.isClose(to: wanted), "seed \(Self.seed), \(row) is not \(wanted)")
      }
      let report = try await BinRebuild(postgres: fleet.postgres).compare()
      #expect(report.differences.isEmpty && report.sampleCount == latest.values.count { $0.update.state == .present })
      #expect(try await fleet.pendingCount(.calibrationAggregators) == 0)
    }
  }

  @Test("a rebuild repairs the bins and finds nothing the second time")
  func rebuild() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(
        (0..<20).flatMap { [TestEvent.action(2 * $0, conversation: $0), .reply(2 * $0 + 1, conversation: $0)] }
      )
      try await fleet.settle()
      let before = try await fleet.dump()
      try await fleet.execute("UPDATE learning.calibration_bins SET outcome_sum = outcome_sum + 1 WHERE bin_index = 7")
      try await fleet.execute("DELETE FROM learning.calibration_bins WHERE bin_index = 3")
      let rebuild = BinRebuild(postgres: fleet.postgres)
      #expect(try await rebuild.compare().differences.map(\.key.bin.index) == [7])
      #expect(try await rebuild.rebuild(now: TestFleet.now).differences.count == 1)
      #expect(try await rebuild.compare().differences.isEmpty)
      #expect(try await fleet.dump() == before)
    }
  }

  @Test("broken samples are buried with their reasons, and their neighbours are folded")
  func broken() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .reply(2), .action(3, conversation: 2), .reply(4, conversation: 2)])
      try await fleet.drainWorkers()
      let key = StreamKey(.calibrationUpdated, tenant: TestEvent.tenant(1))
      _ = try await fleet.redis.send(StreamAdd(key: key.text, fields: [RedisField("junk", "1")]))
      try await fleet.drainAggregators()
      let letters = try await fleet.redis.send(StreamRange(key: key.deadLetterText))
      #expect(letters.map { $0[DeadLetter.reasonField] } == [Array("missing_field".utf8)])
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.samples == 2 && report.calibrationEntries.dead == 1)
    }
  }
}
