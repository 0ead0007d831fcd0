import Delivery
import EventModel
import Resolution
import Testing

@testable import chaos

struct ChaosLoadTests {
  private static func plan(seed: UInt64) -> ChaosPlan {
    ChaosPlan(
      seed: seed,
      seconds: 10,
      workerCount: 1,
      aggregatorCount: 1,
      rate: 100,
      faults: FaultKind.allCases,
      start: Timestamp(microseconds: 1_770_000_000_000_000)
    )
  }

  @Test func `the same plan gives the same load, another seed another one`() throws {
    let first = try ChaosLoad(plan: Self.plan(seed: 1))
    let second = try ChaosLoad(plan: Self.plan(seed: 1))
    let other = try ChaosLoad(plan: Self.plan(seed: 2))
    #expect(first.entries.map(\.key) == second.entries.map(\.key))
    #expect(first.entries.map(\.fields) == second.entries.map(\.fields))
    #expect(first.histories == second.histories)
    #expect(first.eventIdentities.isDisjoint(with: other.eventIdentities))
  }

  @Test
  func `the load has duplicates, several streams of a type, events of several conversations and every malformation`()
    throws
  {
    let load = try ChaosLoad(plan: Self.plan(seed: 1))
    let events = load.entries.filter { $0.fate == .applied }
    #expect(Set(events.map(\.identity)) == load.eventIdentities)
    #expect(events.count > load.eventIdentities.count)
    #expect(Set(load.entries.map(\.key)).count == 3 * (ChaosPlan.tenantCount + 1))
    #expect(load.histories.values.contains { $0.stages.count > 1 })
    let stages = load.histories.values.flatMap(\.stages).map(\.eventID)
    #expect(Set(stages).count < stages.count, "a stage concerns several conversations")
    let malformed = load.entries.filter { $0.fate != .applied }
    #expect(malformed.count == 3 * MalformedEntry.allCases.count)
    #expect(Set(malformed.map(\.identity)).count == malformed.count, "each is known by its mark")
  }

  @Test func `events come out of order`() throws {
    let load = try ChaosLoad(plan: Self.plan(seed: 1))
    let times = load.entries.filter { $0.fate == .applied }.compactMap { entry in
      entry.fields.first { $0.name == Array("timestamp".utf8) }.flatMap { Timestamp(rfc3339: $0.value) }
    }
    let inversions = zip(times, times.dropFirst()).count { $0 > $1 }
    #expect(inversions > times.count / 4)
  }

  @Test(arguments: MalformedEntry.allCases) func `every malformation but the one that only a database sees is refused`(
    kind: MalformedEntry
  ) throws {
    let load = try ChaosLoad(plan: Self.plan(seed: 1))
    let tenant = try #require(load.histories.values.first?.tenantID)
    var generator = FaultDeckTests.generator
    let entry = kind.make(tenant: tenant, at: Self.plan(seed: 1).start, using: &generator)
    let decoder = EventDecoder(now: Self.plan(seed: 1).end)
    let context = StreamContext(eventType: entry.key.eventType, tenant: entry.key.tenant)
    if kind == .unknownStage {
      let event = try decoder.decode(entry.fields, from: context)
      #expect(event.stageFields.map(\.name) == [StageName("nowhere")])
    } else {
      let refusal = #expect(throws: Refusal.self) { _ = try decoder.decode(entry.fields, from: context) }
      #expect(refusal.map { .buried($0.reason) } == entry.fate)
    }
  }
}
