import Alerts
import Delivery
import EventModel
import Insight
import PostgresClient
import Store
import Streams

/// How the tenant's part of the fleet stands at this moment.
struct OperationsReading {
  static let scheduleCountMax = 100
  private static let alertCountMax = 50

  /// One of the tenant's streams; `nil` where nobody wrote to it, or no group reads it yet.
  let streams: [(type: EventType, backlog: StreamBacklog?)]
  let letters: DeadLetterGroups
  /// Messages that wait to be published.
  let outboxCount: Int64?
  let schedules: [ScheduleRow]
  let alerts: [Alert]

  static func read(_ services: APIServices, _ request: APIRequest) async throws -> OperationsReading {
    let (tenant, postgres) = (request.tenant, request.postgres)
    async let letters = DeadLetterRoutes(services: services)
      .groups(DeadLetterFilter(tenant: tenant), of: tenant)
    async let alerts = AlertDesk(of: tenant, in: postgres, now: request.now)
      .page(AlertFilter(isOpen: true), after: nil, countMax: alertCountMax)
    let (outbox, schedules) = try await postgres.send(
      CountOutbox(),
      ListSchedules(of: tenant, countMax: scheduleCountMax)
    )
    return OperationsReading(
      streams: try await streams(of: tenant, services),
      letters: try await letters,
      outboxCount: outbox.first,
      schedules: schedules,
      alerts: try await alerts.alerts
    )
  }

  private static func streams(
    of tenant: TenantID,
    _ services: APIServices
  ) async throws -> [(type: EventType, backlog: StreamBacklog?)] {
    var streams: [(type: EventType, backlog: StreamBacklog?)] = []
    for group in ConsumerGroup.allCases {
      let keys = group.eventTypes.map { StreamKey($0, tenant: tenant) }
      let backlogs = try await StreamBacklog.load(of: keys, group: group, redis: services.redis)
      streams += keys.map { (type: $0.eventType, backlog: backlogs[$0]) }
    }
    return streams
  }
}
