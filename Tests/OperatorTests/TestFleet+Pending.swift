import RedisClient

extension TestFleet {
  /// Entries that a group was given and that aren't acknowledged.
  func pendingEntries(of group: String = "outcome-workers") async throws -> [StreamPendingEntries.Entry] {
    let isAggregators = group == "calibration-aggregators"
    let keys = try await streams().keys.filter { !$0.hasSuffix(":dlq") }
    return try await withRedis { redis in
      var entries: [StreamPendingEntries.Entry] = []
      for key in keys where key.hasSuffix(":calibration.updated") == isAggregators {
        guard case .array(let groups) = try await redis.send(RawCommand(["XINFO", "GROUPS", key])), !groups.isEmpty
        else { continue }
        entries += try await redis.send(StreamPendingEntries(key: key, group: group, count: 100_000))
      }
      return entries
    }
  }
}
