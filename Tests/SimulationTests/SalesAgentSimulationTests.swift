import EventModel
import Simulation
import Testing

struct SalesAgentSimulationTests {
  private static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  private static func events(
    of plan: SimulationPlan,
    actionCount: Int,
    start: Timestamp = start
  ) -> [SimulatedEvent] {
    var plan = plan
    plan.actionCount = actionCount
    return Array(SalesAgentSimulation(plan: plan, start: start))
  }

  @Test func `the same seed and start give the same events to the last byte`() {
    let first = Self.events(of: .backfill(seed: 42), actionCount: 500)
    let second = Self.events(of: .backfill(seed: 42), actionCount: 500)
    #expect(first == second)
    #expect(first.map(\.dataJSON) == second.map(\.dataJSON))
    #expect(first != Self.events(of: .backfill(seed: 43), actionCount: 500))
  }

  @Test func `another start gives the same tenants and no event id again`() {
    let first = Self.events(of: .backfill(seed: 42), actionCount: 500)
    let later = Self.events(of: .backfill(seed: 42), actionCount: 500, start: Self.start + .seconds(1))
    #expect(Set(first.map(\.eventID)).isDisjoint(with: later.map(\.eventID)))
    #expect(Set(first.map(\.tenantID)) == Set(later.map(\.tenantID)))
    #expect(Set(first.map(\.tenantID)) == Set(SimulationPlan.backfill(seed: 42).tenants.map(\.tenantID)))
  }

  @Test func `no two events share an id, and every action its own`() {
    let events = Self.events(of: .backfill(seed: 7), actionCount: 5000)
    #expect(Set(events.map(\.eventID)).count == events.count)
    #expect(events.count { $0.eventType == .agentAction } == 5000)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `events arrive in order, and none later than the stated delay`(seed: UInt64) {
    let plan = SimulationPlan.backfill(seed: seed)
    let events = Self.events(of: plan, actionCount: 5000)
    var latest = events[0].timestamp
    var earlierCount = 0
    for (event, next) in zip(events, events.dropFirst()) {
      #expect(event.deliveredAt <= next.deliveredAt, "seed \(seed)")
      #expect(event.timestamp <= event.deliveredAt, "seed \(seed)")
      #expect(event.deliveredAt - event.timestamp <= plan.deliveryDelayMax, "seed \(seed)")
      if event.timestamp < latest { earlierCount += 1 }
      latest = max(latest, event.timestamp)
    }
    #expect(earlierCount > 0, "some events overtake others")
  }

  @Test func `without delay the events come in event-time order`() {
    var plan = SimulationPlan.backfill(seed: 5)
    plan.deliveryDelayMax = .seconds(0)
    let times = Self.events(of: plan, actionCount: 3000).map(\.timestamp)
    #expect(times == times.sorted())
  }

  @Test func `the share of duplicates repeats whole events`() {
    var plan = SimulationPlan.backfill(seed: 9)
    plan.duplicateShare = 0.25
    let events = Self.events(of: plan, actionCount: 4000)
    let groups = Dictionary(grouping: events, by: \.eventID).values
    let repeated = groups.filter { $0.count == 2 }
    #expect(repeated.allSatisfy { $0[0].dataJSON == $0[1].dataJSON && $0[0].timestamp == $0[1].timestamp })
    #expect(abs(Double(repeated.count) / Double(groups.count) - 0.25) < 0.03)
  }

  @Test(arguments: [11, 12] as [UInt64])
  func `a conversation has one action about its deal, and many conversations go on`(seed: UInt64) {
    let events = Self.events(of: .backfill(seed: seed), actionCount: 20_000)
    #expect(ObservedOutcomes(events).sharedDealCount == 0, "seed \(seed)")
    let actions = events.filter { $0.eventType == .agentAction }
    let conversations = Dictionary(grouping: actions) { $0.data.text("conversation_state_id") }
    #expect(conversations.values.contains { $0.count > 3 })
    #expect(conversations.values.allSatisfy { Set($0.map(\.tenantID)).count == 1 })
    let seen = Set(actions.map { $0.data.text("rep_id") })
    #expect(seen == ["rep-1", "rep-2", "rep-3", "rep-4"])
  }

  @Test func `the past holds silence, late answers, notices, unclear answers and deals that stall and move on`() {
    let events = Self.events(of: .backfill(seed: 21), actionCount: 10_000)
    let outcomes = ObservedOutcomes(events)
    let replies = Set(events.filter { $0.eventType == .customerReply }.map { $0.data.text("reply_type") })
    #expect(replies == Set(ReplyType.allCases.map(\.rawValue)))
    #expect(outcomes.actions.contains { $0.decidedAt == nil })
    let stalled = Set(
      events.filter { $0.data.text("to_stage") == "stalled" }.map { $0.data.text("deal_id") }
    )
    let advanced = events.filter { ObservedOutcomes.stages.contains($0.data.text("to_stage")) }
    #expect(advanced.contains { stalled.contains($0.data.text("deal_id")) })
  }

  @Test func `in a live run every action is answered within seconds`() throws {
    var simulation = SalesAgentSimulation(plan: .live(seed: 3), start: Self.start)
    var events: [SimulatedEvent] = []
    var now = Self.start
    for _ in 0..<2000 {
      simulation.act(at: now)
      now = now + TimeInterval(microseconds: 37_000)
      while let event = simulation.nextEvent(deliveredBy: now) {
        #expect(event.deliveredAt <= now)
        events.append(event)
      }
    }
    #expect(simulation.actionsTaken == 2000)
    while let due = simulation.nextDelivery {
      let event = simulation.nextEvent(deliveredBy: due)
      events.append(try #require(event))
    }
    let outcomes = ObservedOutcomes(events)
    #expect(outcomes.actions.count == 2000)
    let stalled = Set(events.filter { $0.data.text("to_stage") == "stalled" }.map { $0.data.text("deal_id") })
    for action in outcomes.actions {
      guard let decidedAt = action.decidedAt else {
        // What stays stalled is a failure that says so, too.
        #expect(action.outcomeType == .dealProgression)
        continue
      }
      #expect(decidedAt - action.timestamp <= .seconds(8))
    }
    #expect(outcomes.actions.count { $0.decidedAt == nil } <= stalled.count)
  }

  @Test func `nothing arrives before its time`() {
    var simulation = SalesAgentSimulation(plan: .live(seed: 3), start: Self.start)
    #expect(simulation.nextDelivery == nil)
    simulation.act(at: Self.start)
    let early = simulation.nextEvent(deliveredBy: Self.start - .seconds(1))
    #expect(early == nil)
    #expect(simulation.nextDelivery != nil)
  }
}
