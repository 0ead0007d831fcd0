import EventFuzz
import EventModel
import Testing

@Suite struct EventEncoderTests {
  @Test("an encoded event decodes to an equal one", arguments: EventType.allCases)
  func roundTrip(eventType: EventType) throws {
    let event = try SampleEntry(eventType).decoded()
    var entry = SampleEntry(eventType)
    entry.fields = EventEncoder.fields(of: event.envelope, data: event.data)
    #expect(try entry.decoded() == event)
  }

  @Test("absent fields are left out, `data` goes through as it is")
  func absentFields() throws {
    let envelope = try Envelope(
      eventID: #require(EventID(text: SampleEntry.eventText)),
      eventType: .dealStage,
      tenantID: #require(TenantID(text: SampleEntry.tenantText)),
      timestamp: Timestamp(microseconds: 0)
    )
    let fields = EventEncoder.fields(of: envelope, dataText: Array("{ }".utf8))
    #expect(
      fields == [
        StreamField("event_id", SampleEntry.eventText), StreamField("event_type", "deal.stage"),
        StreamField("timestamp", "1970-01-01T00:00:00.000000Z"), StreamField("tenant_id", SampleEntry.tenantText),
        StreamField("data", "{ }"), StreamField("version", "1.0"), StreamField("priority", "normal"),
      ]
    )
  }
}
