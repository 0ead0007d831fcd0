import Foundation

/// SplitMix64: the same numbers and ids for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Lower-case text.
  mutating func uuid() -> String {
    let high = next()
    let low = next()
    let digits =
      [(high, 56), (high, 48), (high, 40), (high, 32), (high, 24), (high, 16), (high, 8), (high, 0)]
      + [(low, 56), (low, 48), (low, 40), (low, 32), (low, 24), (low, 16), (low, 8), (low, 0)]
    let bytes = digits.map { UInt8(truncatingIfNeeded: $0 >> UInt64($1)) }
    let uuid = UUID(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6] & 0x0F | 0x40, bytes[7],
        bytes[8] & 0x3F | 0x80, bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      )
    )
    return uuid.uuidString.lowercased()
  }
}
