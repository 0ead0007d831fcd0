import Calibration
import TestSupport

/// The statistics of a set of samples by the plain two-pass formulas with compensated sums: slow, and hard to get wrong.
struct ReferenceFold {
  let statistics: BinStatistics

  init(_ samples: [CalibrationSample]) {
    let weightSum = Self.sum(samples.map(\.weight))
    let mean = weightSum > 0 ? Self.sum(samples.map { $0.weight * $0.confidence }) / weightSum : 0
    statistics = BinStatistics(
      sampleCount: Int64(samples.count),
      weightSum: weightSum,
      weightSquareSum: Self.sum(samples.map { $0.weight * $0.weight }),
      outcomeSum: Self.sum(samples.map { $0.outcome ? $0.weight : 0 }),
      confidenceMean: mean,
      confidenceM2: Self.sum(samples.map { $0.weight * ($0.confidence - mean) * ($0.confidence - mean) }),
      brierSum: Self.sum(
        samples.map { sample in
          let error = sample.confidence - (sample.outcome ? 1 : 0)
          return sample.weight * error * error
        }
      )
    )
  }

  /// Neumaier's compensated sum: the error stays at one rounding, however many the terms.
  static func sum(_ values: [Double]) -> Double {
    var sum = 0.0
    var lost = 0.0
    for value in values {
      let next = sum + value
      lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + lost
  }
}

extension BinStatistics {
  /// The largest relative difference of any value; M2 is measured against its own size, too.
  func relativeError(to reference: BinStatistics) -> Double {
    let pairs = [
      (weightSum, reference.weightSum), (weightSquareSum, reference.weightSquareSum),
      (outcomeSum, reference.outcomeSum), (confidenceMean, reference.confidenceMean),
      (confidenceM2, reference.confidenceM2), (brierSum, reference.brierSum),
    ]
    return pairs.reduce(0) { worst, pair in
      pair.0 == pair.1 ? worst : max(worst, abs(pair.0 - pair.1) / max(abs(pair.0), abs(pair.1)))
    }
  }
}

extension CalibrationSample {
  /// A sample with a confidence in `confidences` and a weight as attribution makes them: mostly 1, else whole micros
  /// times touches.
  static func random(in confidences: ClosedRange<Double> = 0...1, using generator: inout TestGenerator) -> Self {
    let isLiteral = Bool.random(using: &generator)
    let confidence = Double.random(in: confidences, using: &generator)
    let literal = min(max((confidence * 100).rounded() / 100, confidences.lowerBound), confidences.upperBound)
    let touches = Int.random(in: 1...6, using: &generator)
    let micros = Int.random(in: 0...1_000_000, using: &generator)
    let isWhole = Int.random(in: 0..<3, using: &generator) > 0
    return CalibrationSample(
      confidence: isLiteral ? literal : confidence,
      outcome: Double.random(in: 0..<1, using: &generator) < confidence,
      weight: isWhole ? 1 : Double(micros * touches) / 1_000_000
    )
  }
}
