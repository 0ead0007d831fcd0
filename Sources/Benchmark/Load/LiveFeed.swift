import EventModel
import FoundationEssentials
import RedisClient
import Simulation
import Streams
import Workers

/// Publishes a load at a steady rate, whatever the fleet does: an open loop. Who falls behind isn't waited for.
struct LiveFeed: Sendable {
  /// How often what is due is published.
  private static let tick = Duration.milliseconds(2)

  let redis: RedisConnection

  /// Publishes every event of the load.
  /// - Parameter rate: events a second.
  /// - Returns: when each event was due, in microseconds since 1970: a delay of the feed counts as one of the event.
  func publish(_ plan: WorkloadPlan, rate: Double) async throws -> [UUID: Int64] {
    let publisher = EventPublisher(redis: redis)
    var workload = Workload(plan)
    var dueTimes: [UUID: Int64] = [:]
    dueTimes.reserveCapacity(plan.eventCount)
    let start = WallClock.system.now.microseconds
    var count = 0
    while count < plan.eventCount {
      let elapsed = Double(WallClock.system.now.microseconds - start)
      let dueCount = min(Int(elapsed / 1e6 * rate), plan.eventCount)
      var batch: [EventPublisher.Entry] = []
      while count < dueCount, let event = workload.next() {
        dueTimes[event.eventID.uuid] = start + Int64(Double(count) / rate * 1e6)
        batch.append(WorkloadPublisher.entry(of: event))
        count += 1
      }
      if !batch.isEmpty { try await publisher.publish(batch) }
      try await Task.sleep(for: Self.tick)
    }
    return dueTimes
  }
}
