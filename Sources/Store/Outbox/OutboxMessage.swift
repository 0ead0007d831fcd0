public import EventModel

/// An event that waits to be published.
public struct OutboxMessage: Sendable {
  public let tenantID: TenantID
  /// Derived from what the event says, so that the same event published twice has one id.
  public let eventID: EventID
  public let eventType: EventType
  public let occurredAt: Timestamp
  /// The payload: a compact JSON object.
  public let data: String

  public init(tenantID: TenantID, eventID: EventID, eventType: EventType, occurredAt: Timestamp, data: String) {
    self.tenantID = tenantID
    self.eventID = eventID
    self.eventType = eventType
    self.occurredAt = occurredAt
    self.data = data
  }
}
