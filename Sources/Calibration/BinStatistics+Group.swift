extension BinStatistics {
  /// The statistics of samples that all state one confidence.
  public init(_ group: ConfidenceGroup) {
    guard group.weightSum > 0 else {
      self.init(weightlessSamples: group.sampleCount)
      return
    }
    let (miss, hit) = (group.confidence, 1 - group.confidence)
    self.init(
      sampleCount: group.sampleCount,
      weightSum: group.weightSum,
      weightSquareSum: group.weightSquareSum,
      outcomeSum: group.outcomeSum,
      confidenceMean: group.confidence,
      confidenceM2: 0,
      brierSum: group.outcomeSum * hit * hit + (group.weightSum - group.outcomeSum) * miss * miss
    )
  }
}
