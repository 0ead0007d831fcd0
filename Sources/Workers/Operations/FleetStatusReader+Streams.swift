import Delivery
import EventModel
import RedisClient
import Streams

extension FleetStatusReader {
  /// Every stream of both groups, and every one that only its dead letters are left of.
  func readStreams() async throws -> [FleetStatus.Stream] {
    let keys = try await StreamSearch.keys(of: tenant, redis: redis)
    var streams: [FleetStatus.Stream] = []
    for group in ConsumerGroup.allCases {
      for type in group.eventTypes {
        let own = keys.filter { $0.eventType == type }
        let backlogs = try await StreamBacklog.load(of: own, group: group, redis: redis)
        let unseen = try await unseenStreams(own.filter { backlogs[$0] == nil }, group: group)
        streams += own.compactMap { key in
          backlogs[key].map { FleetStatus.Stream($0, group: group) } ?? unseen[key]
        }
      }
    }
    return streams
  }

  /// Streams without their group: whoever creates it begins at the first entry, so that everything is unread.
  private func unseenStreams(
    _ keys: [StreamKey],
    group: ConsumerGroup
  ) async throws(RedisError) -> [StreamKey: FleetStatus.Stream] {
    let lengths = try await redis.pipeline(keys.map { StreamLength(key: $0.text) })
    let firsts = try await redis.pipeline(keys.map { StreamRange(key: $0.text, count: 1) })
    let letters = try await redis.pipeline(keys.map { StreamLength(key: $0.deadLetterText) })
    var streams: [StreamKey: FleetStatus.Stream] = [:]
    for (index, key) in keys.enumerated() {
      let length = try lengths[index].get()
      streams[key] = FleetStatus.Stream(
        key: key,
        group: group,
        groupExists: false,
        length: length,
        unreadCount: length,
        pendingCount: 0,
        oldestWaitingSince: try firsts[index].get().first.map { Timestamp($0.id) },
        deadLetterCount: try letters[index].get(),
        lostCount: 0
      )
    }
    return streams
  }
}

extension FleetStatus.Stream {
  init(_ backlog: StreamBacklog, group: ConsumerGroup) {
    self.init(
      key: backlog.key,
      group: group,
      groupExists: true,
      length: backlog.length,
      unreadCount: backlog.unreadCount,
      pendingCount: backlog.pendingCount,
      oldestWaitingSince: backlog.oldestWaitingSince,
      deadLetterCount: backlog.deadLetterCount,
      lostCount: backlog.lostCount
    )
  }
}
