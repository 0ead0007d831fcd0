import EventModel
import Simulation
import Testing

struct WorkloadTests {
  private static let start = Timestamp(rfc3339: "2026-03-02T08:00:00Z") ?? Timestamp(microseconds: 0)

  private static func events(seed: UInt64 = 7, count: Int = 3600, round: UInt64 = 0) -> [SimulatedEvent] {
    var plan = WorkloadPlan(seed: seed, eventCount: count, start: start, gapMicroseconds: 1000)
    plan.round = round
    return Array(Workload(plan))
  }

  private static func conversation(of event: SimulatedEvent) -> String {
    guard case .object(let members) = event.data else { return "" }
    for member in members {
      if member.name == "conversation_state_id", case .string(let text) = member.value { return text }
      if member.name == "conversation_state_ids", case .array(let values) = member.value,
        case .string(let text)? = values.first
      {
        return text
      }
    }
    return ""
  }

  @Test func `of nine events five are actions, three replies and one a stage, four actions a conversation`() {
    let events = Self.events()
    #expect(events.count == 3600)
    let counts = Dictionary(grouping: events, by: \.eventType).mapValues(\.count)
    #expect(counts == [.agentAction: 2000, .customerReply: 1200, .dealStage: 400])
    let actions = events.filter { $0.eventType == .agentAction }
    let conversations = Dictionary(grouping: actions, by: Self.conversation)
    #expect(conversations.count == 500)
    #expect(conversations.values.allSatisfy { $0.count == 4 })
  }

  @Test func `a load stops at its count, wherever that lies in the mix`() {
    #expect(Self.events(count: 1).count == 1)
    #expect(Self.events(count: 1001).count == 1001)
  }

  @Test func `the same plan gives the same events, another seed other tenants, another round other ids`() {
    let first = Self.events()
    #expect(first == Self.events())
    let otherSeed = Self.events(seed: 8)
    #expect(Set(first.map(\.tenantID)).count == 8)
    #expect(Set(first.map(\.tenantID)).isDisjoint(with: otherSeed.map(\.tenantID)))
    let otherRound = Self.events(round: 1)
    #expect(Set(first.map(\.tenantID)) == Set(otherRound.map(\.tenantID)))
    #expect(Set(first.map(\.eventID)).isDisjoint(with: otherRound.map(\.eventID)))
    #expect(Set(first.map(\.eventID)).count == first.count)
  }

  @Test func `events come in the order of their times, and a conversation's lie apart`() {
    let events = Self.events(count: 20_000)
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp })
    let places = Dictionary(grouping: events.indices) { Self.conversation(of: events[$0]) }
    let spans = places.values.filter { $0.count > 4 }.map { ($0.max() ?? 0) - ($0.min() ?? 0) }.sorted()
    #expect((200...4000).contains(spans[spans.count / 2]), "\(spans[spans.count / 2])")
    #expect(spans[spans.count - 1] < 6000, "\(spans[spans.count - 1])")
  }

  @Test func `a past ends before now, and no window of it has closed`() {
    let now = Self.start
    let plan = WorkloadPlan.past(seed: 1, eventCount: 36_000, before: now)
    let events = Array(Workload(plan))
    #expect(events.allSatisfy { now - $0.timestamp < .hours(13) })
    // The last conversations end among events that aren't there any more.
    #expect(events.allSatisfy { $0.timestamp - now < .hours(3) })
  }

  @Test func `every event is decoded as it is meant`() throws {
    let decoder = EventDecoder(now: Self.start + .days(1))
    for event in Self.events() {
      let decoded = try decoder.decode(
        event.streamFields,
        from: StreamContext(eventType: event.eventType, tenant: event.tenantID)
      )
      #expect(decoded.envelope == event.envelope)
    }
  }
}
