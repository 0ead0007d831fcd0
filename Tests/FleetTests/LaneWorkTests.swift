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

  @Test func `every entry is in one job, with all of its affinity`() {
    var work = LaneWork(slotCount: 4)
    work.add(entries(1000), by: affinity)
    let jobs = work.start()
    #expect(jobs.count == 4 && work.queuedCount == 0)
    #expect(work.rest.map(\.id).sorted() == entries(1000).map(\.id))
    let parts = jobs.map { Set($0.settlement.rest.map(affinity)) }
    for (place, part) in parts.enumerated() {
      for other in parts[..<place] { #expect(part.isDisjoint(with: other)) }
    }
  }

  @Test func `few entries stay together, and nothing begins beside them`() {
    var work = LaneWork(slotCount: 4)
    work.add(entries(4 * LaneWork.partCountMin - 1), by: affinity)
    var jobs = work.start()
    #expect(jobs.map(\.slots) == [0..<4])
    work.add(entries(1000), by: affinity)
    #expect(work.start().isEmpty)
    jobs[0].settlement.succeed()
    work.finish(jobs[0])
    #expect(work.start().map(\.slots) == [0..<1, 1..<2, 2..<3, 3..<4])
  }

  @Test func `a slot that is done goes on while the others work, and never with what another one has`() {
    var work = LaneWork(slotCount: 2)
    work.add(entries(300), by: affinity)
    var first = work.start()
    #expect(first.map(\.slots) == [0..<1, 1..<2])
    work.add(Array(entries(400)[300...]), by: affinity)
    #expect(work.start().isEmpty && work.queuedCount == 100)
    first[1].settlement.succeed()
    work.finish(first[1])
    let second = work.start()
    #expect(second.map(\.slots) == [1..<2] && work.queuedCount > 0)
    let busy = Set(first[0].settlement.rest.map(affinity))
    #expect(busy.isDisjoint(with: second[0].settlement.rest.map(affinity)))
  }

  @Test func `what is left of an interrupted job is begun again, alone, and nothing is forgotten`() {
    var work = LaneWork(slotCount: 2)
    work.add(entries(300), by: affinity)
    var jobs = work.start()
    jobs[0].settlement.fail()
    jobs[0].settlement.succeed()
    let left = jobs[0].settlement.rest.map(\.id)
    work.finish(jobs[0])
    jobs[1].settlement.succeed()
    work.finish(jobs[1])
    #expect(work.rest.map(\.id) == left && !work.isEmpty)
    let again = work.start()
    #expect(again.map(\.slots) == [0..<1] && again[0].settlement.rest.map(\.id) == left)
    work.finish(again[0])
    var last = work.start()
    last[0].settlement.succeed()
    work.finish(last[0])
    #expect(work.isEmpty && work.rest.isEmpty)
  }
}
