/// Which stream an entry came from: what its key promises about the event.
public struct StreamContext: Hashable, Sendable {
  /// The type that the key names.
  public let eventType: EventType
  /// The tenant that the key names; `nil` for a shared stream.
  public let tenant: TenantID?

  public init(eventType: EventType, tenant: TenantID?) {
    self.eventType = eventType
    self.tenant = tenant
  }
}
