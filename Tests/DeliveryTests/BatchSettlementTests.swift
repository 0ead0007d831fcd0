import Delivery
import Testing

struct BatchSettlementTests {
  /// Settles; a part fails when it holds one of `bad`.
  private func settle(_ count: Int, bad: Set<Int>) -> (handled: [Int], culprits: [Int], steps: Int) {
    var settlement = BatchSettlement(Array(0..<count))
    var handled: [Int] = []
    var steps = 0
    while let part = settlement.next {
      steps += 1
      if bad.isDisjoint(with: part) {
        handled += part
        settlement.succeed()
      } else {
        settlement.fail()
      }
    }
    return (handled, settlement.culprits, steps)
  }

  @Test func `of up to nine entries any subset may be bad: each is handled once or is a culprit`() {
    for count in 0...9 {
      for mask in 0..<(1 << count) {
        let bad = Set((0..<count).filter { mask & (1 << $0) != 0 })
        let result = settle(count, bad: bad)
        #expect(result.handled == (0..<count).filter { !bad.contains($0) }, "\(count) entries, bad \(bad)")
        #expect(result.culprits == bad.sorted(), "\(count) entries, bad \(bad)")
      }
    }
  }

  @Test(arguments: [2, 3, 100, 500, 1000, 4096])
  func `one culprit costs a logarithm of handlings`(count: Int) {
    let limit = 2 * (Int.bitWidth - (count - 1).leadingZeroBitCount) + 2
    for culprit in Set([0, 1, count / 3, count / 2, count - 1]) {
      let result = settle(count, bad: [culprit])
      #expect(result.culprits == [culprit] && result.handled.count == count - 1)
      #expect(result.steps <= limit, "\(result.steps) handlings of \(count) entries")
    }
  }

  @Test func `the rest is what wasn't handled, in order`() {
    var settlement = BatchSettlement(Array(0..<8))
    settlement.fail()
    settlement.succeed()
    #expect(settlement.rest == [4, 5, 6, 7])
  }
}
