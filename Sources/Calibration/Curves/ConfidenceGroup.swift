/// All samples that state one and the same confidence. An ascending stream of groups is what the parts take that need
/// the samples in order: equal-mass bins and the isotonic fit.
public struct ConfidenceGroup: Hashable, BitwiseCopyable, Sendable {
  /// The stated probability, in [0, 1].
  public let confidence: Double
  /// How many samples state it.
  public private(set) var sampleCount: Int64
  /// The sum of w.
  public private(set) var weightSum: Double
  /// The sum of w squared.
  public private(set) var weightSquareSum: Double
  /// The sum of w y; not above `weightSum`.
  public private(set) var outcomeSum: Double

  public init(
    confidence: Double,
    sampleCount: Int64,
    weightSum: Double,
    weightSquareSum: Double,
    outcomeSum: Double
  ) {
    precondition(confidence >= 0 && confidence <= 1, "a confidence lies in [0, 1]")
    precondition(sampleCount > 0, "a group has samples")
    precondition(outcomeSum >= 0 && outcomeSum <= weightSum, "what came true weighs no more than everything")
    self.confidence = confidence
    self.sampleCount = sampleCount
    self.weightSum = weightSum
    self.weightSquareSum = weightSquareSum
    self.outcomeSum = outcomeSum
  }

  /// One sample alone.
  public init(_ sample: CalibrationSample) {
    confidence = sample.confidence
    sampleCount = 1
    weightSum = sample.weight
    weightSquareSum = sample.weight * sample.weight
    outcomeSum = sample.weight * sample.outcomeValue
  }

  /// Adds the samples of a group of the same confidence.
  public mutating func merge(_ other: ConfidenceGroup) {
    precondition(confidence == other.confidence, "a group has one confidence")
    sampleCount += other.sampleCount
    weightSum += other.weightSum
    weightSquareSum += other.weightSquareSum
    outcomeSum += other.outcomeSum
  }

  /// The groups of samples in memory, ascending.
  public static func groups(of samples: some Sequence<CalibrationSample>) -> [ConfidenceGroup] {
    var groups = samples.map(ConfidenceGroup.init)
    groups.sort { $0.confidence < $1.confidence }
    groups.collapse()
    return groups
  }
}

extension [ConfidenceGroup] {
  /// Makes one group of neighbours with the same confidence.
  public mutating func collapse() {
    guard var last = first else { return }
    var end = 0
    for group in dropFirst() {
      if group.confidence == last.confidence {
        last.merge(group)
      } else {
        self[end] = last
        end += 1
        last = group
      }
    }
    self[end] = last
    removeSubrange((end + 1)...)
  }
}
