import Delivery
import Testing

struct TrialRecordTests {
  @Test(arguments: 0...2000)
  func `every counter is read, and every record is read back as itself`(count: Int) {
    let record = TrialRecord(deliveryCount: count)
    #expect(TrialRecord(deliveryCount: record.deliveryCount) == record)
    if count < 100 { #expect(record == .inCompany(beginnings: count)) }
  }

  @Test func `a counter that this fleet can't have written makes an entry suspicious, and condemns it to nothing`() {
    for count in [5, 20, 99, 150, 163, 199, 200, 209, 280, 300, 1000, .max] {
      let record = TrialRecord(deliveryCount: count)
      #expect(record.verdict == .handle(companyMax: 1), "\(count)")
    }
  }

  @Test func `an entry that kills every worker is handled in ever smaller company, then alone, and then given up`() {
    var record = TrialRecord.delivered
    var sizes: [Int] = []
    while case .handle(let companyMax) = record.verdict {
      sizes.append(companyMax)
      record = record.begun
    }
    #expect(sizes == [256, 32, 4, 1, 1, 1])
    #expect(record.verdict == .giveUp(deaths: 3))
  }

  @Test func `an entry that fails alone is tried again after 1, 4 and 16 seconds, and then given up`() {
    var record = TrialRecord.delivered
    var delays: [Duration] = []
    while case .retry(let next, let delay) = record.afterFailure {
      delays.append(delay)
      // Its worker begins, and lives.
      record = next.begun
    }
    #expect(delays == [.seconds(1), .seconds(4), .seconds(16)])
    #expect(record.afterFailure == .giveUp(failures: 4))
  }

  @Test func `a failure proves that an entry doesn't kill`() {
    let record = TrialRecord.alone(failures: 1, deaths: 2)
    #expect(record.afterFailure == .retry(.alone(failures: 2, deaths: 0), after: .seconds(4)))
  }

  @Test func `an entry that takes too long alone rests longer each time, up to five minutes, and is never given up`() {
    var record = TrialRecord.delivered
    var delays: [Duration] = []
    for _ in 0..<9 {
      let next = record.afterTimeout
      delays.append(next.delay)
      #expect(next.record.restMin(silence: .seconds(30)) >= next.delay * 1.25)
      // What is read back from the counter goes on from there; its worker begins, and lives.
      record = TrialRecord(deliveryCount: next.record.deliveryCount).begun
      #expect(record.verdict == .handle(companyMax: 1))
    }
    #expect(delays == [5, 10, 20, 40, 80, 160, 300, 300, 300].map { .seconds($0) })
  }

  @Test func `an entry that takes too long may still kill, or fail`() {
    let record = TrialRecord.slow(times: 2, deaths: 2)
    #expect(record.begun.verdict == .giveUp(deaths: 3) && record.withoutDeaths == .slow(times: 2, deaths: 0))
    #expect(record.afterFailure == .retry(.alone(failures: 1, deaths: 0), after: .seconds(1)))
    #expect(TrialRecord.alone(failures: 2, deaths: 1).afterTimeout.record == .slow(times: 1, deaths: 0))
    #expect(record.restMin(silence: .seconds(2)) == .seconds(2), "its worker died")
  }

  @Test func `an entry that waits for its next attempt is left alone for that long`() {
    #expect(TrialRecord.delivered.restMin(silence: .seconds(30)) == .seconds(30))
    #expect(TrialRecord.alone(failures: 3, deaths: 0).restMin(silence: .seconds(2)) == .seconds(20))
    #expect(TrialRecord.alone(failures: 3, deaths: 0).restMin(silence: .seconds(30)) == .seconds(30))
    #expect(TrialRecord.alone(failures: 3, deaths: 1).restMin(silence: .seconds(2)) == .seconds(2))
  }
}
