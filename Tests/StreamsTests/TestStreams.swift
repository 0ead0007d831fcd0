import Delivery
import EventModel
import Foundation
import RedisClient
import Streams
import TestSupport

/// A Redis server of its own for one test, because streams are discovered by walking the whole keyspace.
struct TestStreams {
  let server: RedisServerProcess
  /// For what the test itself asks.
  let redis: RedisConnection

  static func with<Value>(
    _ options: RedisServerProcess.Options = .init(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestStreams) async throws -> Value
  ) async throws -> Value {
    try await RedisServerProcess.withServer(options) { server in
      let streams = TestStreams(
        server: server,
        redis: RedisConnection(configuration: try configuration(server), name: "test")
      )
      let value = try await body(streams)
      await streams.redis.close()
      return value
    }
  }

  private static func configuration(_ server: RedisServerProcess) throws -> RedisConfiguration {
    var configuration = try RedisConfiguration(url: server.socketURL)
    configuration.backoff = RedisBackoff(initial: .milliseconds(1), maximum: .milliseconds(20))
    return configuration
  }

  /// A connection of its own, for a reader.
  func connection(_ name: String) throws -> RedisConnection {
    RedisConnection(configuration: try Self.configuration(server), name: name)
  }

  /// A reader of every stream that exists.
  func reader(
    _ consumer: String,
    group: ConsumerGroup = .outcomeWorkers,
    batchSize: Int = 1000
  ) async throws -> GroupReader {
    let directory = StreamDirectory(group: group, redis: redis)
    try await directory.refresh()
    var reader = GroupReader(group: group, consumer: consumer, redis: try connection(consumer), batchSize: batchSize)
    reader.update(directory.keys)
    return reader
  }

  /// Adds entries with the numbers `numbers`, in their order.
  @discardableResult
  func add(_ numbers: Range<Int>, to key: String) async throws -> [RedisStreamID] {
    let commands = numbers.map { StreamAdd(key: key, fields: [RedisField("n", "\($0)")]) }
    return try await redis.pipeline(commands).map { try $0.get() }
  }

  /// Reads so many entries of a stream, and acknowledges them.
  @discardableResult
  func read(_ count: Int, of key: StreamKey, group: ConsumerGroup = .outcomeWorkers) async throws -> [RedisStreamID] {
    let read = StreamReadGroup(group: group.rawValue, consumer: "test", keys: [key.text], count: count)
    let ids = try await redis.send(read).flatMap { $0.entries.map(\.id) }
    if !ids.isEmpty { _ = try await redis.send(StreamAcknowledge(key: key.text, group: group.rawValue, ids: ids)) }
    return ids
  }

  /// Removes the oldest entries, as a producer's `MAXLEN` does.
  func trim(_ key: StreamKey, toLast count: Int) async throws {
    _ = try await redis.send(StreamTrim(key: key.text, .length(count, exactly: true)))
  }

  func pendingCount(_ key: String, group: ConsumerGroup = .outcomeWorkers) async throws -> Int {
    try await redis.send(StreamPendingSummary(key: key, group: group.rawValue)).count
  }

  func pendingByConsumer(_ key: String) async throws -> [String: Int] {
    try await redis.send(StreamPendingSummary(key: key, group: ConsumerGroup.outcomeWorkers.rawValue)).countByConsumer
  }

  /// The index beside a stream's letters: by an entry's id, that of its letter.
  func index(of key: StreamKey) async throws -> [RedisStreamID: RedisStreamID] {
    let pairs = try await redis.send(HashGetAll(key: key.deadLetterIndexText)).compactMap { pair in
      RedisStreamID(String(decoding: pair.name, as: UTF8.self)).flatMap { entry in
        RedisStreamID(String(decoding: pair.value, as: UTF8.self)).map { (entry, $0) }
      }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Gives entries to a consumer that never acknowledges them.
  func leavePending(_ key: StreamKey, consumer: String) async throws {
    let group = ConsumerGroup.outcomeWorkers.rawValue
    _ = try await redis.send(
      StreamGroupCreate(key: key.text, group: group, position: .after(.minimum), createsStream: true)
    )
    _ = try await redis.send(StreamReadGroup(group: group, consumer: consumer, keys: [key.text]))
  }
}

extension EntryClaims {
  /// Takes entries in as many answers as it needs.
  func claimAll(
    _ entries: [PendingEntry],
    for consumer: String,
    minimumIdle: Duration = .zero
  ) async throws -> [DeliveredEntry] {
    var (taken, left) = try await claim(entries, for: consumer, minimumIdle: minimumIdle)
    while !left.isEmpty {
      let more = try await claim(left, for: consumer, minimumIdle: minimumIdle)
      taken += more.taken
      left = more.left
    }
    return taken
  }
}

/// A tenant by its number.
func tenant(_ number: Int) -> TenantID {
  TenantID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255))))
}

extension DeliveredEntry {
  /// What ``TestStreams/add(_:to:)`` wrote.
  var number: Int? {
    fields?.first { $0.name == Array("n".utf8) }.flatMap { Int(String(decoding: $0.value, as: UTF8.self)) }
  }
}
