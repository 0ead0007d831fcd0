import EventModel
import Scheduling
import TestSupport
import Testing

@Suite struct SchedulerInterleavingTests {
  @Test(
    "three schedulers that crash, stall and fail finish every occurrence once",
    arguments: ["cron 0 7 * * mon-fri", "cron 30 2 * * *", "cron */20 * * * *", "every 1 h", "every 7 d"]
  )
  func interleaving(text: String) throws {
    let timing = try ScheduleTiming(text)
    let zone = try TestZones.berlin()
    var stepCounts: [SchedulerInterleaving.Step: Int] = [:]
    var (refusedCount, lateCount, coalescedCount) = (0, 0, 0)
    for seed in UInt64(0)..<6 {
      var world = SchedulerInterleaving(timing: timing, zone: zone, seed: seed)
      try world.run(pauseMax: .hours(seed.isMultiple(of: 2) ? 6 : 100))
      var position = WalkedYear.start
      for run in world.finished {
        // Each begins with the first occurrence after those that are finished, and counts up to its last.
        var count = 0
        while position < run.dueAt, let occurrence = timing.next(after: position, in: zone) {
          if count == 0 { try #require(run.firstDueAt == occurrence, "seed \(seed)") }
          position = occurrence
          count += 1
        }
        try #require(position == run.dueAt, "seed \(seed)")
        try #require(run.occurrenceCount == min(count, CronExpression.countedOccurrenceMax), "seed \(seed)")
        coalescedCount += count > 1 ? 1 : 0
      }
      let left = try #require(timing.next(after: position, in: zone))
      try #require(left > world.now, "seed \(seed): something was never finished")
      stepCounts.merge(world.stepCounts, uniquingKeysWith: +)
      refusedCount += world.refusedCount
      lateCount += world.acceptedLateCount
    }
    #expect(SchedulerInterleaving.Step.allCases.allSatisfy { stepCounts[$0, default: 0] > 10 }, "\(stepCounts)")
    #expect(refusedCount > 5)
    #expect(lateCount > 5)
    #expect(coalescedCount > 5)
  }
}
