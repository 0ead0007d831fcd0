import Attribution
import Testing

@Suite struct LargestRemainderTests {
  @Test("every share is its exact quota rounded up or down, and larger remainders go first")
  func quotas() {
    for count in 1...5 {
      for world in 0..<(0..<count).reduce(1, { product, _ in product * 5 }) {
        var digits = world
        let weights = (0..<count).map { _ in
          defer { digits /= 5 }
          return UInt64([0, 1, 2, 3, 7][digits % 5])
        }
        expectFair(LargestRemainder.micros(weights: weights), weights)
      }
    }
  }

  private func expectFair(_ shares: [Int32], _ weights: [UInt64]) {
    #expect(shares.reduce(0, +) == 1_000_000, "\(weights)")
    let total = weights.reduce(0, +)
    guard total > 0 else { return }
    let floors = weights.map { Int32($0 * 1_000_000 / total) }
    let remainders = weights.map { $0 * 1_000_000 % total }
    let raised = zip(shares, floors).map { $0 - $1 }
    #expect(raised.allSatisfy { $0 == 0 || $0 == 1 }, "\(weights)")
    for left in weights.indices {
      for right in weights.indices where raised[left] < raised[right] {
        // Whoever got a micro has the larger remainder, or the same one and is earlier.
        let isFair = remainders[right] > remainders[left] || (remainders[right] == remainders[left] && right < left)
        #expect(isFair, "\(weights): \(right) before \(left)")
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
