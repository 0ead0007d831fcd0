/// A tenant's own weights of positions, counted from both ends.
///
/// One touch takes all. Weights of this path's positions that are all 0 share evenly.
enum CustomModel {
  /// Weights are counted in 10^-6, in which decimal weights are exact; nine million touches of the heaviest still sum in
  /// 64 bits.
  private static let unitsPerOne = 1e6

  static func weights(count: Int, customWeights: CustomWeights) -> [UInt64] {
    let start = customWeights.fromStart.map(units)
    let end = customWeights.fromEnd.map(units)
    let middle = units(customWeights.middle)
    return (0..<count).map { index in
      let indexFromEnd = count - 1 - index
      guard index < start.count || indexFromEnd < end.count else { return middle }
      return (index < start.count ? start[index] : 0) + (indexFromEnd < end.count ? end[indexFromEnd] : 0)
    }
  }

  private static func units(_ weight: Double) -> UInt64 {
    UInt64((weight * unitsPerOne).rounded())
  }
}
