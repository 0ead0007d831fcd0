extension IsotonicFit {
  /// At most so many blocks that are still ascending: the neighbours go together whose union costs least in weighted
  /// squares (Ward 1963), of equal costs the lower ones first.
  func coarseBlocks(countMax: Int) -> [IsotonicBlock] {
    precondition(countMax > 0, "at least one block stays")
    var coarse = blocks
    while coarse.count > countMax {
      let costs = zip(coarse, coarse.dropFirst()).map { Self.cost(of: $0, $1) }
      guard let cheapest = costs.indices.min(by: { costs[$0] < costs[$1] }) else { break }
      coarse[cheapest] = IsotonicBlock(coarse[cheapest], coarse[cheapest + 1])
      coarse.remove(at: cheapest + 1)
    }
    return coarse
  }

  private static func cost(of left: IsotonicBlock, _ right: IsotonicBlock) -> Double {
    let difference = right.rate - left.rate
    return difference * difference * left.weightSum * (right.weightSum / (left.weightSum + right.weightSum))
  }
}
