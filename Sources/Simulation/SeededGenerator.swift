/// xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64: the same seed gives the same numbers everywhere.
///
/// Numbers are drawn by own arithmetic and not by the standard library's `random(in:)`, whose algorithm may change with
/// a release; a seed in a report has to mean the same next year.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    // A bijection of four different counters is never zero four times, which is the one state that must not be.
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  public mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}

extension SeededGenerator {
  /// A number in [0, 1), of 53 random bits.
  mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Whether something of this probability happens.
  mutating func happens(_ probability: Double) -> Bool {
    unit() < probability
  }

  /// A number in 0..<count. The bias of the multiplication is below 2^-32 for every count that is used here.
  mutating func index(below count: Int) -> Int {
    precondition(count > 0, "nothing to choose from")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// One of the elements, each with the same probability.
  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[index(below: elements.count)]
  }
}
