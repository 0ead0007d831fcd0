/// How finely weights that are real numbers are counted before they are apportioned.
enum WeightUnit {
  /// What a path's heaviest touch weighs: 2^52, as fine as a `Double`, so that the smallest difference still breaks a
  /// tie. From 4,096 touches on as much less as it takes for the sum to fit in 64 bits.
  static func unit(count: Int) -> Double {
    let countBits = Int.bitWidth - count.leadingZeroBitCount
    return Double(UInt64(1) << UInt64(min(52, 64 - countBits)))
  }
}
