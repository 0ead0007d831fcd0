import EventFuzz
import EventModel
import Testing

@Suite struct BoundaryTests {
  @Test("data of 256 KiB is taken, one byte more is too large")
  func dataSize() throws {
    let byteCountMax = 256 * 1024
    let sample = SampleEntry(.customerReply)
    let fitting = data(fillingTo: byteCountMax)
    #expect(fitting.utf8.count == byteCountMax)
    #expect(sample.setting("data", fitting).refusal() == nil)
    let refusal = sample.setting("data", fitting + " ").refusal()
    #expect(refusal?.reason == .tooLarge)
    #expect(refusal?.field == "data")
    // Size comes before content.
    #expect(sample.setting("data", String(repeating: "[", count: byteCountMax + 1)).refusal()?.reason == .tooLarge)
  }

  @Test("a structured CloudEvent's data has the same bound, without the white space around it")
  func structuredDataSize() {
    for (excess, reason) in [(0, nil), (1, RefusalReason.tooLarge)] {
      let data = data(fillingTo: 256 * 1024 + excess)
      var entry = SampleEntry(.customerReply)
      let event = """
        {"specversion":"1.0","id":"\(SampleEntry.eventText)","type":"customer.reply","source":"/crm",\
        "time":"2026-02-11T12:00:00Z","tenantid":"\(SampleEntry.tenantText)","data":\(data)\(String(repeating: " ", count: 1000))}
        """
      entry.fields = [StreamField("cloudevent", event)]
      #expect(entry.refusal()?.reason == reason)
      entry.fields = [StreamField("cloudevent", event + String(repeating: " ", count: 512 * 1024))]
      #expect(entry.refusal()?.reason == .tooLarge)
      #expect(entry.refusal()?.field == "cloudevent")
    }
  }

  @Test("data of 32 levels is taken, of 33 it is refused, in every form")
  func depth() {
    for (levels, reason) in [(32, nil), (33, RefusalReason.invalidField)] {
      // The payload's object is level 1.
      let nested = String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1)
      let data = "{\"conversation_state_id\":\"\(SampleEntry.conversationText)\",\"x\":\(nested)}"
      #expect(SampleEntry(.customerReply).setting("data", data).refusal()?.reason == reason)
      var entry = SampleEntry(.customerReply)
      entry.fields = [
        StreamField(
          "cloudevent",
          """
          {"specversion":"1.0","id":"\(SampleEntry.eventText)","type":"customer.reply","time":"2026-02-11T12:00:00Z",\
          "tenantid":"\(SampleEntry.tenantText)","data":\(data)}
          """
        )
      ]
      #expect(entry.refusal()?.reason == reason)
    }
  }

  @Test(
    "texts are counted in Unicode scalars",
    arguments: ["a", "é", "e\u{301}", "😀", "👩\u{200D}👩\u{200D}👧", "\u{1F1E9}\u{1F1EA}", "\u{301}"]
  )
  func scalars(unit: String) throws {
    let limits: [(EventType, String, Int)] = [
      (.agentAction, "action_type", 50), (.agentAction, "action_id", 100), (.agentAction, "deal_stage", 50),
      (.agentAction, "deal_id", 200), (.agentAction, "rep_id", 200), (.agentAction, "channel", 512),
      (.agentAction, "persona", 512), (.agentAction, "escalation_trigger", 512), (.customerReply, "in_reply_to", 100),
      (.customerReply, "sentiment", 512), (.dealStage, "to_stage", 50), (.dealStage, "from_stage", 50),
      (.dealStage, "currency", 512), (.dealStage, "deal_id", 200), (.calibrationUpdated, "action_type", 50),
    ]
    for (eventType, name, scalarCountMax) in limits {
      let repeated = Array(String(repeating: unit, count: scalarCountMax + 1).unicodeScalars)
      for (count, reason) in [(scalarCountMax, nil), (scalarCountMax + 1, RefusalReason.invalidField)] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: repeated[..<count])
        let refusal = try SampleEntry(eventType).settingData(name, "\"\(String(text))\"").refusal()
        #expect(refusal?.reason == reason, "\(name), \(count) scalars of \(unit)")
        #expect(reason == nil || refusal?.field == "data.\(name)")
      }
    }
  }

  @Test("an event up to 24 hours ahead is taken")
  func future() {
    let sample = SampleEntry(.customerReply)
    #expect(sample.setting("timestamp", "2026-02-12T13:00:00.0000009Z").refusal() == nil)
    #expect(sample.setting("timestamp", "2026-02-12T14:00:00+01:00").refusal() == nil)
    #expect(sample.setting("timestamp", "2026-02-12T13:00:00.000001Z").refusal()?.reason == .timestampInFuture)
    #expect(sample.setting("timestamp", "0001-01-01T00:00:00Z").refusal() == nil)
  }

  @Test("a deal.stage concerns at most 50 distinct conversations")
  func conversations() throws {
    func entry(_ count: Int) throws -> SampleEntry {
      let identifiers = (0..<count).map { index in "\"00000000-0000-4000-8000-0000000000\(10 + index)\"" }
      let repeated = identifiers + identifiers.map { $0.uppercased() }
      return try SampleEntry(.dealStage).settingData("conversation_state_ids", "[\(repeated.joined(separator: ","))]")
    }
    // The sample's own conversation_state_id is one more.
    let event = try entry(49).decoded()
    #expect(event.conversationIDs.count == 50)
    #expect(event.conversationIDs == event.conversationIDs.sorted())
    let refusal = try entry(50).refusal()
    #expect(refusal?.reason == .invalidField)
    #expect(refusal?.field == "data.conversation_state_ids")
  }

  @Test("integers and probabilities are taken up to their bounds")
  func numbers() throws {
    func action(_ name: String, _ json: String) throws -> AgentAction? {
      guard case .agentAction(let action) = try SampleEntry(.agentAction).settingData(name, json).decoded().body else {
        return nil
      }
      return action
    }
    #expect(try action("calibration_version", "9223372036854775807")?.calibrationVersion == Int64.max)
    #expect(try action("calibration_version", "1.0")?.calibrationVersion == 1)
    #expect(try action("calibration_version", "1e2")?.calibrationVersion == 100)
    #expect(try action("calibration_version", "0")?.calibrationVersion == 0)
    #expect(try action("predicted_confidence", "1.000")?.predictedConfidence == 1)
    #expect(try action("predicted_confidence", "1e-400")?.predictedConfidence == 0)
    #expect(try action("predicted_confidence", "-0")?.predictedConfidence.sign == .plus)
    #expect(try action("cost", "-3.5")?.cost == -3.5)
    #expect(try action("cost", "\"\"")?.cost == nil)
  }

  private func data(fillingTo byteCount: Int) -> String {
    let start = "{\"conversation_state_id\":\"\(SampleEntry.conversationText)\",\"note\":\""
    return start + String(repeating: "x", count: byteCount - start.utf8.count - 2) + "\"}"
  }
}
