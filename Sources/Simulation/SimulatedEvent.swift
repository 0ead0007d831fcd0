public import EventModel

/// One event as it reaches its stream.
public struct SimulatedEvent: Equatable, Sendable {
  public let tenantID: TenantID
  public let eventType: EventType
  public let eventID: EventID
  /// The event time.
  public let timestamp: Timestamp
  /// When it reaches the stream: the event time or a little later. Events come in this order.
  public let deliveredAt: Timestamp
  /// The payload.
  public let data: JSONValue
  /// The agent that acted; `nil` for what customers and the CRM say.
  public let sourceAgentID: String?
  /// The agents that an action went through, the one that acted last.
  public let callChain: [String]

  /// The payload as compact JSON text.
  public var dataJSON: String {
    String(decoding: JSONWriter.compact(data), as: UTF8.self)
  }

  public var envelope: Envelope {
    Envelope(
      eventID: eventID,
      eventType: eventType,
      tenantID: tenantID,
      timestamp: timestamp,
      sourceAgentID: sourceAgentID,
      callChain: callChain
    )
  }

  /// The fields for XADD, in the native form.
  public var streamFields: [StreamField] {
    EventEncoder.fields(of: envelope, data: data)
  }
}
