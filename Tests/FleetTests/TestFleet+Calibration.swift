import Calibration
import Delivery
import EventModel
import Insight
import PostgresClient
import RedisClient
import Store
import Streams
import Workers

extension TestFleet {
  /// What an agent reads before it acts; empty where there is nothing to read.
  func correction(_ actionType: String = "send_email", tenant: TenantID = TestEvent.tenant(1)) async throws
    -> [String: String]
  {
    let key = PublishedCorrection.key(tenant: tenant, actionType: ActionType(actionType))
    let fields = try await redis.send(HashGetAll(key: key))
    return Dictionary(
      fields.map { (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)) },
      uniquingKeysWith: { $1 }
    )
  }

  /// The events that told agents of their corrections, in their order.
  func announcements(tenant: TenantID = TestEvent.tenant(1)) async throws -> [CalibrationAdjustment] {
    let key = StreamKey(.calibrationAdjusted, tenant: tenant)
    let decoder = EventDecoder(now: clock.now)
    return try await redis.send(StreamRange(key: key.text)).map { entry in
      let fields = (entry.fields ?? []).map { StreamField(name: $0.name, value: $0.value) }
      let event = try decoder.decode(fields, from: StreamContext(eventType: key.eventType, tenant: tenant))
      guard case .calibrationAdjusted(let adjustment) = event.body else { throw UnexpectedAnnouncement() }
      return adjustment
    }
  }

  /// What is in force for one action type.
  func state(_ actionType: String = "send_email", tenant: TenantID = TestEvent.tenant(1)) async throws
    -> CalibrationState?
  {
    try await postgres.send(ListStates(of: tenant, actionType: ActionType(actionType))).first?.state
  }

  func history(tenant: TenantID = TestEvent.tenant(1)) async throws -> [AdjustmentRow] {
    try await CalibrationReader(postgres: postgres).history(of: tenant, countMax: 1000)
  }
}

private struct UnexpectedAnnouncement: Error {}
