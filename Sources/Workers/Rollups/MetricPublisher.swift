import EventModel
import Logging
import RedisClient
import Rollups
import Store
import Synchronization

/// Tells whoever watches live by how much the roll-ups changed. Best effort: what can't be told is in the tables all the
/// same, so that no failure here is anybody's.
final class MetricPublisher: Sendable {
  /// A Redis that is away doesn't hold up every fold.
  private static let rest = Duration.seconds(5)

  private struct State {
    var lastMilliseconds: Int64 = 0
    var restEnd: ContinuousClock.Instant?
  }

  private let redis: RedisConnection
  private let context: FleetContext
  private let state = Mutex(State())

  init(context: FleetContext) {
    // With short timeouts, like whatever else nobody may wait for.
    redis = RedisConnection(
      configuration: AdminPort.configuration(of: context.redis),
      name: "\(context.instance)-metrics",
      roundTrips: context.redisRoundTrips
    )
    self.context = context
  }

  /// Publishes what a fold has changed, one message for each tenant.
  func publish(_ differences: [RollupDifference]) async {
    if differences.isEmpty || isResting { return }
    let commands = updates(of: differences).map { tenant, update in
      Publish(channel: AnalyticsChannel.name(of: tenant), message: JSONWriter.compact(update.data))
    }
    do {
      for result in try await redis.pipeline(commands) { _ = try result.get() }
    } catch {
      state.withLock { $0.restEnd = .now + Self.rest }
      context.logger.warning("metric updates not published", metadata: ["error": "\(error)"])
    }
  }

  func close() async {
    await redis.close()
  }

  private var isResting: Bool {
    state.withLock { state in state.restEnd.map { $0 > .now } ?? false }
  }

  private func updates(of differences: [RollupDifference]) -> [(tenant: TenantID, update: MetricUpdate)] {
    let time = context.clock.now
    return Dictionary(grouping: differences, by: \.tenantID).map { tenant, differences in
      (tenant, MetricUpdate(id: nextID(at: time), time: time, changes: differences.map(\.change)))
    }
  }

  /// The time in milliseconds, or one more than the last one of this process where the clock stands or goes back; and what
  /// tells it from those of other processes.
  private func nextID(at time: Timestamp) -> String {
    let milliseconds = state.withLock { state in
      state.lastMilliseconds = max(time.microseconds / 1000, state.lastMilliseconds + 1)
      return state.lastMilliseconds
    }
    return MetricUpdate.id(milliseconds: milliseconds, discriminator: .random(in: .min ... .max))
  }
}
