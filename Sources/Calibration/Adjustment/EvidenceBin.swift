/// The samples of one confidence bin that a judgement may count: sums, so that they can be gathered anywhere.
public struct EvidenceBin: Hashable, Sendable {
  public static let empty = EvidenceBin()

  public private(set) var sampleCount: Int64
  /// The sum of w.
  public private(set) var weightSum: Double
  /// The sum of w y.
  public private(set) var outcomeSum: Double
  /// The sum of w p.
  public private(set) var confidenceSum: Double
  /// The sum of w^2 p (1 - p): how much w y would vary if every confidence were right.
  public private(set) var varianceSum: Double

  public init(
    sampleCount: Int64 = 0,
    weightSum: Double = 0,
    outcomeSum: Double = 0,
    confidenceSum: Double = 0,
    varianceSum: Double = 0
  ) {
    self.sampleCount = sampleCount
    self.weightSum = weightSum
    self.outcomeSum = outcomeSum
    self.confidenceSum = confidenceSum
    self.varianceSum = varianceSum
  }

  public mutating func add(_ sample: CalibrationSample) {
    let (p, w) = (sample.confidence, sample.weight)
    sampleCount += 1
    weightSum += w
    outcomeSum += w * sample.outcomeValue
    confidenceSum += w * p
    varianceSum += w * w * p * (1 - p)
  }

  /// The weighted mean of the stated confidences; `nil` without weight.
  public var meanConfidence: Double? { weightSum > 0 ? confidenceSum / weightSum : nil }

  /// The weighted share that came true; `nil` without weight.
  public var rate: Double? { weightSum > 0 ? outcomeSum / weightSum : nil }

  /// The rate after a Beta prior centred on the mean confidence: few samples stay close to "no gap" (SEMANTICS
  /// section 5, rule 2). `nil` without weight.
  public var smoothedRate: Double? {
    guard let meanConfidence else { return nil }
    let prior = AdjustmentPolicy.priorStrength
    return (outcomeSum + prior * meanConfidence) / (weightSum + prior)
  }

  /// Mean confidence minus smoothed rate: above 0 is overconfident. `nil` without weight.
  public var gap: Double? {
    guard let meanConfidence, let smoothedRate else { return nil }
    return meanConfidence - smoothedRate
  }
}
