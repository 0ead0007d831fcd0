import Calibration
import TestSupport
import Testing

struct EqualMassBinsTests {
  private static func curve(_ samples: [CalibrationSample], bins: Int = 10) -> CalibrationCurve {
    let groups = ConfidenceGroup.groups(of: samples)
    var mass = EqualMassBins(totalWeight: groups.reduce(0) { $0 + $1.weightSum }, binCountMax: bins)
    for group in groups { mass.add(group) }
    return mass.curve
  }

  @Test func `without ties a multiple of ten is ten equal bins`() {
    let samples = (0..<200).map { CalibrationSample(confidence: Double($0) / 500, outcome: $0.isMultiple(of: 3)) }
    let points = Self.curve(samples.reversed()).points
    #expect(points.map(\.sampleCount) == Array(repeating: 20, count: 10))
    for (index, point) in points.enumerated() {
      #expect(point.lower == samples[index * 20].confidence)
      #expect(point.upper == samples[index * 20 + 19].confidence)
    }
    #expect(points.map(\.index) == Array(0..<10))
  }

  @Test func `one confidence is one bin, whatever it weighs`() {
    let samples = (0..<100).map { CalibrationSample(confidence: 0.7, outcome: $0 < 50) }
    let curve = Self.curve(samples)
    #expect(curve.points.count == 1)
    #expect(curve.points[0].sampleCount == 100)
    #expect(abs((curve.expectedCalibrationError ?? 0) - 0.2) < 1e-12)
    #expect(curve.maximumCalibrationError == curve.expectedCalibrationError)
  }

  @Test func `no samples are no bins, and samples without weight no evidence`() {
    #expect(Self.curve([]).points.isEmpty)
    #expect(Self.curve([]).expectedCalibrationError == nil)
    #expect(Self.curve([]).maximumCalibrationError == nil)
    let weightless = (0..<5).map { CalibrationSample(confidence: Double($0) / 5, outcome: true, weight: 0) }
    let curve = Self.curve(weightless)
    #expect(curve.points.map(\.sampleCount) == [5])
    #expect(curve.expectedCalibrationError == nil && curve.isCalibrated == nil)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `every sample is in one bin, ties together, and each bin misses its share by a confidence at most`(
    seed: UInt64
  ) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<Int.random(in: 1...400, using: &generator)).map { _ in
      CalibrationSample.random(using: &generator)
    }
    let groups = ConfidenceGroup.groups(of: samples)
    let total = groups.reduce(0) { $0 + $1.weightSum }
    try #require(total > 0)
    let points = Self.curve(samples.shuffled(using: &generator)).points
    let largest = groups.map(\.weightSum).max() ?? 0
    #expect(points.count <= 10)
    #expect(points.reduce(0) { $0 + $1.sampleCount } == Int64(samples.count), "seed \(seed)")
    for (left, right) in zip(points, points.dropFirst()) { #expect(left.upper < right.lower, "seed \(seed)") }
    for point in points {
      let inside = samples.filter { point.lower <= $0.confidence && $0.confidence <= point.upper }
      #expect(point.sampleCount == Int64(inside.count), "seed \(seed)")
      #expect(abs(point.weightSum - inside.reduce(0) { $0 + $1.weight }) < 1e-9, "seed \(seed)")
      #expect(point.weightSum <= total / 10 + largest + 1e-9, "seed \(seed)")
    }
  }

  /// Computed from the rule in the same words by a NumPy script, with `np.floor(10 * (cumsum - w / 2) / sum)`.
  @Test func `the known forecasts fall into the known bins`() throws {
    let curve = Self.curve(KnownForecasts.weighted)
    #expect(curve.points.map(\.sampleCount) == [3, 2, 3, 2, 3, 2, 3, 1, 2, 3])
    #expect(abs(try #require(curve.expectedCalibrationError) - 0.22970588235294118) < 1e-13)
    #expect(abs(try #require(curve.maximumCalibrationError) - 0.55) < 1e-13)
  }
}
