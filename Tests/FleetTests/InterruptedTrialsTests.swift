import Delivery
import EventModel
import RedisClient
import Streams
import Testing

@testable import Workers

@Suite struct InterruptedTrialsTests {
  private static let key = StreamKey(.agentAction, tenant: TestEvent.tenant(1))
  private static let entries = (1...4).map { (number: UInt64) in
    PendingEntry(key: key, id: RedisStreamID(milliseconds: number, sequence: 0), record: .delivered)
  }

  @Test func `what was never taken from its owner is left to it`() {
    var interrupted = InterruptedTrials()
    interrupted.add(Self.entries, areRetries: false)
    #expect(interrupted.entries == Self.entries)
    #expect(interrupted.retries(owned: []).isEmpty)
    #expect(interrupted.retries(owned: [Self.entries[2]]) == [Self.entries[2]])
  }

  @Test func `what waited for this process is tried again, taken or not, and once`() {
    var interrupted = InterruptedTrials()
    interrupted.add(Array(Self.entries.prefix(2)), areRetries: true)
    interrupted.add(Array(Self.entries.suffix(2)), areRetries: false)
    let written = PendingEntry(key: Self.key, id: Self.entries[0].id, record: .inCompany(beginnings: 2))
    #expect(interrupted.retries(owned: [written]) == [written, Self.entries[1]])
  }
}
