public import EventModel

/// An event, with the tenant that it belongs to: the key of idempotency.
public struct EventKey: Hashable, Comparable, Sendable {
  public let tenantID: TenantID
  public let eventID: EventID

  public init(tenantID: TenantID, eventID: EventID) {
    self.tenantID = tenantID
    self.eventID = eventID
  }

  /// That the row `event` is the one of the row `key` of `event_keys`, by the whole of the index of events.
  static let isOfKey = """
    event.conversation_state_id = key.conversation_state_id AND event.tenant_id = key.tenant_id
          AND event.occurred_at = key.occurred_at AND event.event_id = key.event_id
    """

  public static func < (left: Self, right: Self) -> Bool {
    left.tenantID != right.tenantID ? left.tenantID < right.tenantID : left.eventID < right.eventID
  }
}
