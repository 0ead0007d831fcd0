import Delivery
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams

/// Watches until a load is worked off, without getting into its way: most looks are at a single stream.
///
/// Nothing new comes while it watches, so that what was found empty stays so, in this order: the streams of events, due
/// conversations, the outbox, the streams of samples.
struct DrainWatch: Sendable {
  private static let interval = Duration.milliseconds(10)

  let redis: RedisConnection
  let postgres: PostgresConnection
  let tenants: [TenantID]
  /// The longest that it takes.
  var limit = Duration.seconds(3600)

  /// Waits until every event has all of its effects.
  /// - Parameter check: looks whether the fleet still works; what it throws ends the wait.
  func waitForEverything(while check: () throws -> Void) async throws {
    let deadline = ContinuousClock.now + limit
    try await waitForEvents(until: deadline, while: check)
    try await waitForSamples(until: deadline, while: check)
  }

  /// Waits until every event is recorded and folded, and its samples are published.
  func waitForEvents(while check: () throws -> Void) async throws {
    try await waitForEvents(until: ContinuousClock.now + limit, while: check)
  }

  /// Waits until every published sample is folded.
  func waitForSamples(while check: () throws -> Void) async throws {
    try await waitForSamples(until: ContinuousClock.now + limit, while: check)
  }

  /// Whether no entry of the events waits at this moment.
  func isEveryEventAcknowledged() async throws -> Bool {
    for type in ConsumerGroup.outcomeWorkers.eventTypes {
      for tenant in tenants where try await !isDrained(StreamKey(type, tenant: tenant), of: .outcomeWorkers) {
        return false
      }
    }
    return true
  }

  private func waitForEvents(until deadline: ContinuousClock.Instant, while check: () throws -> Void) async throws {
    for type in ConsumerGroup.outcomeWorkers.eventTypes {
      for tenant in tenants {
        try await wait(until: deadline, while: check) {
          try await isDrained(StreamKey(type, tenant: tenant), of: .outcomeWorkers)
        }
      }
    }
    try await wait(until: deadline, while: check) {
      let work = try await postgres.send(CountWork())
      return work.allSatisfy { $0.dueConversationCount == 0 && $0.outboxCount == 0 }
    }
  }

  private func waitForSamples(until deadline: ContinuousClock.Instant, while check: () throws -> Void) async throws {
    for tenant in tenants {
      try await wait(until: deadline, while: check) {
        try await isDrained(StreamKey(.calibrationUpdated, tenant: tenant), of: .calibrationAggregators)
      }
    }
  }

  /// A stream that doesn't exist holds nothing; one without its group was not discovered yet.
  private func isDrained(_ key: StreamKey, of group: ConsumerGroup) async throws -> Bool {
    if let backlog = try await StreamBacklog.load(of: [key], group: group, redis: redis)[key] {
      return backlog.isDrained
    }
    return try await redis.send(KeyExists(keys: [key.text])) == 0
  }

  private func wait(
    until deadline: ContinuousClock.Instant,
    while check: () throws -> Void,
    _ isDone: () async throws -> Bool
  ) async throws {
    while true {
      if try await isDone() { return }
      try check()
      guard ContinuousClock.now < deadline else { throw BenchmarkError("the load isn't worked off within \(limit)") }
      try await Task.sleep(for: Self.interval)
    }
  }
}
