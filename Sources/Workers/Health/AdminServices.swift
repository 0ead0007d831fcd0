import Admin
import EventModel
import PostgresClient
import RedisClient
import ServiceLifecycle
import Streams
import Telemetry

/// The services with which a process shows itself: the admin port, the probes behind `/readyz` and the meters behind
/// `/metrics`.
struct AdminServices: Sendable {
  private let context: FleetContext
  private let port: AdminPort
  /// For the probe of Redis alone: nothing else may hold up its writes.
  private let healthConnection: RedisConnection
  /// For what is asked of the streams.
  private let streamConnection: RedisConnection

  /// - Returns: `nil` for a process that shows itself nowhere.
  init?(context: FleetContext) {
    guard let port = context.admin else { return nil }
    self.context = context
    self.port = port
    let redis = AdminPort.configuration(of: context.redis)
    healthConnection = RedisConnection(configuration: redis, name: "\(context.instance)-health")
    streamConnection = RedisConnection(configuration: redis, name: "\(context.instance)-backlog")
  }

  /// What every process has.
  func everywhere() -> [any Service] {
    [
      AdminServer(listen: port.listen, health: context.health, metrics: context.metrics, logger: context.logger),
      HealthProbe(RedisHealth(redis: healthConnection, instance: context.instance), context: context),
      HealthProbe(PostgresHealth(pool: port.postgres), context: context),
    ]
  }

  /// For a process that reads the streams of a group.
  func streams(of group: ConsumerGroup, in directory: StreamDirectory) -> [any Service] {
    let meter = BacklogMeter(
      directory: directory,
      group: group,
      redis: streamConnection,
      metrics: Dictionary(
        uniqueKeysWithValues: group.eventTypes.map { ($0, StreamMetrics($0, registry: context.metrics)) }
      )
    )
    return [
      HealthProbe(GroupHealth(directory: directory, group: group, redis: streamConnection), context: context),
      MeasureLoop(context: context, name: "backlog", measure: meter.measure, forget: meter.forget),
    ]
  }

  /// For a process that publishes the outbox.
  func outbox() -> [any Service] {
    let meter = OutboxMeter(pool: port.postgres, depth: context.metrics.gauge(MetricCatalogue.outboxDepth))
    return [MeasureLoop(context: context, name: "outbox depth", measure: meter.measure, forget: meter.forget)]
  }

  /// For a process that does what is due.
  func months() -> [any Service] {
    let ahead = context.metrics.gauge(MetricCatalogue.partitionsAhead)
    let meter = MonthMeter(pool: port.postgres, clock: context.clock, ahead: ahead)
    return [MeasureLoop(context: context, name: "months ahead", measure: meter.measure, forget: meter.forget)]
  }

  /// Lets go of the connections.
  func close() async {
    await healthConnection.close()
    await streamConnection.close()
    await port.postgres.close()
  }
}

/// Says on `/readyz` that the process is being shut down, from the first moment on.
struct ShutdownNotice: Service {
  let health: HealthBoard

  func run() async throws {
    try await gracefulShutdown()
    health.stop()
  }
}
