import Delivery
import EventModel
import PostgresClient
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

/// Several transactions after the same rows: in order they only wait for each other, and where somebody comes from the
/// other side, the loser runs again, and nobody is charged.
@Suite(.timeLimit(.minutes(10))) struct ContentionTests {
  private static let flags = ["reckoner.batch.size": "100", "reckoner.lanes": "2"]

  private func deadlockCount(_ fleet: TestFleet) async throws -> Int {
    try #require(
      Int(try await fleet.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
    )
  }

  @Test func `two workers with the same events in reversed orders: hardly a deadlock, and nothing is dead`()
    async throws
  {
    try await TestFleet.with { fleet in
      let workers = try (1...2).map { OutcomeWorker(context: try fleet.context("worker-\($0)", Self.flags)) }
      let faults = FaultCounter()
      var eventCount = 0
      try await Processes(workers.map(WorkerProcess.init), faults).run {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
          let events = (eventCount..<eventCount + 400).map { TestEvent.action($0, conversation: $0 % 100) }
          eventCount += 400
          // The tenant's stream in its two forms: whoever reads one meets whoever reads the other.
          let others = try events.reversed().map { event in
            var other = event
            other.key = try #require(StreamKey(text: "t:{\(TestEvent.tenant(1))}:events:agent.action"))
            return other
          }
          try await fleet.publish(events)
          try await fleet.publish(others)
          try await Wait.until("all is recorded") {
            workers.reduce(0) { $0 + $1.work.applied } == eventCount
          }
        }
      }
      try await fleet.settle()
      let deadlocks = try await deadlockCount(fleet)
      print("\(eventCount) events in both orders: \(deadlocks) deadlocks, \(faults.count) faults")
      #expect(deadlocks <= 2, "rows are locked in the order of their keys")
      #expect(try await fleet.letters().isEmpty)
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.recordedEvents == eventCount && report.entries.dead == 0)
    }
  }

  @Test func `a rival that locks bins from the other end costs retries, and no sample an attempt`() async throws {
    try await TestFleet.with { fleet in
      let count = 3000
      try await fleet.publish(
        (0..<count).flatMap { number in
          [
            TestEvent.action(2 * number, conversation: number, confidence: Double(number % 20) / 20),
            TestEvent.reply(2 * number + 1, conversation: number),
          ]
        }
      )
      try await fleet.drainWorkers(1, ["reckoner.roles": "ingest,resolve"])
      let faults = FaultCounter()
      let aggregators = try (1...2).map {
        CalibrationAggregator(context: try fleet.context("aggregator-\($0)", ["reckoner.batch.size": "20"]))
      }
      try await Processes(aggregators.map(AggregatorProcess.init), faults).run {
        try await Wait.until("there are bins") { aggregators[0].work.folded + aggregators[1].work.folded > 0 }
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, aggregators.reduce(0, { $0 + $1.work.folded }) < count {
          try await lockBinsDescending(fleet)
        }
        try await Wait.until("all is folded") {
          try await fleet.execute("SELECT sum(sample_count) FROM learning.calibration_bins") == "\(count)"
        }
      }
      let deadlocks = try await deadlockCount(fleet)
      print("a rival from the other end: \(deadlocks) deadlocks, \(faults.count) faults")
      #expect(deadlocks > 0, "a rival that never met anybody proves nothing")
      try await fleet.settle()
      #expect(try await fleet.letters().isEmpty)
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.dead == 0 && report.entries.pending == 0)
    }
  }

  /// One after the other, so that an aggregator comes in between.
  private func lockBinsDescending(_ fleet: TestFleet) async throws {
    do {
      try await fleet.postgres.transaction(retries: .never) { rival in
        for number in (0..<Int32(10)).reversed() { _ = try await rival.send(LockBin(number: number)) }
      }
    } catch let error as PostgresError {
      // The rival may be the one that the server gives up.
      guard error.sqlState == "40P01" else { throw error }
    }
  }
}

/// Locks the bins with one number, of all owners.
private struct LockBin: PostgresStatement {
  let number: Int32

  static let sql = "SELECT 1::int4 FROM learning.calibration_bins WHERE bin_index = $1 FOR UPDATE"

  func bind(_ parameters: inout PostgresParameters) {
    parameters.append(number)
  }

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 {
    try row.int32()
  }
}
