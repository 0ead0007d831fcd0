import EventModel
import LiveStream
import RedisClient
import Synchronization
import TestSupport

/// A hub that runs, its Redis server, and somebody who publishes.
struct LiveWorld {
  let server: RedisServerProcess
  let hub: UpdateHub
  let publisher: RedisConnection
  let clock: SteppedClock

  /// Runs `body` beside the hub, and shuts that down afterwards.
  static func with(
    limits: LiveStreamLimits = .quiet,
    _ body: @Sendable @escaping (LiveWorld) async throws -> Void
  ) async throws {
    try await RedisServerProcess.withServer { server in
      let configuration = try configuration(of: server)
      let clock = SteppedClock()
      let hub = UpdateHub(configuration: configuration, limits: limits, now: { clock.now })
      let world = LiveWorld(
        server: server,
        hub: hub,
        publisher: RedisConnection(configuration: configuration, name: "publisher"),
        clock: clock
      )
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { await hub.run() }
        try await world.untilSubscribed()
        try await body(world)
        await hub.shutDown()
        try await tasks.waitForAll()
      }
    }
  }

  static func configuration(of server: RedisServerProcess) throws -> RedisConfiguration {
    var configuration = try RedisConfiguration(url: server.url)
    configuration.connectTimeout = .seconds(30)
    configuration.commandTimeout = .seconds(30)
    configuration.backoff = RedisBackoff(initial: .milliseconds(1), maximum: .milliseconds(20))
    return configuration
  }

  func untilSubscribed() async throws {
    try await Wait.until("the hub listens to Redis") { hub.counts.isSubscribed }
  }

  /// Publishes one message on a tenant's channel.
  func publish(
    _ id: String,
    tenant: TenantID,
    reps: [String?] = [nil],
    isTruncated: Bool = false,
    padding: Int = 0
  ) async throws {
    let message = Messages.bytes(id, reps: reps, isTruncated: isTruncated, padding: padding)
    try await publish(message, channel: AnalyticsChannel.name(of: tenant))
  }

  func publish(_ message: [UInt8], channel: String) async throws {
    _ = try await publisher.send(RawCommand([Array("PUBLISH".utf8), Array(channel.utf8), message]))
  }

  func untilReceived(_ count: Int) async throws {
    try await Wait.until("\(count) messages came") { hub.counts.messagesReceived >= count }
  }

  func listen(
    _ tenant: TenantID,
    user: String = "user",
    reps: [String]? = nil,
    lastEventID: String? = nil,
    expiresAt: Timestamp? = nil
  ) throws -> UpdateListener {
    try hub.register(
      ListenerRequest(
        tenantID: tenant,
        userID: user,
        filter: reps.map { RepFilter($0) },
        lastEventID: lastEventID,
        expiresAt: expiresAt
      )
    )
  }
}

extension LiveStreamLimits {
  /// Without a heartbeat in the time of a test.
  static var quiet: LiveStreamLimits { LiveStreamLimits(heartbeatInterval: .seconds(3600)) }
}

/// A clock that a test sets.
final class SteppedClock: Sendable {
  private let seconds = Mutex<Int64>(1_000_000)

  var now: Timestamp { Timestamp(microseconds: seconds.withLock { $0 } * 1_000_000) }

  func advance(seconds count: Int64) { seconds.withLock { $0 += count } }
}

extension UpdateListener {
  /// So many frames, or fewer at the end.
  func frames(_ count: Int) async -> [LiveFrame] {
    var frames: [LiveFrame] = []
    while frames.count < count, let frame = await next() { frames.append(frame) }
    return frames
  }

  /// The kinds and ids of so many frames.
  func summaries(_ count: Int) async -> [String] { await frames(count).map(\.summary) }
}
