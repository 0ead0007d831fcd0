import EventModel
import Resolution
import Testing

@Suite struct ConversionResultTests {
  @Test("replies that can decide an outcome are won or lost, the others neither")
  func replies() {
    let won: Set<ReplyType> = [.reply, .meetingAttended, .meetingRescheduled, .escalationResolved]
    let neither: Set<ReplyType> = [.unclear, .autoReply]
    for type in ReplyType.allCases {
      #expect(type.conversionResult == (won.contains(type) ? .won : neither.contains(type) ? nil : .lost), "\(type)")
    }
  }

  @Test("a step in the tenant's order is won, closed_lost and stalled are lost, another name is neither")
  func stages() throws {
    let order = try #require(StageOrder(names: [StageName("demo"), StageName("signed")]))
    #expect(order.conversionResult(of: StageName("demo")) == .won)
    #expect(order.conversionResult(of: StageName("signed")) == .won)
    #expect(order.conversionResult(of: .closedLost) == .lost)
    #expect(order.conversionResult(of: .stalled) == .lost)
    #expect(order.conversionResult(of: StageName("closed_won")) == nil)
  }

  @Test("every conversion of random histories is won or lost")
  func everyConversion() throws {
    for seed in UInt64(0)..<300 {
      let world = RandomWorld(seed: seed)
      for conversion in resolve(world.history, policy: world.policy, now: nil).conversions {
        let reply = world.history.replies.first { $0.eventID == conversion.signalEventID }?.replyType.conversionResult
        let stage = world.history.stages.first { $0.eventID == conversion.signalEventID }
          .flatMap { world.policy.stageOrder.conversionResult(of: $0.toStage) }
        #expect((reply == nil) != (stage == nil), "seed \(seed)")
      }
    }
  }
}
