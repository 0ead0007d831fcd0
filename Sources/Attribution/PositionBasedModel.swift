/// U: the first and the last touch take their shares, the touches between share the rest evenly.
///
/// One touch takes all. Two touches share in proportion to the two shares (40 and 40 give a half each, 60 and 20 three
/// quarters and one), since there is no middle; evenly where both shares are 0. Shares that sum to 1 leave the middle
/// nothing.
enum PositionBasedModel {
  /// Shares are counted in 10^-12, in which decimal shares are exact.
  private static let unitsPerWhole = 1e12

  static func weights(count: Int, parameters: AttributionParameters) -> [UInt64] {
    let first = UInt64((parameters.firstShare * unitsPerWhole).rounded())
    let last = UInt64((parameters.lastShare * unitsPerWhole).rounded())
    switch count {
    case 0: return []
    case 1: return [1]
    case 2: return [first, last]
    default:
      let ends = first + last
      let middle = ends < UInt64(unitsPerWhole) ? UInt64(unitsPerWhole) - ends : 0
      // All over the number of middle touches, so that an even part of the middle is a whole number.
      let middleCount = UInt64(count - 2)
      var weights = Array(repeating: middle, count: count)
      weights[0] = first * middleCount
      weights[count - 1] = last * middleCount
      return weights
    }
  }
}
