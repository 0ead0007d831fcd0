/// What was said against what came true, bin by bin, as data for a diagram.
public struct CalibrationCurve: Hashable, Sendable {
  /// From the least confident bin up. Of equally wide bins all are there, and an empty one has no rate; of equally heavy
  /// ones those that have samples.
  public let points: [CalibrationPoint]

  /// The curve of equally wide bins' statistics, in order: the live ten, or another number in
  /// ``EqualWidthBins/countRange``.
  public init(_ bins: [BinStatistics]) {
    let ranges = EqualWidthBins(count: bins.count)
    points = bins.enumerated().map { index, statistics in
      CalibrationPoint(
        index: index,
        lower: ranges.lower(index),
        upper: ranges.upper(index),
        midpoint: ranges.midpoint(index),
        statistics: statistics
      )
    }
  }

  init(points: [CalibrationPoint]) {
    self.points = points
  }

  /// The sum of the weights.
  public var weightSum: Double { points.reduce(0) { $0 + $1.weightSum } }

  /// ECE: the weighted mean over the bins of |mean p - rate|, in [0, 1]; `nil` without evidence. Biased upward: 100
  /// perfectly calibrated samples show about 0.1.
  public var expectedCalibrationError: Double? {
    meanOverBins { abs($0) }
  }

  /// MCE: the largest |mean p - rate| of any bin with evidence, in [0, 1]; `nil` without evidence.
  public var maximumCalibrationError: Double? {
    points.compactMap { $0.gap.map(abs) }.max()
  }

  /// Whether no bin contradicts what it stated; `nil` without evidence. A statement about reliability, never about a
  /// small Brier score: an honest coin flip is calibrated. True with few samples says that they don't show otherwise.
  public var isCalibrated: Bool? {
    let verdicts = points.compactMap(\.isMiscalibrated)
    return verdicts.isEmpty ? nil : !verdicts.contains(true)
  }

  /// The weighted mean of a function of the bins' gaps; `nil` without evidence.
  private func meanOverBins(_ function: (Double) -> Double) -> Double? {
    let total = weightSum
    guard total > 0 else { return nil }
    return points.reduce(0) { sum, point in sum + point.weightSum * (point.gap.map(function) ?? 0) } / total
  }
}
