import Coaching
import TestSupport
import Testing

/// Reference values: SciPy 1.17.1 (`norm.isf`, `false_discovery_control`).
struct FalseDiscoveryTests {
  @Test(
    arguments: [
      (0.05, 1.9599639845400545), (0.01, 2.575829303548901), (1e-06, 4.891638475698591), (1e-40, 13.362606636108751),
      (0.9, 0.12566134685507402), (1, 0),
    ] as [(Double, Double)]
  )
  func `a p value's score is SciPy's`(probability: Double, score: Double) {
    #expect(abs(NormalScore.twoSided(probability) - score) <= 1e-12 * max(1, score))
  }

  @Test func `adjusted p values are SciPy's, ties included`() {
    // The example of Benjamini and Hochberg's method in SciPy's documentation.
    let medical = [
      0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34, 0.341,
      0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986,
    ]
    let adjusted = [
      0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.2642857142857143, 0.4910714285714287, 0.4910714285714287,
      0.4910714285714287, 0.4910714285714287, 0.4910714285714287, 0.4910714285714287, 0.4910714285714287, 0.5328125,
      0.5328125, 0.5647058823529413, 0.781578947368421, 0.781578947368421, 0.87, 0.9071428571428571, 0.986, 0.986,
      0.986, 0.986,
    ]
    for (value, reference) in zip(FalseDiscovery.adjusted(medical), adjusted) {
      #expect(abs(value - reference) < 1e-12)
    }
    let ties = FalseDiscovery.adjusted([0.02, 0.5, 0.02, 1.0, 0.0004, 0.3, 0.02])
    let expected = [0.035, 0.5833333333333334, 0.035, 1, 0.0028, 0.42, 0.035]
    for (value, reference) in zip(ties, expected) { #expect(abs(value - reference) < 1e-12) }
    #expect(FalseDiscovery.adjusted([]) == [])
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `adjusting keeps the order and never lowers`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let values = (0..<40).map { _ in Double.random(in: 0...1, using: &generator) }.map { $0 * $0 * $0 }
    let adjusted = FalseDiscovery.adjusted(values)
    for (value, raised) in zip(values, adjusted) { #expect(raised >= value && raised <= 1, "seed \(seed)") }
    let order = values.indices.sorted { values[$0] < values[$1] }
    for (lower, higher) in zip(order, order.dropFirst()) {
      #expect(adjusted[lower] <= adjusted[higher], "seed \(seed)")
    }
  }
}
