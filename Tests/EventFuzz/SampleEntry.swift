public import EventModel

/// A valid entry of each event type, and what changes it.
public struct SampleEntry: Sendable {
  /// Which event it is, and whom it concerns, as text.
  public struct Identity: Sendable {
    public var tenant = SampleEntry.tenantText
    public var event = SampleEntry.eventText
    public var conversation = SampleEntry.conversationText
    /// A stage concerns two conversations.
    public var otherConversation = "c0ffee00-1111-4222-8333-444455556667"
    public var timestamp = "2026-02-11T12:58:38.123456+00:00"

    public init() {}
  }

  public static let tenantText = "6f1d3c3e-0000-4000-8000-00000000c4a1"
  public static let otherTenantText = "6f1d3c3e-0000-4000-8000-00000000c4a2"
  public static let eventText = "0b54a0d2-6f6e-4c3a-9f0e-2d1c5b7a8e01"
  public static let conversationText = "c0ffee00-1111-4222-8333-444455556666"
  /// 2026-02-11T13:00:00Z
  public static let now = Timestamp(microseconds: 1_770_814_800_000_000)

  public var eventType: EventType
  public var fields: [StreamField]
  private let tenant: String

  public init(_ eventType: EventType, _ identity: Identity = Identity()) {
    self.eventType = eventType
    tenant = identity.tenant
    fields = [
      StreamField("event_id", identity.event),
      StreamField("event_type", eventType.rawValue),
      StreamField("timestamp", identity.timestamp),
      StreamField("tenant_id", identity.tenant),
      StreamField("version", "1.0"),
      StreamField("priority", "high"),
      StreamField("source_agent_id", "sales-agent"),
      StreamField("call_chain", "router,sales-agent"),
      StreamField("context_refs", "doc-1,doc-2"),
      StreamField("correlation_id", "corr-7"),
      StreamField("parent_event_id", "parent-9"),
      StreamField("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
      StreamField("data", Self.data(of: eventType, identity)),
    ]
  }

  public static func data(of eventType: EventType, _ identity: Identity = Identity()) -> String {
    switch eventType {
    case .agentAction:
      """
      {"conversation_state_id":"\(identity.conversation)","action_type":"send_email","predicted_confidence":0.73,\
      "action_id":"act-1","outcome_types":["email_engagement","deal_progression"],"deal_id":"D-1",\
      "deal_stage":"discovery","rep_id":"rep-3","channel":"email","persona":"cfo","cost":0.0125,\
      "calibration_version":4,"escalation_trigger":"none","metadata":{"a":[1,2.50,{"b":null}]}}
      """
    case .customerReply:
      """
      {"conversation_state_id":"\(identity.conversation)","reply_type":"meeting_attended","in_reply_to":"act-1",\
      "channel":"email","sentiment":"warm","metadata":{"x":"é\\n"}}
      """
    case .dealStage:
      """
      {"conversation_state_id":"\(identity.conversation)","conversation_state_ids":\
      ["\(identity.otherConversation)","\(identity.conversation)"],"to_stage":"negotiation",\
      "from_stage":"discovery","deal_id":"D-1","amount":1250.5,"currency":"EUR","rep_id":"rep-3","metadata":{}}
      """
    case .calibrationUpdated:
      """
      {"outcome_id":"0e0e0e0e-1111-4222-8333-444455556666","revision":3,"state":"present","action_type":"send_email",\
      "predicted_confidence":0.1,"outcome":1,"weight":0.333333,"outcome_type":"email_engagement","status":"positive",\
      "acted_at":"2026-02-10T00:00:00Z","resolved_at":"2026-02-10T01:00:00Z",\
      "window_expires_at":"2026-02-11T00:00:00Z","calibration_version":4}
      """
    case .calibrationAdjusted:
      """
      {"action_type":"send_email","version":2,"kind":"adjust","confidence_scaling":0.96,"escalation_threshold":0.74,\
      "scaling_before":0.98,"threshold_before":0.72,"gap":0.2,"sample_count":61,"decided_at":"2026-02-11T00:00:00Z",\
      "decided_by":"m-1","reason":"It says more than happens."}
      """
    }
  }

  public var context: StreamContext {
    StreamContext(eventType: eventType, tenant: TenantID(text: tenant))
  }

  /// With a field set to another value, or taken away where the value is `nil`.
  public func setting(_ name: String, _ value: String?) -> SampleEntry {
    setting(name, bytes: value.map { Array($0.utf8) })
  }

  public func setting(_ name: String, bytes: [UInt8]?) -> SampleEntry {
    var changed = self
    changed.fields.removeAll { $0.name == Array(name.utf8) }
    if let bytes { changed.fields.append(StreamField(name: Array(name.utf8), value: bytes)) }
    return changed
  }

  /// With a member of `data` set to another JSON text, or taken away where it is `nil`.
  public func settingData(_ name: String, _ json: String?) throws -> SampleEntry {
    let data = try JSONParser.parse(Array(Self.data(of: eventType).utf8))
    var members = (data.members ?? []).filter { $0.name != name }
    if let json { members.append(JSONMember(name, try JSONParser.parse(Array(json.utf8)))) }
    return setting("data", bytes: JSONWriter.compact(.object(members)))
  }

  public func decoded() throws(Refusal) -> Event {
    try EventDecoder(now: Self.now).decode(fields, from: context)
  }

  /// The refusal; `nil` where the entry is taken.
  public func refusal() -> Refusal? {
    do {
      _ = try decoded()
      return nil
    } catch {
      return error
    }
  }
}
