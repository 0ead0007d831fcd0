import Delivery
import EventModel
import Testing

@Suite("StreamKey")
struct StreamKeyTests {
  static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0538"

  @Test(
    "the four forms of the contract are read",
    arguments: [
      ("t:\(tenant):events:agent.action", EventType.agentAction, true, false),
      ("t:{\(tenant)}:events:deal.stage", .dealStage, true, true),
      ("events:customer.reply", .customerReply, false, false),
      ("events:{calibration.updated}", .calibrationUpdated, false, true),
    ]
  )
  func forms(text: String, type: EventType, isTenants: Bool, isTagged: Bool) throws {
    let key = try #require(StreamKey(text: text))
    #expect(key.eventType == type)
    #expect((key.tenant != nil) == isTenants)
    #expect(key.isHashTagged == isTagged)
    #expect(key.text == text)
    #expect(key.deadLetterText == text + ":dlq")
  }

  @Test(
    "other keys are not streams of ours",
    arguments: [
      "t:\(tenant):events:agent.action:dlq", "t:\(tenant):events:unknown",
      "t:\(tenant.uppercased()):events:agent.action",
      "t:nobody:events:agent.action", "events:", "events:agent.action:dlq", "t:\(tenant):calibration:send_email", "",
      "t::events:agent.action", "xevents:agent.action", "t:{\(tenant):events:agent.action",
    ]
  )
  func others(text: String) {
    #expect(StreamKey(text: text) == nil)
  }

  @Test("what is written is read back")
  func roundTrip() throws {
    let tenant = try #require(TenantID(text: Self.tenant))
    for type in EventType.allCases {
      #expect(StreamKey(text: StreamKey(type, tenant: tenant).text) == StreamKey(type, tenant: tenant))
      #expect(StreamKey(text: StreamKey(shared: type).text) == StreamKey(shared: type))
    }
  }
}
