import EventFuzz
import EventModel
import TestSupport
import Testing

@Suite struct EventDecoderTests {
  @Test("an agent.action gives every field")
  func agentAction() throws {
    let event = try SampleEntry(.agentAction).decoded()
    let expected = try AgentAction(
      conversationID: #require(ConversationID(text: SampleEntry.conversationText)),
      actionType: ActionType("send_email"),
      predictedConfidence: 0.73,
      actionID: ActionID("act-1"),
      outcomeTypes: [.emailEngagement, .dealProgression],
      dealID: "D-1",
      dealStage: StageName("discovery"),
      repID: "rep-3",
      channel: "email",
      persona: "cfo",
      cost: 0.0125,
      calibrationVersion: 4,
      escalationTrigger: "none"
    )
    #expect(event.body == .agentAction(expected))
    #expect(event.conversationIDs == [expected.conversationID])
    #expect(event.stageFields.map(\.field) == ["data.deal_stage"])
    #expect(event.stageFields.map(\.name) == [StageName("discovery")])
    #expect(try event.data["metadata"] == JSONParser.parse(Array("{\"a\":[1,2.5,{\"b\":null}]}".utf8)))
    let envelope = try Envelope(
      eventID: #require(EventID(text: SampleEntry.eventText)),
      eventType: .agentAction,
      tenantID: #require(TenantID(text: SampleEntry.tenantText)),
      timestamp: Timestamp(microseconds: 1_770_814_718_123_456),
      priority: .high,
      sourceAgentID: "sales-agent",
      callChain: ["router", "sales-agent"],
      contextRefs: ["doc-1", "doc-2"],
      correlationID: "corr-7",
      parentEventID: "parent-9",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    )
    #expect(event.envelope == envelope)
  }

  @Test("an agent.action of required fields alone has the contract's defaults")
  func agentActionDefaults() throws {
    var entry = SampleEntry(.agentAction)
    entry.fields = entry.fields.filter { field in
      ["event_id", "event_type", "timestamp", "tenant_id"].contains { $0.utf8.elementsEqual(field.name) }
    }
    let expectations: [(String, OutcomeType)] = [
      ("send_email", .emailEngagement), ("send_chat", .emailEngagement), ("schedule_meeting", .meetingOutcome),
      ("escalate", .escalationResult), ("advance_stage", .dealProgression), ("Send_email", .dealProgression),
    ]
    for (actionType, outcomeType) in expectations {
      let data = """
        {"conversation_state_id":"\(SampleEntry.conversationText.uppercased())","action_type":"\(actionType)",\
        "predicted_confidence":1,"action_id":"","outcome_types":null,"deal_stage":"","metadata":null,"unknown":[1]}
        """
      let event = try entry.setting("data", data).decoded()
      let expected = try AgentAction(
        conversationID: #require(ConversationID(text: SampleEntry.conversationText)),
        actionType: ActionType(actionType),
        predictedConfidence: 1,
        actionID: ActionID(SampleEntry.eventText),
        outcomeTypes: [outcomeType]
      )
      #expect(event.body == .agentAction(expected))
      #expect(event.stageFields.isEmpty)
      #expect(event.envelope.version == "1.0")
      #expect(event.envelope.priority == .normal)
      #expect(event.envelope.callChain.isEmpty)
      #expect(event.envelope.traceparent == nil)
    }
  }

  @Test("a customer.reply gives every field, and `reply` where it names no type")
  func customerReply() throws {
    let conversation = try #require(ConversationID(text: SampleEntry.conversationText))
    let event = try SampleEntry(.customerReply).decoded()
    let expected = CustomerReply(
      conversationID: conversation,
      replyType: .meetingAttended,
      inReplyTo: ActionID("act-1"),
      channel: "email",
      sentiment: "warm"
    )
    #expect(event.body == .customerReply(expected))
    for json in [nil, "null", "\"\""] {
      let defaulted = try SampleEntry(.customerReply).settingData("reply_type", json).decoded()
      guard case .customerReply(let reply) = defaulted.body else { throw Unexpected() }
      #expect(reply.replyType == .reply)
    }
    for replyType in ReplyType.allCases {
      #expect(try SampleEntry(.customerReply).settingData("reply_type", "\"\(replyType.rawValue)\"").refusal() == nil)
    }
    guard
      case .customerReply(let reply) = try SampleEntry(.customerReply).settingData("sentiment", "0.80").decoded().body
    else {
      throw Unexpected()
    }
    #expect(reply.sentiment == "0.80")
  }

  @Test("a deal.stage concerns the union of its conversations, in order")
  func dealStage() throws {
    let event = try SampleEntry(.dealStage).decoded()
    let conversations = try [
      #require(ConversationID(text: SampleEntry.conversationText)),
      #require(ConversationID(text: "c0ffee00-1111-4222-8333-444455556667")),
    ]
    let expected = DealStage(
      conversationIDs: conversations,
      toStage: StageName("negotiation"),
      fromStage: StageName("discovery"),
      dealID: "D-1",
      amount: 1250.5,
      currency: "EUR",
      repID: "rep-3"
    )
    #expect(event.body == .dealStage(expected))
    #expect(event.conversationIDs == conversations)
    #expect(event.stageFields.map(\.field) == ["data.to_stage", "data.from_stage"])
    for (name, json) in [
      ("conversation_state_id", nil), ("conversation_state_ids", nil), ("conversation_state_ids", "[]"),
    ] as [(String, String?)] {
      #expect(try SampleEntry(.dealStage).settingData(name, json).refusal() == nil)
    }
  }

  @Test("a calibration.updated reads back what it was written from", arguments: [51 as UInt64])
  func calibrationUpdate(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<2000 {
      let update = try Self.update(&generator)
      #expect(try CalibrationUpdate(data: update.data) == update, "seed \(seed)")
      let envelope = try SampleEntry(.calibrationUpdated).decoded().envelope
      var entry = SampleEntry(.calibrationUpdated)
      entry.fields = EventEncoder.fields(of: envelope, data: update.data)
      let event = try entry.decoded()
      #expect(event.body == .calibrationUpdated(update), "seed \(seed)")
      #expect(event.conversationIDs.isEmpty && event.stageFields.isEmpty)
    }
  }

  private static func update(_ generator: inout TestGenerator) throws -> CalibrationUpdate {
    let isPresent = Bool.random(using: &generator)
    let outcomeType = try #require(OutcomeType.allCases.randomElement(using: &generator))
    let tenant = try #require(TenantID(text: SampleEntry.tenantText))
    let action = try #require(EventID(text: SampleEntry.eventText))
    return CalibrationUpdate(
      outcomeID: OutcomeID(tenant: tenant, action: action, type: outcomeType),
      revision: Int64.random(in: 1...Int64.max, using: &generator),
      state: isPresent ? .present : .retracted,
      actionType: ActionType("e\u{301} \"x\""),
      predictedConfidence: Double.random(in: 0...1, using: &generator),
      outcome: isPresent ? Bool.random(using: &generator) : nil,
      weight: isPresent ? Double.random(in: 0...1e300, using: &generator) : nil,
      outcomeType: outcomeType,
      status: try #require(OutcomeStatus.allCases.randomElement(using: &generator)),
      actedAt: Timestamp(microseconds: Int64.random(in: 0...2_000_000_000_000_000, using: &generator)),
      resolvedAt: isPresent
        ? Timestamp(microseconds: Int64.random(in: 0...2_000_000_000_000_000, using: &generator)) : nil,
      windowExpiresAt: Timestamp(microseconds: Int64.random(in: 0...2_000_000_000_000_000, using: &generator)),
      calibrationVersion: Bool.random(using: &generator) ? Int64.random(in: 0...Int64.max, using: &generator) : nil
    )
  }

  @Test("a retracted calibration.updated needs neither outcome nor weight")
  func retracted() throws {
    let entry = try SampleEntry(.calibrationUpdated).settingData("state", "\"retracted\"")
    guard case .calibrationUpdated(let update) = try entry.decoded().body else { throw Unexpected() }
    #expect(update.outcome == nil && update.weight == nil)
  }

  @Test("ids are taken in either case, lists without blanks and empty elements")
  func forms() throws {
    let entry = SampleEntry(.customerReply).setting("event_id", SampleEntry.eventText.uppercased())
      .setting("tenant_id", SampleEntry.tenantText.uppercased())
      .setting("call_chain", " router , sales-agent,,").setting("version", "1.7.3").setting("context_refs", " , ,")
    let envelope = try entry.decoded().envelope
    #expect(envelope.eventID.description == SampleEntry.eventText)
    #expect(envelope.tenantID.description == SampleEntry.tenantText)
    #expect(envelope.callChain == ["router", "sales-agent"])
    #expect(envelope.contextRefs.isEmpty)
    #expect(envelope.version == "1.7.3")
  }

  @Test("a source agent without a call chain, or a chain without one, is fine")
  func sourceAndChain() {
    #expect(SampleEntry(.customerReply).setting("call_chain", nil).refusal() == nil)
    #expect(SampleEntry(.customerReply).setting("source_agent_id", nil).setting("call_chain", "x").refusal() == nil)
    // Equal as graphemes, not as scalars.
    let entry = SampleEntry(.customerReply).setting("source_agent_id", "\u{E9}").setting("call_chain", "e\u{301}")
    #expect(entry.refusal()?.field == "call_chain")
  }

  @Test(
    "a malformed trace context is dropped and the event kept",
    arguments: [
      "x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
      "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
    ]
  )
  func malformedTrace(text: String) throws {
    #expect(try SampleEntry(.customerReply).setting("traceparent", text).decoded().envelope.traceparent == nil)
    let later = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"
    #expect(try SampleEntry(.customerReply).setting("traceparent", later).decoded().envelope.traceparent == later)
  }

  @Test("on a shared stream the envelope alone names the tenant")
  func sharedStream() throws {
    let entry = SampleEntry(.customerReply).setting("tenant_id", SampleEntry.otherTenantText)
    let context = StreamContext(eventType: .customerReply, tenant: nil)
    let event = try EventDecoder(now: SampleEntry.now).decode(entry.fields, from: context)
    #expect(event.envelope.tenantID.description == SampleEntry.otherTenantText)
  }

  private struct Unexpected: Error {}
}
