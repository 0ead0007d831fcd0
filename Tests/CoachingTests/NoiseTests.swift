import Coaching
import Testing

/// Successes that depend on nothing: everything that is found is false, so that the rate of false discoveries is the
/// share of worlds in which anything is.
///
/// Of 200 worlds 20 may have a discovery at the stated rate of a tenth, and chance alone brings more than 34 in one of
/// a thousand times: SciPy's `binom.sf(34, 200, 0.1)` is 0.0008. So is it with more than 14 of 60, `binom.sf(14, 60, 0.1)`.
struct NoiseTests {
  struct Noise: Sendable, CustomTestStringConvertible {
    let name: String
    let world: SampleWorld
    var worldCount = 60
    /// Worlds with a false discovery.
    var falseCountMax = 14
    var testDescription: String { name }
  }

  private static let noises = [
    Noise(name: "independent outcomes", world: SampleWorld(), worldCount: 200, falseCountMax: 34),
    Noise(name: "one fate for a conversation", world: SampleWorld(sharesFate: true)),
    Noise(name: "rare successes", world: SampleWorld { _ in 0.04 }),
  ]

  @Test(arguments: noises)
  func `over many worlds of noise the false discoveries stay within the stated rate`(noise: Noise) {
    var (told, crude, testCount) = (0, 0, 0)
    for seed in 1...UInt64(noise.worldCount) {
      let report = noise.world.report(seed: seed)
      #expect(report.policy.falseDiscoveryRate == 0.1)
      testCount += report.testCount
      if !report.patterns.isEmpty { told += 1 }
      if !report.patterns.isEmpty || !report.confounded.isEmpty { crude += 1 }
    }
    print(
      "\(noise.name): of \(noise.worldCount) worlds with \(testCount / noise.worldCount) tests each \(told) tell a "
        + "pattern, and \(crude) would without the check of other attributes"
    )
    #expect(told <= noise.falseCountMax, "seeds 1 to \(noise.worldCount)")
    #expect(crude <= noise.falseCountMax, "seeds 1 to \(noise.worldCount)")
    #expect(testCount > 20 * noise.worldCount, "too few tests to mean anything")
  }
}
