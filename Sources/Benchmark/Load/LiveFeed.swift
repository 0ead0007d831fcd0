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

  /// What was published.
  struct Publication: Sendable {
    /// When each event was due, by its id, in microseconds since 1970: a delay of the feed counts as one of the event.
    var dueTimes: [UUID: Int64] = [:]
    /// By how much the feed itself was late, or Redis let it wait.
    var delays = LatencyRecord()
  }

  /// Publishes every event of the load.
  /// - Parameter rate: events a second.
  @discardableResult
  func publish(_ plan: WorkloadPlan, rate: Double) async throws -> Publication {
    let publisher = EventPublisher(redis: redis)
    var workload = Workload(plan)
    var publication = Publication()
    publication.dueTimes.reserveCapacity(plan.eventCount)
    let start = WallClock.system.now.microseconds
    var count = 0
    while count < plan.eventCount {
      let elapsed = Double(WallClock.system.now.microseconds - start)
      // The first one is due at the start.
      let dueCount = min(Int(elapsed / 1e6 * rate) + 1, plan.eventCount)
      var batch: [EventPublisher.Entry] = []
      let first = count
      while count < dueCount, let event = workload.next() {
        publication.dueTimes[event.eventID.uuid] = start + Self.offset(of: count, rate: rate)
        batch.append(WorkloadPublisher.entry(of: event))
        count += 1
      }
      if !batch.isEmpty {
        try await publisher.publish(batch)
        let now = WallClock.system.now.microseconds - start
        for index in first..<count { publication.delays.record(microseconds: now - Self.offset(of: index, rate: rate)) }
      }
      try await Task.sleep(for: Self.tick)
    }
    return publication
  }

  /// When an event is due, in microseconds after the first.
  private static func offset(of index: Int, rate: Double) -> Int64 {
    Int64(Double(index) / rate * 1e6)
  }
}
