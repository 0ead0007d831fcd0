import Admin
import Delivery
import EventModel
import RedisClient
import Streams
import Telemetry

/// Measures how far a group is behind, type by type.
struct BacklogMeter: Sendable {
  /// Streams that are looked at before the loop shows that it moves.
  private static let streamCountMax = 500

  let directory: StreamDirectory
  let group: ConsumerGroup
  /// A connection of its own, with short timeouts.
  let redis: RedisConnection
  let metrics: [EventType: StreamMetrics]

  /// Looks at every stream of the group.
  func measure() async throws {
    // Before the first look for streams nobody knows how many there are.
    guard directory.hasLooked else { return forget() }
    var readings: [EventType: BacklogReading] = [:]
    var keys = directory.keys[...]
    while !keys.isEmpty {
      let part = Array(keys.prefix(Self.streamCountMax))
      keys = keys.dropFirst(part.count)
      let backlogs = try await StreamBacklog.load(of: part, group: group, redis: redis)
      for key in part { readings[key.eventType, default: BacklogReading()].add(backlogs[key]) }
      Pulse.beat()
      try Task.checkCancellation()
    }
    // Ids are made by the clock of Redis, so that their age is told by it.
    let now = try await redis.send(ServerTime())
    for (type, metrics) in metrics { metrics.show(readings[type] ?? BacklogReading(), nowMicroseconds: now) }
  }

  func forget() {
    for metrics in metrics.values { metrics.forgetBacklog() }
  }
}

extension StreamMetrics {
  fileprivate func show(_ reading: BacklogReading, nowMicroseconds: Int64) {
    backlogEntries.set(reading.unreadCount.map(Double.init))
    backlogKnown.set(reading.unreadCount == nil ? 0.0 : 1.0)
    pendingEntries.set(reading.pendingCount.map(Double.init))
    deadLetterEntries.set(reading.deadLetterCount.map(Double.init))
    if let oldest = reading.oldestWaiting {
      oldestEntryAge.set(max(0, Double(nowMicroseconds) / 1e6 - Double(oldest.milliseconds) / 1e3))
    } else {
      oldestEntryAge.set(reading.pendingCount == nil || reading.unreadCount == nil ? nil : 0.0)
    }
  }

  fileprivate func forgetBacklog() {
    backlogKnown.set(0.0)
    for gauge in [backlogEntries, pendingEntries, oldestEntryAge, deadLetterEntries] { gauge.set(nil) }
  }
}
