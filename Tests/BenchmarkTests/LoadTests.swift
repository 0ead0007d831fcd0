import EventModel
import Simulation
import Testing

@testable import Benchmark

struct LoadTests {
  @Test func `chunks leave a slow link in order, each when its time has come`() {
    var queue = DelayQueue()
    let start = ContinuousClock.now
    #expect(queue.nextDeparture == nil)
    queue.append([1], leavingAt: start + .milliseconds(1))
    queue.append([2], leavingAt: start + .milliseconds(2))
    #expect(queue.nextDeparture == start + .milliseconds(1))
    #expect(queue.next(at: start) == nil)
    #expect(queue.next(at: start + .milliseconds(1)) == [1])
    #expect(queue.next(at: start + .milliseconds(1)) == nil)
    #expect(queue.next(at: start + .milliseconds(5)) == [2])
    #expect(queue.nextDeparture == nil)
    queue.append([3], leavingAt: start)
    #expect(queue.next(at: start) == [3])
  }

  @Test func `a line of an import is the entry that a feed publishes`() throws {
    let now = Timestamp(microseconds: 1_772_000_000_000_000)
    for event in Workload(.past(seed: 3, eventCount: 500, before: now)) {
      let line = ImportText.line(of: event)
      #expect(line.last == UInt8(ascii: "\n"))
      let parsed = try ImportLine.parse(line.dropLast())
      #expect(parsed.eventType == event.eventType)
      #expect(parsed.tenantID == event.tenantID)
      #expect(Set(parsed.fields) == Set(event.streamFields))
    }
  }

  @Test func `a command is an array of bulk strings, counted in bytes`() {
    #expect(RESPText.command(["SET", "é", ""]) == Array("*3\r\n$3\r\nSET\r\n$2\r\né\r\n$0\r\n\r\n".utf8))
  }
}
