import PostgresClient
import RedisClient

extension BenchmarkStores {
  private static let postgresSettings = [
    "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "wal_level",
    "track_commit_timestamp", "autovacuum",
  ]
  private static let redisSettings = ["appendonly", "appendfsync", "maxmemory"]

  /// The machine, and what decides there what a commit costs.
  public func machineFacts() async throws -> MachineFacts {
    var settings: [String: String] = [:]
    for name in Self.postgresSettings { settings["postgresql.\(name)"] = try await owner.text("SHOW \(name)") }
    for name in Self.redisSettings {
      let answer = try await redis.send(RawCommand(["CONFIG", "GET", name])).elements()
      if answer.count == 2 { settings["redis.\(name)"] = try answer[1].text() }
    }
    return MachineFacts.current(
      redisVersion: try await redis.send(ServerInfo(section: "server"))["redis_version"] ?? "unknown",
      postgresVersion: try await owner.text("SHOW server_version"),
      storeSettings: settings
    )
  }

  /// Seconds of processor time that the Redis server has used.
  func redisSeconds() async throws -> Double {
    let info = try await redis.send(ServerInfo(section: "cpu"))
    return ["used_cpu_sys", "used_cpu_user", "used_cpu_sys_children", "used_cpu_user_children"].reduce(0) { sum, name in
      sum + (info[name].flatMap(Double.init) ?? 0)
    }
  }

  /// Seconds of processor time that the PostgreSQL server has used, all of its processes together; `nil` where it runs on
  /// another machine, or out of sight.
  func postgresSeconds() async throws -> Double? {
    let session = Int32(truncatingIfNeeded: try await owner.number("SELECT pg_backend_pid()::bigint"))
    guard let stat = ProcessStat.current(of: session) else { return nil }
    return ProcessUsage.secondsOfFamily(of: stat.parent)
  }
}
