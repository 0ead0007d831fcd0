public import Calibration
public import Insight

/// Scores any number of forecasts in bounded memory: those that need an order are sorted in a temporary file.
public struct ForecastScoring {
  private let binCount: Int
  private var sorter = ConfidenceSorter()
  private var weightSum = 0.0
  public private(set) var forecastCount = 0

  /// - Parameter binCount: of equal width, in `EqualWidthBins.countRange`.
  public init(binCount: Int = ConfidenceBin.count) {
    self.binCount = binCount
  }

  /// Takes one forecast.
  /// - Throws: `Program.Failure` when the temporary file fails.
  public mutating func add(_ forecast: CalibrationSample) throws {
    forecastCount += 1
    weightSum += forecast.weight
    try sorter.add(ConfidenceGroup(forecast))
  }

  /// The score of everything that was taken.
  public mutating func score() throws -> ForecastScore {
    var metrics = CalibrationMetrics(binCount: binCount)
    var equalMass = EqualMassBins(totalWeight: weightSum)
    var isotonicFit = IsotonicFit()
    try sorter.forEachAscending { group in
      metrics.add(group)
      equalMass.add(group)
      isotonicFit.add(group)
    }
    return ForecastScore(metrics: metrics, equalMassCurve: equalMass.curve, isotonicFit: isotonicFit)
  }
}
