import FoundationEssentials

/// Turns a stream entry into an event, or says why it can't be one.
///
/// Takes all three forms of the contract: native fields, CloudEvents structured and CloudEvents binary.
public struct EventDecoder: Sendable {
  /// How far an event's time may lie ahead of the server's.
  public static let futureMax = TimeInterval.hours(24)

  private let now: Timestamp

  /// - Parameter now: the server's time, against which events from the future are refused.
  public init(now: Timestamp) {
    self.now = now
  }

  /// Decodes an entry of the stream that `context` describes.
  ///
  /// The first rule that is broken names the refusal. The version comes first: of another major version nothing else
  /// is known.
  public func decode(_ fields: [StreamField], from context: StreamContext) throws(Refusal) -> Event {
    let entry = try EntryFields(fields)
    let (envelope, body, data) = try parts(of: entry, from: context)
    return Event(envelope: envelope, body: body, data: data, dataText: entry.dataText)
  }

  /// The same for who doesn't record the event: without its digest.
  public func decodeContent(
    _ fields: [StreamField],
    from context: StreamContext
  ) throws(Refusal) -> (envelope: Envelope, body: EventBody) {
    let (envelope, body, _) = try parts(of: try EntryFields(fields), from: context)
    return (envelope, body)
  }

  /// Whether a line would become an event on the stream that it names.
  /// - Throws: why it wouldn't, as ``decode(_:from:)`` of its fields would.
  public func check(_ line: ImportLine) throws(Refusal) {
    _ = try parts(of: line.entry, from: StreamContext(eventType: line.eventType, tenant: line.tenantID))
  }

  private func parts(
    of entry: EntryFields,
    from context: StreamContext
  ) throws(Refusal) -> (envelope: Envelope, body: EventBody, data: JSONValue) {
    let version = try Self.version(of: entry)
    try Self.check(eventTypeOf: entry, from: context)
    let eventID = EventID(try Self.uuid(.eventID, of: entry))
    let tenantID = try Self.tenantID(of: entry, from: context)
    let timestamp = try timestamp(of: entry)
    let (sourceAgentID, callChain) = try Self.agents(of: entry)
    let envelope = Envelope(
      eventID: eventID,
      eventType: context.eventType,
      tenantID: tenantID,
      timestamp: timestamp,
      version: version,
      priority: try Self.priority(of: entry),
      sourceAgentID: sourceAgentID,
      callChain: callChain,
      contextRefs: try Self.list(.contextRefs, of: entry),
      correlationID: try entry.text(of: .correlationID, scalarCountMax: TextLimit.identifierScalars),
      parentEventID: try entry.text(of: .parentEventID, scalarCountMax: TextLimit.identifierScalars),
      traceparent: try Self.traceparent(of: entry)
    )
    let data = try entry.data()
    let body = try PayloadReader(data).body(eventType: context.eventType, eventID: eventID)
    return (envelope, body, data)
  }

  private func timestamp(of entry: EntryFields) throws(Refusal) -> Timestamp {
    let label = entry.label(of: .timestamp)
    guard let bytes = entry.bytes(of: .timestamp) else { throw .missing(label) }
    guard let timestamp = Timestamp(rfc3339: bytes) else {
      throw .invalid(label, "must be an RFC 3339 time with an offset, such as `2026-02-11T12:58:38.123456Z`")
    }
    guard timestamp - now <= Self.futureMax else { throw .timestampInFuture(label) }
    return timestamp
  }

  private static func uuid(_ field: EnvelopeField, of entry: EntryFields) throws(Refusal) -> UUID {
    guard let bytes = entry.bytes(of: field) else { throw .missing(entry.label(of: field)) }
    guard let uuid = bytes.withUnsafeBufferPointer({ UUID(exactText: $0) }) else {
      throw .invalid(entry.label(of: field), "must be a UUID of 36 characters")
    }
    return uuid
  }

  private static func tenantID(of entry: EntryFields, from context: StreamContext) throws(Refusal) -> TenantID {
    let tenantID = TenantID(try uuid(.tenantID, of: entry))
    if let tenant = context.tenant, tenant != tenantID { throw .tenantMismatch(entry.label(of: .tenantID)) }
    return tenantID
  }

  private static func check(eventTypeOf entry: EntryFields, from context: StreamContext) throws(Refusal) {
    let label = entry.label(of: .eventType)
    guard let bytes = entry.bytes(of: .eventType) else { throw .missing(label) }
    if bytes.elementsEqual(context.eventType.rawValue.utf8) { return }
    let isText = bytes.withUnsafeBufferPointer { String(exactly: $0) } != nil
    guard isText else { throw .invalid(label, "must be valid UTF-8") }
    throw .unknownEventType(label, streamType: context.eventType)
  }
}
