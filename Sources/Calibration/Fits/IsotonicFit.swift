/// The non-decreasing function of the confidence that fits what came true best in weighted squares: a reliability curve
/// without bins.
///
/// Pool adjacent violators (Ayer et al. 1955; Barlow et al. 1972) over an ascending stream of groups, so that equal
/// confidences are averaged first. Memory grows with the blocks alone; random outcomes make about n^(1/3) of them, and n
/// samples of equal weight can't make more than in the order of n^(2/3), which is how many different rates they can have.
public struct IsotonicFit: Hashable, Sendable {
  /// Ascending in confidence and in rate; equal rates are one block. Samples without weight are in none.
  public private(set) var blocks: [IsotonicBlock] = []
  private var lastConfidence = -1.0
  private var brierSum = 0.0

  public init() {}

  /// The fit of samples in memory.
  public init(_ samples: some Sequence<CalibrationSample>) {
    for group in ConfidenceGroup.groups(of: samples) { add(group) }
  }

  /// Adds the next group, whose confidence is above that of the one before.
  public mutating func add(_ group: ConfidenceGroup) {
    precondition(group.confidence > lastConfidence, "groups come in ascending order")
    lastConfidence = group.confidence
    guard group.weightSum > 0 else { return }
    brierSum += BinStatistics(group).brierSum
    var block = IsotonicBlock(group)
    while let last = blocks.last, !last.isBelow(block) {
      blocks.removeLast()
      block = IsotonicBlock(last, block)
    }
    blocks.append(block)
  }

  /// The fitted rate of a confidence in [0, 1]: constant within a block, linear between blocks, and that of the outermost
  /// block outside, as scikit-learn's `IsotonicRegression` predicts with `out_of_bounds="clip"`. `nil` without evidence.
  public func rate(of confidence: Double) -> Double? {
    PiecewiseLinear(knots)?.value(at: confidence)
  }

  /// The corners of the function: both ends of each block, or its one confidence.
  public var knots: [Knot] { blocks.knots }

  /// The Brier score in parts without bins; `nil` without evidence.
  public var corp: CORPDecomposition? {
    CORPDecomposition(blocks, brierSum: brierSum)
  }
}

extension [IsotonicBlock] {
  /// The corners of the function that is constant within the blocks and linear between them.
  var knots: [Knot] {
    flatMap { block in
      let left = Knot(confidence: block.lower, rate: block.rate)
      return block.lower < block.upper ? [left, Knot(confidence: block.upper, rate: block.rate)] : [left]
    }
  }
}
