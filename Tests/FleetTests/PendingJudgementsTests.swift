import Calibration
import EventModel
import Testing

@testable import Workers

@Suite struct PendingJudgementsTests {
  private static func key(_ number: Int) -> CalibrationKey {
    CalibrationKey(tenantID: TestEvent.tenant(1), actionType: ActionType("type \(number)"))
  }

  @Test("what was folded is judged at once, and once")
  func once() {
    let pending = PendingJudgements()
    #expect(pending.take(5).isEmpty && pending.isEmpty)
    pending.add([Self.key(1), Self.key(2), Self.key(1)])
    #expect(!pending.isEmpty)
    #expect(pending.take(1).count == 1)
    #expect(pending.take(5).count == 1)
    #expect(pending.isEmpty && pending.take(5).isEmpty)
  }

  @Test("in the midst of a backlog it waits for the end, but not for ever")
  func backlog() {
    let pending = PendingJudgements()
    let start = ContinuousClock.now
    var now = start
    while now - start < PendingJudgements.patience {
      pending.add([Self.key(1)], isFullBatch: true, at: now)
      #expect(pending.take(5, at: now).isEmpty)
      now += .milliseconds(500)
    }
    pending.add([Self.key(1)], isFullBatch: true, at: now)
    #expect(pending.take(5, at: now) == [Self.key(1)])
    pending.add([Self.key(2)], isFullBatch: true, at: now)
    #expect(pending.take(5, at: now).isEmpty)
    pending.add([Self.key(3)], at: now)
    #expect(Set(pending.take(5, at: now + PendingJudgements.backlogSign)) == [Self.key(2), Self.key(3)])
  }
}
