/// What is said about an event beside its payload (CONTRACT section 1).
public struct Envelope: Hashable, Sendable {
  /// Unique per tenant for ever; the key of idempotency.
  public let eventID: EventID
  /// Also the name of its stream.
  public let eventType: EventType
  /// Whose event it is.
  public let tenantID: TenantID
  /// The event time.
  public let timestamp: Timestamp
  /// Of the contract, such as `1.0`; the major version is 1.
  public let version: String
  /// `normal` where the producer gives none.
  public let priority: Priority
  /// The agent that sent it; in `callChain` where both are given.
  public let sourceAgentID: String?
  /// The agents that the event went through; elements hold no comma and are not empty.
  public let callChain: [String]
  /// Elements hold no comma and are not empty.
  public let contextRefs: [String]
  /// What ties events of one exchange together; up to 200 characters.
  public let correlationID: String?
  /// The event that caused this one, as the producer names it; up to 200 characters.
  public let parentEventID: String?
  /// W3C trace context; `nil` where the producer's is malformed, as that standard wants.
  public let traceparent: String?

  public init(
    eventID: EventID,
    eventType: EventType,
    tenantID: TenantID,
    timestamp: Timestamp,
    version: String = "1.0",
    priority: Priority = .normal,
    sourceAgentID: String? = nil,
    callChain: [String] = [],
    contextRefs: [String] = [],
    correlationID: String? = nil,
    parentEventID: String? = nil,
    traceparent: String? = nil
  ) {
    self.eventID = eventID
    self.eventType = eventType
    self.tenantID = tenantID
    self.timestamp = timestamp
    self.version = version
    self.priority = priority
    self.sourceAgentID = sourceAgentID
    self.callChain = callChain
    self.contextRefs = contextRefs
    self.correlationID = correlationID
    self.parentEventID = parentEventID
    self.traceparent = traceparent
  }
}
