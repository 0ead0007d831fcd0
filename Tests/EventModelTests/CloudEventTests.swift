import EventFuzz
import EventModel
import Testing

@Suite struct CloudEventTests {
  @Test("the three forms of one event are equal", arguments: EventType.allCases)
  func formsAgree(eventType: EventType) throws {
    let native = try SampleEntry(eventType).decoded()
    #expect(try structured(eventType).decoded() == native)
    #expect(try binary(eventType).decoded() == native)
  }

  @Test("attributes that the contract doesn't know are ignored")
  func unknownAttributes() throws {
    var entry = binary(.dealStage)
    entry.fields += [
      StreamField("ce_source", "/crm"), StreamField("ce_subject", ""), StreamField("ce_dataschema", "x"),
      StreamField("content-type", "application/json"), StreamField("tenant_id", "ignored"), StreamField("cloud", "1"),
    ]
    #expect(try entry.decoded() == SampleEntry(.dealStage).decoded())
    let structured = structured(
      .dealStage,
      more: ",\"source\":\"/crm\",\"datacontenttype\":\"application/json\",\"x\":{\"y\":[1]}"
    )
    #expect(try structured.decoded() == SampleEntry(.dealStage).decoded())
  }

  @Test("in a native entry the fields of the other forms are merely unknown")
  func nativeFirst() throws {
    var entry = SampleEntry(.dealStage)
    entry.fields.insert(StreamField("cloudevent", "{"), at: 0)
    entry.fields.insert(StreamField("ce_id", "x"), at: 0)
    #expect(entry.refusal() == nil)
  }

  @Test(
    "a structured event is judged by the same rules",
    arguments: [
      ("{", .invalidJSON, "cloudevent"), ("[]", .invalidField, "cloudevent"), ("\"x\"", .invalidField, "cloudevent"),
      ("", .missingField, "cloudevent"), ("{}", .missingField, "cloudevent.type"),
      ("{\"specversion\":\"0.3\"}", .unsupportedVersion, "cloudevent.specversion"),
      ("{\"specversion\":\"x\"}", .invalidField, "cloudevent.specversion"),
      ("{\"id\":{}}", .invalidField, "cloudevent.id"), ("{\"type\":true}", .invalidField, "cloudevent.type"),
      ("{\"type\":\"customer.reply\"}", .unknownEventType, "cloudevent.type"),
      ("{\"type\":\"deal.stage\",\"id\":\"\"}", .missingField, "cloudevent.id"),
      ("{\"type\":\"deal.stage\",\"callchain\":[\"a,b\"]}", .invalidField, "cloudevent.callchain"),
      ("{\"type\":\"deal.stage\",\"id\":\"a\\u0000\"}", .invalidField, "cloudevent"),
    ] as [(String, RefusalReason, String)]
  )
  func structuredRefusals(text: String, reason: RefusalReason, field: String) {
    var entry = SampleEntry(.dealStage)
    entry.fields = [StreamField("cloudevent", text)]
    #expect(entry.refusal()?.reason == reason)
    #expect(entry.refusal()?.field == field)
  }

  @Test(
    "a structured event's attributes are judged by the same rules",
    arguments: [
      ("\"tenantid\":\"\(SampleEntry.otherTenantText)\"", .tenantMismatch, "cloudevent.tenantid"),
      ("\"time\":\"2027-01-01T00:00:00Z\"", .timestampInFuture, "cloudevent.time"),
      ("\"time\":1", .invalidField, "cloudevent.time"),
      ("\"data\":null", .missingField, "data"), ("\"data\":[]", .invalidField, "data"),
      ("\"data\":\"{}\"", .invalidField, "data"),
      ("\"data\":{}", .missingField, "data.conversation_state_id"),
      ("\"priority\":\"x\"", .invalidField, "cloudevent.priority"),
      ("\"version\":2", .unsupportedVersion, "cloudevent.version"),
    ] as [(String, RefusalReason, String)]
  )
  func structuredAttributes(member: String, reason: RefusalReason, field: String) {
    // The last member of a name wins.
    let refusal = structured(.dealStage, more: ",\(member)").refusal()
    #expect(refusal?.reason == reason)
    #expect(refusal?.field == field)
  }

  @Test("a binary event is judged by the same rules")
  func binaryRefusals() {
    let rules: [(String, String?, RefusalReason)] = [
      ("ce_id", "x", .invalidField), ("ce_id", nil, .missingField), ("ce_time", nil, .missingField),
      ("ce_tenantid", nil, .missingField),
      ("ce_type", "customer.reply", .unknownEventType), ("ce_specversion", "2.0", .unsupportedVersion),
      ("ce_tenantid", SampleEntry.otherTenantText, .tenantMismatch), ("ce_priority", "x", .invalidField),
      ("data", "{", .invalidJSON), ("data", nil, .missingField),
    ]
    for (name, value, reason) in rules {
      let refusal = binary(.dealStage).setting(name, value).refusal()
      #expect(refusal?.reason == reason)
      #expect(refusal?.field == name)
    }
    var repeated = binary(.dealStage)
    repeated.fields.append(StreamField("ce_id", ""))
    #expect(repeated.refusal()?.field == "ce_id")
    repeated.fields = [StreamField("cloudevent", "{}"), StreamField("cloudevent", "{}")]
    #expect(repeated.refusal()?.field == "cloudevent")
  }

  private static let attributeNames = [
    "event_id": "id", "event_type": "type", "timestamp": "time", "tenant_id": "tenantid", "version": "version",
    "priority": "priority", "source_agent_id": "sourceagentid", "call_chain": "callchain",
    "context_refs": "contextrefs",
    "correlation_id": "correlationid", "parent_event_id": "parenteventid", "traceparent": "traceparent",
  ]

  private func binary(_ eventType: EventType) -> SampleEntry {
    var entry = SampleEntry(eventType)
    entry.fields = entry.fields.map { field in
      guard let name = Self.attributeNames[String(decoding: field.name, as: UTF8.self)] else { return field }
      return StreamField(name: Array("ce_\(name)".utf8), value: field.value)
    }
    entry.fields.append(StreamField("ce_specversion", "1.0"))
    return entry
  }

  private func structured(_ eventType: EventType, more: String = "") -> SampleEntry {
    var entry = SampleEntry(eventType)
    let members = entry.fields.map { field in
      let name = String(decoding: field.name, as: UTF8.self)
      let value = String(decoding: field.value, as: UTF8.self)
      switch name {
      case "data": return "\"data\":\(value)"
      case "call_chain": return "\"callchain\":[\"router\",\"sales-agent\"]"
      default: return "\"\(Self.attributeNames[name] ?? name)\":\"\(value)\""
      }
    }
    entry.fields = [StreamField("cloudevent", "{\"specversion\":\"1.0\",\(members.joined(separator: ", "))\(more)}")]
    return entry
  }
}
