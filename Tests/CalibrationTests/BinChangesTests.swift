import Calibration
import EventModel
import FoundationEssentials
import Testing

struct BinChangesTests {
  private let tenant = TenantID(UUID())
  private let email = ActionType("send_email")

  private func key(_ sample: CalibrationSample) -> BinKey {
    BinKey(tenantID: tenant, actionType: email, bin: sample.bin)
  }

  @Test func `a replaced sample leaves its bin and enters the other`() throws {
    let old = CalibrationSample(confidence: 0.31, outcome: false)
    let new = CalibrationSample(confidence: 0.72, outcome: true)
    var changes = BinChanges()
    changes.replace(tenant: tenant, actionType: email, old: old, new: new)
    #expect(changes.keys == [key(old), key(new)])
    let left = try #require(changes[key(old)])
    let entered = try #require(changes[key(new)])
    #expect(try left.apply(to: BinStatistics([old])) == .empty)
    #expect(try entered.apply(to: .empty) == BinStatistics([new]))
  }

  @Test func `the same sample again changes no bin`() {
    let sample = CalibrationSample(confidence: 0.31, outcome: false)
    var changes = BinChanges()
    changes.replace(tenant: tenant, actionType: email, old: sample, new: sample)
    changes.replace(tenant: tenant, actionType: email, old: nil, new: nil)
    #expect(changes.isEmpty)
  }

  @Test func `thousands of samples of one bin are one change`() throws {
    var changes = BinChanges()
    let samples = (0..<5000).map { CalibrationSample(confidence: 0.8, outcome: $0.isMultiple(of: 2)) }
    for sample in samples { changes.replace(tenant: tenant, actionType: email, old: nil, new: sample) }
    #expect(changes.keys.count == 1)
    let change = try #require(changes[key(samples[0])])
    #expect(try change.apply(to: .empty) == BinStatistics(samples))
  }

  @Test func `tenants and action types never share a bin`() {
    let other = TenantID(UUID())
    let sample = CalibrationSample(confidence: 0.5, outcome: true)
    var changes = BinChanges()
    changes.replace(tenant: tenant, actionType: email, old: nil, new: sample)
    changes.replace(tenant: other, actionType: email, old: nil, new: sample)
    changes.replace(tenant: tenant, actionType: ActionType("escalate"), old: nil, new: sample)
    #expect(changes.keys.count == 3)
    #expect(changes.keys == changes.keys.sorted())
    #expect(changes.sorted.map(\.key) == changes.keys)
  }

  @Test func `a bin that is replaced whole holds exactly the new samples`() throws {
    let old = (1...9).map { CalibrationSample(confidence: 0.3 + Double($0) / 1000, outcome: false, weight: 0.1) }
    let new = (1...9).map { CalibrationSample(confidence: 0.3 + Double($0) / 1000, outcome: true, weight: 0.1) }
    var changes = BinChanges()
    for (old, new) in zip(old, new) { changes.replace(tenant: tenant, actionType: email, old: old, new: new) }
    let change = try #require(changes[key(old[0])])
    #expect(try change.apply(to: BinStatistics(old)) == BinStatistics(new))
  }

  @Test func `more samples leaving than there are is an error and no negative count`() throws {
    let sample = CalibrationSample(confidence: 0.5, outcome: true)
    var changes = BinChanges()
    changes.replace(tenant: tenant, actionType: email, old: sample, new: nil)
    let change = try #require(changes[key(sample)])
    let error = #expect(throws: CalibrationError.self) { try change.apply(to: .empty) }
    #expect(error?.code == .binUnderflow)
    #expect(error?.isRetriable == false)
  }

  @Test func `a sample that enters and leaves in one batch leaves an empty bin`() throws {
    let sample = CalibrationSample(confidence: 0.55, outcome: true, weight: 0.3)
    var changes = BinChanges()
    changes.replace(tenant: tenant, actionType: email, old: nil, new: sample)
    changes.replace(tenant: tenant, actionType: email, old: sample, new: nil)
    let change = try #require(changes[key(sample)])
    #expect(try change.apply(to: .empty) == .empty)
  }
}
