import Delivery
import EventModel
import RedisClient
import Simulation
import Streams

/// Puts a load into its streams before the fleet begins.
struct WorkloadPublisher: Sendable {
  private static let batchCountMax = 2000

  let redis: RedisConnection

  /// Publishes all events in their order, as fast as Redis takes them.
  func publish(_ plan: WorkloadPlan) async throws {
    let publisher = EventPublisher(redis: redis)
    var batch: [EventPublisher.Entry] = []
    for event in Workload(plan) {
      batch.append(Self.entry(of: event))
      guard batch.count == Self.batchCountMax else { continue }
      try await publisher.publish(batch)
      batch.removeAll(keepingCapacity: true)
    }
    try await publisher.publish(batch)
  }

  static func entry(of event: SimulatedEvent) -> EventPublisher.Entry {
    EventPublisher.Entry(key: StreamKey(event.eventType, tenant: event.tenantID), fields: event.streamFields)
  }
}
