import EventFuzz
import EventModel
import Testing

@Suite struct ImportLineTests {
  @Test("a line becomes the entry that a producer would have published", arguments: EventType.allCases)
  func equalsEntry(eventType: EventType) throws {
    let sample = SampleEntry(eventType)
    let line = try ImportLine.parse(Array(text(of: sample).utf8))
    #expect(line.eventType == eventType)
    #expect(line.tenantID.description == SampleEntry.tenantText)
    var entry = sample
    entry.fields = line.fields
    #expect(try entry.decoded() == sample.decoded())
  }

  @Test("data is compacted and keeps its numbers as written; lists may be arrays; numbers and nulls are understood")
  func forms() throws {
    let text = """
       { "event_type": "customer.reply", "tenant_id": "\(SampleEntry.tenantText.uppercased())", "version": 1.0,
       "call_chain": ["a", "b c"], "context_refs": "x,y", "priority": null, "correlation_id": 42, "unknown": {"x": 1},
       "data": { "n" : 1.50, "s" : "\\u00e9" } }\n
      """
    let line = try ImportLine.parse(Array(text.utf8))
    #expect(
      Set(line.fields) == [
        StreamField("event_type", "customer.reply"), StreamField("tenant_id", SampleEntry.tenantText.uppercased()),
        StreamField("version", "1.0"), StreamField("call_chain", "a,b c"), StreamField("context_refs", "x,y"),
        StreamField("correlation_id", "42"), StreamField("data", "{\"n\":1.50,\"s\":\"é\"}"),
      ]
    )
    #expect(line.tenantID.description == SampleEntry.tenantText)
  }

  @Test("data may be JSON in a text, as in the stream itself")
  func dataAsText() throws {
    let line = try ImportLine.parse(
      Array(
        "{\"event_type\":\"deal.stage\",\"tenant_id\":\"\(SampleEntry.tenantText)\",\"data\":\"{ \\\"a\\\":1}\"}".utf8
      )
    )
    #expect(line.fields.contains(StreamField("data", "{ \"a\":1}")))
  }

  @Test(
    "a line that can't be routed is refused",
    arguments: [
      ("", .invalidJSON, "line"), ("{", .invalidJSON, "line"), ("[]", .invalidField, "line"),
      ("1", .invalidField, "line"),
      ("{}", .missingField, "event_type"), ("{\"event_type\":\"\"}", .missingField, "event_type"),
      ("{\"event_type\":\"x\"}", .unknownEventType, "event_type"),
      ("{\"event_type\":\"deal.stage\"}", .missingField, "tenant_id"),
      ("{\"event_type\":\"deal.stage\",\"tenant_id\":\"x\"}", .invalidField, "tenant_id"),
      ("{\"event_type\":\"deal.stage\",\"tenant_id\":null}", .missingField, "tenant_id"),
      ("{\"event_id\":true}", .invalidField, "event_id"), ("{\"event_id\":{}}", .invalidField, "event_id"),
      ("{\"call_chain\":[1]}", .invalidField, "call_chain"),
      ("{\"call_chain\":[\"a,b\"]}", .invalidField, "call_chain"),
      ("{\"event_id\":[\"a\"]}", .invalidField, "event_id"), ("{\"a\":\"\\u0000\"}", .invalidField, "line"),
    ] as [(String, RefusalReason, String)]
  )
  func refusals(text: String, reason: RefusalReason, field: String) {
    expect(text, reason, field)
  }

  @Test("a line is bounded")
  func size() {
    expect("{}" + String(repeating: " ", count: ImportLine.byteCountMax - 2), .missingField, "event_type")
    expect("{}" + String(repeating: " ", count: ImportLine.byteCountMax - 1), .tooLarge, "line")
  }

  private func expect(_ text: String, _ reason: RefusalReason, _ field: String) {
    let error = #expect(throws: Refusal.self) { try ImportLine.parse(Array(text.utf8)) }
    #expect(error?.reason == reason)
    #expect(error?.field == field)
  }

  private func text(of sample: SampleEntry) -> String {
    let members = sample.fields.map { field in
      let name = String(decoding: field.name, as: UTF8.self)
      let value = String(decoding: field.value, as: UTF8.self)
      return name == "data" ? "\"data\": \(value)" : "\"\(name)\": \"\(value)\""
    }
    return "{\(members.joined(separator: ", "))}\n"
  }
}
