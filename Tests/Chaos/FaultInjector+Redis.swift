import Delivery
import RedisClient
import Streams
import TestSupport

extension FaultInjector {
  func breakRedis(_ kind: FaultKind, _ generator: inout TestGenerator) async throws {
    let pause = generator.duration(0.2...2)
    switch kind {
    case .redisRestart:
      journal.count(kind, "away for \(Journal.seconds(pause))")
      stores.redis.kill()
      try await Task.sleep(for: pause)
      try await stores.redis.restart()
    case .redisStop:
      journal.count(kind, "for \(Journal.seconds(pause))")
      stores.redis.pause()
      try await Task.sleep(for: pause)
      stores.redis.resume()
    case .redisRewind:
      try stores.redis.copyData()
      try await Task.sleep(for: pause)
      journal.count(kind, "back by \(Journal.seconds(pause))")
      try await stores.redis.restartWithCopiedData()
    case .redisEmpty:
      journal.count(kind, "")
      try await stores.redis.restartWithoutData()
    case .clientKill:
      let count = try await ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
      journal.count(kind, "\(count)")
    case .clientPause:
      let mode = generator.pick(["ALL", "WRITE"])
      journal.count(kind, "\(mode) for \(Journal.seconds(pause))")
      try await ask("CLIENT", "PAUSE", "\(Int(pause / .milliseconds(1)))", mode)
      try await Task.sleep(for: pause)
    case .redisFull:
      journal.count(kind, "for \(Journal.seconds(pause))")
      try await ask("CONFIG", "SET", "maxmemory", "1mb")
      try await Task.sleep(for: pause)
      try await ask("CONFIG", "SET", "maxmemory", "0")
    case .groupDestroy: try await destroyGroups(&generator)
    case .flush:
      journal.count(kind, "")
      try await ask("FLUSHALL")
    case .streamDelete, .streamTrim: try await cut(kind, &generator)
    case .workerKill, .aggregatorKill, .schedulerKill, .terminate, .processStop, .postgresRestart, .postgresStop,
      .backendKill,
      .backendsTerminate, .readOnly, .connections, .lock:
      preconditionFailure("\(kind) isn't a fault of Redis")
    }
    if kind.losesData { try await publishAgain() }
  }

  private func destroyGroups(_ generator: inout TestGenerator) async throws {
    let streams = try await streams()
    let chosen = generator.chance(50) ? streams : streams.filter { _ in generator.chance(30) }
    journal.count(.groupDestroy, "of \(chosen.count) streams")
    for key in chosen {
      for group in ConsumerGroup.allCases where group.eventTypes.contains(key.eventType) {
        try await ask("XGROUP", "DESTROY", key.text, group.rawValue)
      }
    }
  }

  private func cut(_ kind: FaultKind, _ generator: inout TestGenerator) async throws {
    let streams = try await streams()
    if streams.isEmpty { return }
    let key = generator.pick(streams)
    journal.count(kind, "\(key)")
    if kind == .streamDelete {
      try await ask("DEL", key.text)
    } else {
      try await ask("XTRIM", key.text, "MAXLEN", "\(generator.pick([0, 5, 50]))")
    }
  }

  private func streams() async throws -> [StreamKey] {
    try await patiently { try await Letter.keys(of: redis, type: "stream").compactMap(StreamKey.init(text:)) }
  }

  @discardableResult
  private func ask(_ words: String...) async throws -> RedisReply {
    try await patiently {
      do {
        return try await redis.send(RawCommand(words))
      } catch let error as RedisError where error.code == .server("NOGROUP") || error.isMissingKey {
        // The stream or group that was to be broken isn't there: somebody else was faster.
        return .null
      }
    }
  }

  /// What isn't recorded and not buried is published again by the producer.
  private func publishAgain() async throws {
    let known = try await patiently {
      let letters = try await Letter.all(in: redis)
      return try await stores.recordedEvents().union(letters.map(\.identity))
    }
    await producer.publishAgain(except: known)
  }
}
