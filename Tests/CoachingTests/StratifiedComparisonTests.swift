import Calibration
import Coaching
import TestSupport
import Testing

struct StratifiedComparisonTests {
  struct Reference: Sendable {
    let name: String
    /// Successes and trials of the group, then of the rest.
    let strata: [[Int64]]
    let difference: Double
    let bounds: [Double]
    /// Of the test of Cochran, Mantel and Haenszel.
    let scoreProbability: Double
    let exactProbability: Double
    let isExact: Bool

    func comparisons() throws -> [GroupComparison] {
      try strata.map { counts in
        try #require(
          GroupComparison(
            group: SuccessCount(trials: counts[1], successes: counts[0]),
            rest: SuccessCount(trials: counts[3], successes: counts[2])
          )
        )
      }
    }
  }

  /// The test: statsmodels 0.15.0, `StratifiedTable.test_null_odds` without correction. The exact test: convolved
  /// `hypergeom.pmf` of SciPy 1.17.1. The difference and its interval: NumPy 2.4.6, straight from Sato's formulas.
  private static let references: [Reference] = [
    Reference(
      name: "confounded by segment",
      strata: [[90, 200, 81, 135], [3, 40, 40, 400]],
      difference: -0.1111368909513,
      bounds: [-0.188533184084, -0.03374059781857],
      scoreProbability: 0.007224657063477,
      exactProbability: 0.007301506160668,
      isExact: false
    ),
    Reference(
      name: "kidney stones (Charig et al. 1986)",
      strata: [[81, 87, 234, 270], [192, 263, 55, 80]],
      difference: 0.05383557024347,
      bounds: [-0.01192944521749, 0.1196005857044],
      scoreProbability: 0.1187405297098,
      exactProbability: 0.1379793976298,
      isExact: false
    ),
    Reference(
      name: "sparse",
      strata: [[2, 5, 1, 9], [3, 6, 2, 14], [0, 2, 1, 7], [4, 4, 3, 11], [1, 3, 0, 6]],
      difference: 0.3600867678959,
      bounds: [0.1295913701104, 0.5905821656814],
      scoreProbability: 0.001862215158194,
      exactProbability: 0.003627890171644,
      isExact: true
    ),
    Reference(
      name: "even",
      strata: [[30, 100, 40, 200], [50, 120, 60, 180], [25, 80, 30, 150]],
      difference: 0.09712940461725,
      bounds: [0.03220317409546, 0.162055635139],
      scoreProbability: 0.002734478000299,
      exactProbability: 0.003543197171246,
      isExact: false
    ),
    Reference(
      name: "large",
      strata: [[3000, 10_000, 2800, 10_000], [1500, 9000, 4200, 30_000]],
      difference: 0.02387096774194,
      bounds: [0.01659810715254, 0.03114382833133],
      scoreProbability: 6.123967999372e-11,
      exactProbability: 7.774322167198e-11,
      isExact: false
    ),
  ]

  private static func isClose(_ value: Double, _ reference: Double, within relative: Double = 1e-9) -> Bool {
    abs(value - reference) <= relative * abs(reference)
  }

  @Test(arguments: references)
  func `difference, interval and p value are those of other programs`(reference: Reference) throws {
    let strata = try reference.comparisons()
    let comparison = StratifiedComparison(strata)
    #expect(Self.isClose(comparison.difference, reference.difference))
    #expect(Self.isClose(comparison.interval.lower, reference.bounds[0]))
    #expect(Self.isClose(comparison.interval.upper, reference.bounds[1]))
    let expected = reference.isExact ? reference.exactProbability : reference.scoreProbability
    // Far tails, and logarithms of the factorials of tens of thousands, leave fewer digits.
    #expect(Self.isClose(comparison.probability, expected, within: 1e-6), "\(comparison.probability)")
    #expect(Self.isClose(ExactTest.twoSided(strata), reference.exactProbability, within: 1e-6))
  }

  @Test(arguments: references)
  func `one stratum is the two-proportion test but for N / (N - 1)`(reference: Reference) throws {
    for comparison in try reference.comparisons() {
      let stratified = StratifiedComparison([comparison])
      #expect(abs(stratified.difference - comparison.difference) < 1e-15)
      let crude = NormalScore.twoSided(TwoProportionTest.twoSided(comparison))
      let score = NormalScore.twoSided(stratified.probability)
      let trials = Double(comparison.group.trials + comparison.rest.trials)
      #expect(abs(score * score - crude * crude) <= 2 * crude * crude / trials + 1e-9, "\(comparison)")
    }
  }

  @Test func `outcomes that are worth less have wider intervals and larger p values`() throws {
    for reference in Self.references {
      let strata = try reference.comparisons()
      let (plain, doubled) = (StratifiedComparison(strata), StratifiedComparison(strata, designEffect: 4))
      #expect(doubled.difference == plain.difference)
      let widths = [plain, doubled].map { $0.interval.upper - $0.interval.lower }
      if doubled.interval.upper < 1 { #expect(abs(widths[1] / widths[0] - 2) < 1e-9, "\(reference.name)") }
      let scores = [plain, doubled].map { NormalScore.twoSided($0.probability) }
      #expect(abs(scores[0] / scores[1] - 2) < 1e-6, "\(reference.name)")
    }
  }

  /// Of 2,000 rounds 95 % are 1,900, with a standard deviation of 10.
  @Test func `the interval holds the true difference as often as it says`() throws {
    var generator = TestGenerator(seed: 20_260_801)
    var hitCount = 0
    for _ in 0..<2000 {
      let strata = try [(40, 120, 0.2), (25, 60, 0.4), (60, 40, 0.1), (10, 90, 0.6)].map { group, rest, rate in
        try #require(
          GroupComparison(
            group: Self.draw(group, rate: rate + 0.1, &generator),
            rest: Self.draw(rest, rate: rate, &generator)
          )
        )
      }
      let interval = StratifiedComparison(strata).interval
      if interval.lower <= 0.1, 0.1 <= interval.upper { hitCount += 1 }
    }
    print("the stratified 95 % interval holds the truth in \(hitCount) of 2,000 rounds")
    #expect((1860...1940).contains(hitCount))
  }

  private static func draw(_ trials: Int, rate: Double, _ generator: inout TestGenerator) -> SuccessCount {
    let successes = (0..<trials).filter { _ in Double.random(in: 0..<1, using: &generator) < rate }.count
    return SuccessCount(trials: Int64(trials), successes: Int64(successes))
  }
}
