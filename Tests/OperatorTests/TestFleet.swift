import Foundation
import RedisClient
import TestSupport
import Testing

/// The built executables against stores of their own: a migrated database and an empty Redis database.
struct TestFleet: Sendable {
  let redisURL: String
  let database: String
  let server: PostgresServerProcess

  /// Runs `body` with a fleet; few tests at a time do, because each starts several processes.
  static func run<Value: Sendable>(_ body: (TestFleet) async throws -> Value) async throws -> Value {
    try await places.with { try await runOnSharedStores(body) }
  }

  static let places = Places(4)

  private static func runOnSharedStores<Value>(_ body: (TestFleet) async throws -> Value) async throws -> Value {
    let stores = try await TestStores.shared
    let fleet = try await stores.makeFleet()
    let value = try await body(fleet)
    // After an error the stores stay as they are until the servers go.
    try await stores.postgres.execute("DROP DATABASE \(fleet.database) WITH (FORCE)")
    return value
  }

  /// The variables of every program; the worker's role, as in production.
  var environment: [String: String] {
    [
      "RECKONER_REDIS_URL": redisURL,
      "RECKONER_DATABASE_URL": server.socketURL(database: database, role: "reckoner_worker"),
      "RECKONER_OWNER_DATABASE_URL": server.socketURL(database: database),
      "RECKONER_RECLAIM_IDLE_SECONDS": "1",
      "RECKONER_DISCOVERY_SECONDS": "0.2",
    ]
  }

  /// Runs a program to its end.
  func run(_ program: String, _ arguments: String..., input: String? = nil) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(program, arguments, environment: environment, input: input, within: .seconds(300))
  }

  func reckoner(_ arguments: String..., input: String? = nil) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run("reckoner", arguments, environment: environment, input: input, within: .seconds(300))
  }

  /// Starts a program that works until it is told to stop.
  func start(
    _ program: String,
    _ arguments: String...,
    environment changes: [String: String] = [:]
  ) throws -> ProgramProcess {
    try ProgramProcess.start(program, arguments, environment: environment.merging(changes) { $1 })
  }

  /// Works until nothing is left to do.
  func drain() async throws {
    for program in ["outcome-worker", "calibration-aggregator"] {
      let ending = try await run(program, "--drain")
      try #require(ending.exitCode == 0, "\(program): \(ending)")
    }
  }

  /// Runs the conservation check, which must hold.
  @discardableResult
  func verified(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Verified {
    let ending = try await reckoner("verify", "--json")
    #expect(ending.exitCode == 0, "\(ending)", sourceLocation: sourceLocation)
    let report = try ending.json(as: Verified.self)
    #expect(report.problems.isEmpty, "\(ending)", sourceLocation: sourceLocation)
    return report
  }

  /// The rows of a query, columns separated by `|`.
  func rows(_ sql: String) async throws -> [String] {
    try await server.execute(sql, database: database).split(separator: "\n").map(String.init)
  }

  func number(_ sql: String) async throws -> Int {
    let text = try await server.execute(sql, database: database)
    return try #require(Int(text), "\(text)")
  }

  /// Runs `body` with a connection to this fleet's Redis database.
  func withRedis<Value>(_ body: (RedisConnection) async throws -> Value) async throws -> Value {
    let redis = RedisConnection(configuration: try RedisConfiguration(url: redisURL), name: "test")
    let value = try await body(redis)
    await redis.close()
    return value
  }

  /// Every entry of every stream, by key, in order.
  func streams() async throws -> [String: [RedisStreamEntry]] {
    try await withRedis { redis in
      var streams: [String: [RedisStreamEntry]] = [:]
      var cursor: UInt64 = 0
      repeat {
        // Beside the streams lie hashes that tell of them.
        let page = try await redis.send(Scan(cursor: cursor, pattern: "t:*:events:*", count: 10_000, type: "stream"))
        for key in page.keys { streams[key] = try await redis.send(StreamRange(key: key)) }
        cursor = page.cursor
      } while cursor != 0
      return streams
    }
  }
}

/// What `reckoner verify --json` prints, as far as the tests read it.
struct Verified: Decodable {
  struct Entries: Decodable {
    let applied: Int
    let pending: Int
    let unread: Int
    let dead: Int
  }

  struct Problem: Decodable {
    let kind: String
    let count: Int
  }

  let entries: Entries
  let calibrationEntries: Entries
  let recordedEvents: Int
  let outcomes: Int
  let samples: Int
  let overdueOutcomes: Int
  let dueConversations: Int
  let samplesOnTheirWay: Int
  let problems: [Problem]
}

extension ProgramProcess.Ending {
  /// Standard output, which must be one JSON document and nothing else.
  func json<Value: Decodable>(as type: Value.Type) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(standardOutput.utf8))
    } catch {
      throw ProgramProcess.Failure(description: "not the JSON that was expected (\(error)): \(self)")
    }
  }
}
