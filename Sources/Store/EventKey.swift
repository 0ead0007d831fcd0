public import EventModel

/// An event, with the tenant that it belongs to: the key of idempotency.
public struct EventKey: Hashable, Comparable, Sendable {
  public let tenantID: TenantID
  public let eventID: EventID

  public init(tenantID: TenantID, eventID: EventID) {
    self.tenantID = tenantID
    self.eventID = eventID
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.tenantID != right.tenantID ? left.tenantID < right.tenantID : left.eventID < right.eventID
  }
}
