import Coaching
import Testing

/// Successes that depend on nothing: everything that is found is false, so that the rate of false discoveries is the
/// share of worlds in which anything is.
///
/// Of 200 worlds 20 may have a discovery at the stated rate of a tenth, and chance alone brings more than 34 in one of
/// a thousand times: SciPy's `binom.sf(34, 200, 0.1)` is 0.0008.
struct NoiseTests {
  private static let worldCount = 200
  private static let falseWorldCountMax = 34

  struct Noise: Sendable, CustomTestStringConvertible {
    let name: String
    let world: SampleWorld
    var testDescription: String { name }
  }

  private static let noises = [
    Noise(name: "independent outcomes", world: SampleWorld()),
    Noise(name: "one fate for a conversation", world: SampleWorld(sharesFate: true)),
    Noise(name: "rare successes", world: SampleWorld { _ in 0.04 }),
  ]

  @Test(arguments: noises)
  func `over 200 worlds of noise the false discoveries stay within the stated rate`(noise: Noise) {
    var (told, crude, testCount) = (0, 0, 0)
    for seed in 1...UInt64(Self.worldCount) {
      let report = noise.world.report(seed: seed)
      #expect(report.policy.falseDiscoveryRate == 0.1)
      testCount += report.testCount
      if !report.patterns.isEmpty { told += 1 }
      if !report.patterns.isEmpty || !report.confounded.isEmpty { crude += 1 }
    }
    print(
      "\(noise.name): of \(Self.worldCount) worlds with \(testCount / Self.worldCount) tests each \(told) tell a "
        + "pattern, and \(crude) would without the check of other attributes"
    )
    #expect(told <= Self.falseWorldCountMax, "seeds 1 to \(Self.worldCount)")
    #expect(crude <= Self.falseWorldCountMax, "seeds 1 to \(Self.worldCount)")
    #expect(testCount > 20 * Self.worldCount, "too few tests to mean anything")
  }
}
