import EventModel
import Simulation
import Testing

struct DecodingTests {
  @Test(arguments: [SimulationPlan.backfill(seed: 6), SimulationPlan.live(seed: 6)])
  func `every event is valid and reads as it was meant`(plan: SimulationPlan) throws {
    var plan = plan
    plan.actionCount = 3000
    let start = Timestamp(microseconds: 1_770_000_000_000_000)
    let decoder = EventDecoder(now: start)
    var seen: Set<EventType> = []
    for event in SalesAgentSimulation(plan: plan, start: start) where event.timestamp - start <= .hours(24) {
      let context = StreamContext(eventType: event.eventType, tenant: event.tenantID)
      let decoded = try decoder.decode(event.streamFields, from: context)
      seen.insert(event.eventType)
      #expect(decoded.envelope == event.envelope)
      #expect(decoded.data == event.data)
      switch decoded.body {
      case .agentAction(let action):
        #expect(action.outcomeTypes.first == OutcomeType.expected(of: action.actionType))
        #expect(event.sourceAgentID.map { event.callChain.contains($0) } == true)
      case .customerReply(let reply):
        #expect(reply.inReplyTo != nil)
      case .dealStage(let stage):
        #expect(stage.conversationIDs.count == 1)
      case .calibrationUpdated, .calibrationAdjusted:
        Issue.record("an agent doesn't send what it is told")
      }
    }
    #expect(seen == [.agentAction, .customerReply, .dealStage])
  }

  @Test func `every event type keeps to the streams of agents, customers and CRM for months`() throws {
    var plan = SimulationPlan.backfill(seed: 8)
    plan.actionCount = 2000
    plan.meanGap = .hours(1)
    let start = Timestamp(microseconds: 1_770_000_000_000_000)
    let events = Array(SalesAgentSimulation(plan: plan, start: start))
    let last = try #require(events.map(\.timestamp).max())
    let decoder = EventDecoder(now: last)
    for event in events {
      let context = StreamContext(eventType: event.eventType, tenant: event.tenantID)
      let decoded = try decoder.decode(event.streamFields, from: context)
      #expect(decoded.envelope.timestamp == event.timestamp)
    }
  }
}
