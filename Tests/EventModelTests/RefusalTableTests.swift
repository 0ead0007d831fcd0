import EventFuzz
import EventModel
import Testing

/// Every rule of the contract's envelope and payloads, broken once.
@Suite struct RefusalTableTests {
  @Test("the sample entries are taken", arguments: EventType.allCases)
  func samplesAreTaken(eventType: EventType) {
    #expect(SampleEntry(eventType).refusal() == nil)
  }

  @Test(
    "a required envelope field that is absent or empty is missing",
    arguments: ["event_id", "event_type", "timestamp", "tenant_id", "data"]
  )
  func missingEnvelopeFields(name: String) {
    for value in [nil, ""] {
      expect(SampleEntry(.agentAction).setting(name, value), .missingField, name)
    }
  }

  @Test(
    "an optional envelope field may be absent or empty",
    arguments: [
      "version", "priority", "source_agent_id", "call_chain", "context_refs", "correlation_id", "parent_event_id",
      "traceparent",
    ]
  )
  func optionalEnvelopeFields(name: String) {
    for value in [nil, ""] {
      #expect(SampleEntry(.agentAction).setting(name, value).refusal() == nil)
    }
  }

  @Test(
    "an envelope field out of form is refused by name",
    arguments: [
      ("event_id", "no-uuid", .invalidField), ("event_id", "{0b54a0d2-6f6e-4c3a-9f0e-2d1c5b7a8e01}", .invalidField),
      ("event_id", "0b54a0d26f6e4c3a9f0e2d1c5b7a8e01", .invalidField),
      ("event_id", "0b54a0d2-6f6e-4c3a-9f0e-2d1c5b7a8e01 ", .invalidField),
      ("event_type", "deal.stage", .unknownEventType), ("event_type", "agent.action ", .unknownEventType),
      ("event_type", "Agent.Action", .unknownEventType), ("event_type", "nonsense", .unknownEventType),
      ("timestamp", "yesterday", .invalidField), ("timestamp", "2026-02-11T12:58:38", .invalidField),
      ("timestamp", "2026-02-12T13:00:00.000001Z", .timestampInFuture),
      ("timestamp", "9999-01-01T00:00:00Z", .timestampInFuture),
      ("tenant_id", "x", .invalidField), ("tenant_id", SampleEntry.otherTenantText, .tenantMismatch),
      ("version", "2.0", .unsupportedVersion), ("version", "0.9", .unsupportedVersion),
      ("version", "10.0", .unsupportedVersion),
      ("version", "99999999999999999999", .unsupportedVersion),
      ("version", "one", .invalidField), ("version", "v1", .invalidField), ("version", "1.", .invalidField),
      ("version", ".1", .invalidField), ("version", "1..0", .invalidField), ("version", "-1", .invalidField),
      ("priority", "urgent", .invalidField), ("priority", "High", .invalidField),
      ("source_agent_id", String(repeating: "a", count: 201), .invalidField),
      ("call_chain", "router,other", .invalidField), ("call_chain", String(repeating: "a,", count: 101), .invalidField),
      ("context_refs", String(repeating: "a,", count: 101), .invalidField),
      ("context_refs", String(repeating: "a", count: 8193), .invalidField),
      ("correlation_id", String(repeating: "a", count: 201), .invalidField),
      ("correlation_id", "a\u{0}b", .invalidField),
      ("parent_event_id", String(repeating: "é", count: 201), .invalidField),
      ("traceparent", String(repeating: "a", count: 513), .invalidField),
      ("data", "{", .invalidJSON), ("data", "{\"a\":1}x", .invalidJSON), ("data", "not json", .invalidJSON),
      ("data", "{\"a\":\"\\ud800\"}", .invalidJSON), ("data", "[]", .invalidField), ("data", "null", .invalidField),
      ("data", "1", .invalidField), ("data", "\"{}\"", .invalidField), ("data", "{\"a\":\"\\u0000\"}", .invalidField),
      ("data", "{\"\\u0000\":1}", .invalidField), ("data", "{\"a\":1e131072}", .invalidField),
      ("data", "{\"a\":1e-16384}", .invalidField),
    ] as [(String, String, RefusalReason)]
  )
  func envelopeFields(name: String, value: String, reason: RefusalReason) {
    expect(SampleEntry(.agentAction).setting(name, value), reason, name)
  }

  @Test(
    "invalid UTF-8 in a known field is refused",
    arguments: [
      "event_id", "event_type", "timestamp", "tenant_id", "version", "priority", "source_agent_id", "call_chain",
      "context_refs", "correlation_id", "parent_event_id", "traceparent",
    ]
  )
  func invalidUTF8(name: String) {
    expect(SampleEntry(.agentAction).setting(name, bytes: [0x61, 0xFF]), .invalidField, name)
    let data = Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)
    expect(SampleEntry(.agentAction).setting("data", bytes: data), .invalidJSON, "data")
  }

  @Test("a known field that is repeated is refused by name, an unknown one is not")
  func repeatedFields() {
    let sample = SampleEntry(.customerReply)
    for field in sample.fields {
      var repeated = sample
      repeated.fields.append(field)
      expect(repeated, .invalidField, String(decoding: field.name, as: UTF8.self))
    }
    var unknown = sample
    unknown.fields += [StreamField("x", "1"), StreamField("x", "2"), StreamField(name: [0xFF, 0], value: [0xFF])]
    #expect(unknown.refusal() == nil)
  }

  @Test(
    "a payload field out of form is refused by name",
    arguments: [
      (.agentAction, "conversation_state_id", nil, .missingField),
      (.agentAction, "conversation_state_id", "null", .missingField),
      (.agentAction, "conversation_state_id", "\"\"", .missingField),
      (.agentAction, "conversation_state_id", "\"x\"", .invalidField),
      (.agentAction, "conversation_state_id", "7", .invalidField),
      (.agentAction, "action_type", nil, .missingField), (.agentAction, "action_type", "\"\"", .missingField),
      (.agentAction, "action_type", "3", .invalidField), (.agentAction, "action_type", "[]", .invalidField),
      (.agentAction, "predicted_confidence", nil, .missingField),
      (.agentAction, "predicted_confidence", "null", .missingField),
      (.agentAction, "predicted_confidence", "1.01", .invalidField),
      (.agentAction, "predicted_confidence", "-0.01", .invalidField),
      (.agentAction, "predicted_confidence", "\"0.5\"", .invalidField),
      (.agentAction, "predicted_confidence", "true", .invalidField),
      (.agentAction, "predicted_confidence", "1.00000000000000000001", .invalidField),
      (.agentAction, "predicted_confidence", "1e400", .invalidField),
      (.agentAction, "action_id", "5", .invalidField), (.agentAction, "outcome_types", "[]", .invalidField),
      (.agentAction, "outcome_types", "\"email_engagement\"", .invalidField),
      (.agentAction, "outcome_types", "[\"x\"]", .invalidField),
      (.agentAction, "outcome_types", "[1]", .invalidField), (.agentAction, "outcome_types", "[null]", .invalidField),
      (.agentAction, "outcome_types", "[\"email_engagement\",\"email_engagement\"]", .invalidField),
      (.agentAction, "deal_id", "1", .invalidField), (.agentAction, "deal_stage", "1", .invalidField),
      (.agentAction, "rep_id", "{}", .invalidField), (.agentAction, "channel", "1", .invalidField),
      (.agentAction, "persona", "false", .invalidField), (.agentAction, "cost", "\"1\"", .invalidField),
      (.agentAction, "cost", "1e309", .invalidField), (.agentAction, "calibration_version", "-1", .invalidField),
      (.agentAction, "calibration_version", "1.5", .invalidField),
      (.agentAction, "calibration_version", "9223372036854775808", .invalidField),
      (.agentAction, "calibration_version", "\"1\"", .invalidField),
      (.agentAction, "escalation_trigger", "1", .invalidField),
      (.agentAction, "metadata", "[]", .invalidField), (.agentAction, "metadata", "\"x\"", .invalidField),
      (.customerReply, "conversation_state_id", nil, .missingField),
      (.customerReply, "reply_type", "\"yes\"", .invalidField),
      (.customerReply, "reply_type", "1", .invalidField), (.customerReply, "in_reply_to", "1", .invalidField),
      (.customerReply, "channel", "1", .invalidField), (.customerReply, "sentiment", "[]", .invalidField),
      (.customerReply, "metadata", "1", .invalidField),
      (.dealStage, "to_stage", nil, .missingField), (.dealStage, "to_stage", "\"\"", .missingField),
      (.dealStage, "to_stage", "4", .invalidField), (.dealStage, "from_stage", "4", .invalidField),
      (.dealStage, "conversation_state_id", "\"x\"", .invalidField),
      (.dealStage, "conversation_state_ids", "\"x\"", .invalidField),
      (.dealStage, "conversation_state_ids", "[\"x\"]", .invalidField),
      (.dealStage, "conversation_state_ids", "[null]", .invalidField),
      (.dealStage, "deal_id", "1", .invalidField), (.dealStage, "amount", "\"1\"", .invalidField),
      (.dealStage, "amount", "-1e400", .invalidField), (.dealStage, "currency", "1", .invalidField),
      (.dealStage, "rep_id", "1", .invalidField), (.dealStage, "metadata", "1", .invalidField),
      (.calibrationUpdated, "outcome_id", nil, .missingField),
      (.calibrationUpdated, "outcome_id", "\"x\"", .invalidField),
      (.calibrationUpdated, "revision", nil, .missingField), (.calibrationUpdated, "revision", "0", .invalidField),
      (.calibrationUpdated, "revision", "1.5", .invalidField), (.calibrationUpdated, "state", nil, .missingField),
      (.calibrationUpdated, "state", "\"gone\"", .invalidField),
      (.calibrationUpdated, "action_type", nil, .missingField),
      (.calibrationUpdated, "predicted_confidence", "2", .invalidField),
      (.calibrationUpdated, "predicted_confidence", nil, .missingField),
      (.calibrationUpdated, "outcome", nil, .missingField), (.calibrationUpdated, "outcome", "2", .invalidField),
      (.calibrationUpdated, "outcome", "0.5", .invalidField), (.calibrationUpdated, "outcome", "true", .invalidField),
      (.calibrationUpdated, "weight", nil, .missingField), (.calibrationUpdated, "weight", "\"1\"", .invalidField),
      (.calibrationUpdated, "weight", "-1", .invalidField), (.calibrationUpdated, "weight", "1e400", .invalidField),
      (.calibrationUpdated, "outcome_type", nil, .missingField),
      (.calibrationUpdated, "outcome_type", "\"x\"", .invalidField),
      (.calibrationUpdated, "status", nil, .missingField), (.calibrationUpdated, "status", "\"x\"", .invalidField),
      (.calibrationUpdated, "acted_at", nil, .missingField), (.calibrationUpdated, "acted_at", "\"x\"", .invalidField),
      (.calibrationUpdated, "resolved_at", "\"x\"", .invalidField),
      (.calibrationUpdated, "window_expires_at", nil, .missingField),
      (.calibrationUpdated, "window_expires_at", "3", .invalidField),
      (.calibrationUpdated, "calibration_version", "-1", .invalidField),
    ] as [(EventType, String, String?, RefusalReason)]
  )
  func payloadFields(eventType: EventType, name: String, json: String?, reason: RefusalReason) throws {
    expect(try SampleEntry(eventType).settingData(name, json), reason, "data." + name)
  }

  @Test("the unknown reply type's sentence names the allowed ones")
  func namesReplyTypes() throws {
    let message = try #require(try SampleEntry(.customerReply).settingData("reply_type", "\"secret\"").refusal())
      .message
    for replyType in ReplyType.allCases { #expect(message.contains(replyType.rawValue)) }
    #expect(!message.contains("secret"))
  }

  @Test("a deal.stage without any conversation misses one")
  func dealStageNeedsConversation() throws {
    let entry = SampleEntry(.dealStage)
    for data in [
      "{\"to_stage\":\"x\"}", "{\"to_stage\":\"x\",\"conversation_state_ids\":[],\"conversation_state_id\":null}",
    ] {
      expect(entry.setting("data", data), .missingField, "data.conversation_state_id")
    }
  }

  @Test("what others find out has its codes and sentences")
  func factories() {
    #expect(Refusal.unknownStage(field: "data.to_stage").reason == .invalidField)
    #expect(Refusal.unknownStage(field: "data.to_stage").field == "data.to_stage")
    #expect(Refusal.eventIDConflict().reason == .eventIDConflict)
    #expect(Refusal.processingFailed(attempts: 4, cause: "SQLSTATE 22001").reason == .processingFailed)
    #expect(Refusal.deliveryLimit(deaths: 3).reason == .deliveryLimit)
    let codes = RefusalReason.allCases.map(\.rawValue)
    #expect(
      codes == [
        "missing_field", "invalid_field", "invalid_json", "too_large", "unsupported_version", "unknown_event_type",
        "tenant_mismatch", "timestamp_in_future", "event_id_conflict", "processing_failed", "delivery_limit",
      ]
    )
  }

  @Test("a fingerprint is the cause's: reason, event type and field")
  func fingerprints() throws {
    let one = Refusal(.invalidField, field: "data.cost", message: "one")
    let same = Refusal(.invalidField, field: "data.cost", message: "another")
    #expect(one.fingerprint(eventType: .agentAction) == same.fingerprint(eventType: .agentAction))
    #expect(one.fingerprint(eventType: .agentAction).utf8.count == 16)
    var seen: Set<String> = []
    for reason in RefusalReason.allCases {
      for field in [nil, "data", "data.cost"] {
        for eventType in EventType.allCases {
          seen.insert(Refusal(reason, field: field, message: "").fingerprint(eventType: eventType))
        }
      }
    }
    #expect(seen.count == RefusalReason.allCases.count * 3 * EventType.allCases.count)
  }

  private func expect(_ entry: SampleEntry, _ reason: RefusalReason, _ field: String) {
    let refusal = entry.refusal()
    #expect(refusal?.reason == reason, "\(field)")
    #expect(refusal?.field == field)
    #expect(refusal?.message.contains("`\(field)`") == true)
    #expect(refusal?.message.hasSuffix(".") == true)
  }
}
