import EventModel
import FoundationEssentials
import Glibc
public import Logging
import PostgresClient
import RedisClient
public import Settings

extension FleetContext {
  /// Connects the parts of a process to what its settings say. Connections are made when they are first used.
  public init(
    program: String,
    stores: StoreSettings,
    settings: FleetSettings,
    admin: AdminSettings,
    clock: WallClock = .system,
    logger: Logger
  ) throws {
    let instance = "\(program)-\(Self.hostName)-\(getpid())-\(UUID().lowercaseText.prefix(8))"
    var redis = try RedisConfiguration(url: stores.redisURL)
    redis.clientName = program
    self.init(
      redis: redis,
      postgres: try WorkerPool.make(
        databaseURL: stores.databaseURL,
        program: program,
        connectionCountMax: settings.laneCount + 5
      ),
      settings: settings,
      clock: clock,
      logger: logger,
      instance: instance,
      admin: try AdminPort(listen: admin.listen, databaseURL: stores.databaseURL, program: program)
    )
  }

  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 64)
    guard gethostname(&name, name.count - 1) == 0 else { return "host" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
