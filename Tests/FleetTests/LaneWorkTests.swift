import Delivery
import EventModel
import RedisClient
import Streams
import Testing

@testable import Workers

struct LaneWorkTests {
  private func entries(_ count: Int) -> [DeliveredEntry] {
    (0..<count).map { number in
      DeliveredEntry(
        key: StreamKey(.agentAction, tenant: TestEvent.tenant(1)),
        entry: RedisStreamEntry(id: RedisStreamID(milliseconds: UInt64(number), sequence: 0), fields: [])
      )
    }
  }

  private func affinity(_ entry: DeliveredEntry) -> UInt64 { entry.id.milliseconds / 7 }

  @Test func `every entry is in one part, with all of its affinity`() {
    var work = LaneWork()
    work.add(entries(1000))
    work.split(countMax: 4, by: affinity)
    #expect(work.parts.count == 4)
    #expect(work.rest.map(\.id).sorted() == entries(1000).map(\.id))
    let parts = work.parts.map { Set($0.rest.map(affinity)) }
    for (place, part) in parts.enumerated() {
      for other in parts[..<place] { #expect(part.isDisjoint(with: other)) }
    }
  }

  @Test func `few entries stay together`() {
    var work = LaneWork()
    work.add(entries(2 * LaneWork.partCountMin - 1))
    work.split(countMax: 4, by: affinity)
    #expect(work.parts.count == 1)
  }

  @Test func `what was read ahead waits for the parts before it, and what is left of them stays`() {
    var work = LaneWork()
    work.add(entries(300))
    work.split(countMax: 2, by: affinity)
    let first = work.parts.map { $0.rest.count }
    work.add(Array(entries(400)[300...]))
    work.split(countMax: 2, by: affinity)
    #expect(work.parts.map { $0.rest.count } == first && work.hasReadAhead)
    var parts = work.parts
    parts[0].succeed()
    work.settle(parts)
    #expect(work.parts.count == 1 && work.rest.count == first[1] + 100)
    parts[1].succeed()
    work.settle(Array(parts[1...]))
    #expect(work.parts.isEmpty && !work.isEmpty)
    work.split(countMax: 2, by: affinity)
    #expect(work.rest.count == 100 && !work.hasReadAhead)
  }
}
