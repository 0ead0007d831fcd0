import Delivery
import EventModel
import RedisClient
import Streams

/// Tenants whose streams exist and hold nothing, as after a quiet night.
struct IdleTenants: Sendable {
  private static let batchCountMax = 3000

  let tenants: [TenantID]

  /// Makes the streams of events of all of them, with their groups.
  func makeStreams(in redis: RedisConnection) async throws {
    let group = ConsumerGroup.outcomeWorkers
    let commands = tenants.flatMap { tenant in
      group.eventTypes.map { type in
        RawCommand(["XGROUP", "CREATE", StreamKey(type, tenant: tenant).text, group.rawValue, "0", "MKSTREAM"])
      }
    }
    var rest = commands[...]
    while !rest.isEmpty {
      for result in try await redis.pipeline(Array(rest.prefix(Self.batchCountMax))) { _ = try result.get() }
      rest = rest.dropFirst(Self.batchCountMax)
    }
  }
}
