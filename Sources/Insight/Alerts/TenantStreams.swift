import Alerts
import Delivery
import EventModel
import RedisClient
import Streams

/// What waits in a tenant's own streams, and what was given up of them. Shared streams belong to nobody alone: what waits
/// there is the operator's to watch.
struct TenantStreams: Sendable {
  private let tenant: TenantID
  private let redis: RedisConnection

  init(of tenant: TenantID, redis: RedisConnection) {
    self.tenant = tenant
    self.redis = redis
  }

  /// Every stream that the tenant can have, in the order of groups, types and forms: where there is none, nothing waits.
  ///
  /// Their keys are known: nobody has to search for them. Ages are told by the clock of Redis, which makes the ids.
  func read() async throws -> [StreamReading] {
    let now = Timestamp(microseconds: try await redis.send(ServerTime()))
    var readings: [StreamReading] = []
    for group in ConsumerGroup.allCases {
      let keys = group.eventTypes.flatMap { Self.keys($0, of: tenant) }
      let backlogs = try await StreamBacklog.load(of: keys, group: group, redis: redis)
      let unseen = try await unseen(keys.filter { backlogs[$0] == nil }, at: now)
      readings += keys.compactMap { key in backlogs[key].map { StreamReading($0, at: now) } ?? unseen[key] }
    }
    return readings
  }

  /// As this fleet writes it, and with the hash tag of a cluster.
  private static func keys(_ type: EventType, of tenant: TenantID) -> [StreamKey] {
    [StreamKey(type, tenant: tenant)] + [StreamKey(text: "t:{\(tenant)}:events:\(type.rawValue)")].compactMap(\.self)
  }

  /// Streams without their group: whoever creates it begins at the first entry, so that everything waits.
  private func unseen(_ keys: [StreamKey], at now: Timestamp) async throws(RedisError) -> [StreamKey: StreamReading] {
    let lengths = try await redis.pipeline(keys.map { StreamLength(key: $0.text) })
    let firsts = try await redis.pipeline(keys.map { StreamRange(key: $0.text, count: 1) })
    let letters = try await redis.pipeline(keys.map { StreamLength(key: $0.deadLetterText) })
    var readings: [StreamKey: StreamReading] = [:]
    for (index, key) in keys.enumerated() {
      let (length, letterCount) = (try lengths[index].get(), try letters[index].get())
      readings[key] = StreamReading(
        name: key.text,
        waiting: StreamReading.waiting(oldest: try firsts[index].get().first?.id, count: length, at: now),
        deadLetterCount: Int64(letterCount)
      )
    }
    return readings
  }
}

extension StreamReading {
  fileprivate init(_ backlog: StreamBacklog, at now: Timestamp) {
    self.init(
      name: backlog.key.text,
      waiting: Self.waiting(
        oldest: backlog.oldestWaiting,
        count: backlog.unreadCount.map { $0 + backlog.pendingCount },
        at: now
      ),
      deadLetterCount: Int64(backlog.deadLetterCount)
    )
  }

  /// - Parameter count: of all that waits; `nil` where it isn't known.
  fileprivate static func waiting(oldest: RedisStreamID?, count: Int?, at now: Timestamp) -> Waiting {
    guard let oldest else { return count == 0 ? .nothing : .unknown }
    // A producer may have chosen an id of the future.
    let age = max(now - Timestamp(oldest), TimeInterval(microseconds: 0))
    return .entries(oldest: "\(oldest)", age: age, count: count.map(Int64.init))
  }
}
