import EventModel
import RedisClient
import Streams
import TestSupport
import Testing
import Workers

/// Whatever lies in the streams: no program ends of it, and each entry has one fate.
@Suite(.timeLimit(.minutes(10))) struct FuzzPipelineTests {
  private static let entryCount = 100_000
  private static let publishedAtOnce = 2000

  @Test(arguments: [20_261_123] as [UInt64])
  func `100,000 fuzzed entries: no crash, and each is applied or buried exactly once`(seed: UInt64) async throws {
    try await TestFleet.run { fleet in
      let start = ContinuousClock.now
      let now = WallClock.system.now
      let programs = ["outcome-worker", "outcome-worker", "calibration-aggregator"]
      let processes = try programs.map { (program: $0, process: try fleet.start($0)) }
      try await publish(seed, now, fleet)
      let published = ContinuousClock.now
      for (program, process) in processes {
        // Whoever had died of an entry would have ended before it was told to.
        #expect(process.ending == nil, "seed \(seed), \(program): \(process.standardErrorSoFar.suffix(2000))")
        process.terminate()
        let ending = try await process.ending()
        #expect(ending.exitCode == 0, "seed \(seed), \(program): \(ending.cause)")
      }
      try await fleet.drain()
      let drained = ContinuousClock.now
      let report = try await fleet.verified()
      let ledger = try await FuzzLedger(of: fleet, now: now)
      print(
        "seed \(seed): \(ledger.entryCount) entries, \(ledger.appliedCount) applied, \(ledger.duplicateCount) duplicates, "
          + "buried \(ledger.buried); published in \(published - start), drained in \(drained - published), "
          + "judged in \(ContinuousClock.now - drained)"
      )
      #expect(ledger.problems.isEmpty, "seed \(seed): \(ledger.problems)")
      #expect(ledger.entryCount >= Self.entryCount, "seed \(seed)")
      #expect(ledger.appliedCount == report.recordedEvents, "seed \(seed)")
      let deadCount = report.entries.dead + report.calibrationEntries.dead
      #expect(ledger.buried.values.reduce(0, +) == deadCount, "seed \(seed)")
      #expect(report.entries.pending == 0 && report.entries.unread == 0, "seed \(seed)")
      // A load that is all rubbish, or all well, would prove nothing.
      #expect(ledger.appliedCount > Self.entryCount / 10 && ledger.duplicateCount > 100, "seed \(seed)")
      let reasons: [RefusalReason] = [
        .missingField, .invalidField, .invalidJSON, .tooLarge, .unknownEventType, .tenantMismatch, .eventIDConflict,
      ]
      for reason in reasons { #expect(ledger.buried[reason.rawValue, default: 0] > 0, "seed \(seed): \(reason)") }
    }
  }

  private func publish(_ seed: UInt64, _ now: Timestamp, _ fleet: TestFleet) async throws {
    var load = FuzzLoad(seed: seed, now: now)
    try await fleet.withRedis { redis in
      let publisher = EventPublisher(redis: redis)
      for _ in 0..<Self.entryCount / Self.publishedAtOnce {
        try await publisher.publish((0..<Self.publishedAtOnce).map { _ in load.next() })
      }
    }
  }
}
