import Attribution
import Testing

@Suite struct LargestRemainderTests {
  @Test("every share is its exact quota rounded up or down, and larger remainders go first")
  func quotas() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      let count = Int.random(in: 1...12, using: &generator)
      let weights = (0..<count).map { _ in UInt64.random(in: 0...9, using: &generator) }
      let shares = LargestRemainder.micros(weights: weights)
      let total = weights.reduce(0, +)
      #expect(shares.reduce(0, +) == 1_000_000, "\(weights)")
      guard total > 0 else { continue }
      let floors = weights.map { Int32($0 * 1_000_000 / total) }
      let remainders = weights.map { $0 * 1_000_000 % total }
      let raised = zip(shares, floors).map { $0 - $1 }
      #expect(raised.allSatisfy { $0 == 0 || $0 == 1 }, "\(weights)")
      for left in 0..<count {
        for right in 0..<count where raised[left] < raised[right] {
          // Whoever got a micro has the larger remainder, or the same one and is earlier.
          let isFair =
            remainders[right] > remainders[left] || (remainders[right] == remainders[left] && right < left)
          #expect(isFair, "\(weights): \(right) before \(left)")
        }
      }
    }
  }

  @Test("weights that are all zero share evenly")
  func allZero() {
    #expect(LargestRemainder.micros(weights: [0, 0, 0]) == [333_334, 333_333, 333_333])
    #expect(LargestRemainder.micros(weights: []) == [])
  }

  @Test("a weight of zero gets nothing beside others")
  func zeroBesideOthers() {
    #expect(LargestRemainder.micros(weights: [0, 1, 0, 2]) == [0, 333_333, 0, 666_667])
  }

  @Test("weights near the limit of 64 bits are exact")
  func large() {
    let half = UInt64.max / 2
    #expect(LargestRemainder.micros(weights: [half, half]) == [500_000, 500_000])
    #expect(LargestRemainder.micros(weights: [1, UInt64.max - 1]) == [0, 1_000_000])
  }

  @Test("more touches than micros leave the later ones nothing")
  func moreTouchesThanMicros() {
    let shares = LargestRemainder.micros(weights: Array(repeating: 1, count: 1_000_003))
    #expect(shares.prefix(1_000_000).allSatisfy { $0 == 1 })
    #expect(shares.suffix(3) == [0, 0, 0])
  }
}
