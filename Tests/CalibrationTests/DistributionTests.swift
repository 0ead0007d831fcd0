import Calibration
import Testing

/// Reference values: SciPy 1.17.1 (`scipy.stats`).
struct DistributionTests {
  private static func isClose(_ value: Double, _ reference: Double, tolerance: Double = 1e-11) -> Bool {
    abs(value - reference) <= tolerance * max(abs(reference), 1e-300)
  }

  @Test(
    arguments: [
      (0, 0.5), (0.5, 0.3085375387259869), (1.959963984540054, 0.025), (5, 2.866515718791933e-07),
      (-1.3, 0.9031995154143897), (10, 7.61985302416047e-24), (30, 4.906713927148908e-198),
    ] as [(Double, Double)]
  )
  func `the normal tail is SciPy's, far out too`(score: Double, tail: Double) {
    #expect(Self.isClose(NormalDistribution.upperTail(score), tail))
    #expect(Self.isClose(NormalDistribution.cumulative(-score), tail))
    #expect(Self.isClose(NormalDistribution.twoSided(score), 2 * min(tail, 1 - tail), tolerance: 1e-10))
  }

  @Test(
    arguments: [
      (0, 1, 1.0), (0.001, 1, 0.9747728793699604), (3.841458820694124, 1, 0.04999999999999989),
      (5, 2, 0.0820849986238988), (7.3, 3, 0.06292623645904312), (18.3, 10, 0.050109061411462506),
      (100, 10, 5.4497019829205215e-17), (2.5, 9, 0.9808834914028134), (0.001, 10, 1.0), (0, 4, 1.0),
      (60, 37, 0.009759926214429279), (300, 4, 1.083439491947837e-63), (.infinity, 3, 0),
    ] as [(Double, Int, Double)]
  )
  func `the chi-square tail is SciPy's`(statistic: Double, freedom: Int, tail: Double) {
    #expect(Self.isClose(ChiSquareDistribution.upperTail(statistic, degreesOfFreedom: freedom), tail))
  }

  private static let binomials: [(Int64, Int64, Double, Double, Double, Double)] = [
    (3, 10, 0.3, 0.2668279319999998, 0.6172172136000003, 0.6496107184000002),
    (0, 10, 0.3, 0.0282475249, 1.0, 0.028247524900000005),
    (10, 10, 0.3, 5.9048999999999975e-06, 5.9048999999999975e-06, 1.0),
    (7, 19, 0.5, 0.09610748291015632, 0.9164657592773438, 0.1796417236328125),
    (120, 400, 0.4, 7.69090328917708e-06, 0.9999869915799494, 2.069932333971718e-05),
    (5, 1000, 0.001, 0.003048807927758811, 0.003636878029521792, 0.999411929898237),
    (999_500, 1_000_000, 0.9995, 0.01784272910877009, 0.5118911220715503, 0.5059516070372202),
    (500_000, 1_000_000, 0.5, 0.0007978843613317499, 0.5003989421806654, 0.5003989421806654),
    (510_000, 1_000_000, 0.5, 1.0897802392976937e-90, 2.772181643854259e-89, 1.0),
    (1, 3, 1e-09, 2.9999999940000016e-09, 2.9999999970000008e-09, 1.0),
    (40, 50, 0.02, 9.228420067901746e-59, 9.27455710782753e-59, 1.0),
  ]

  @Test(arguments: binomials)
  func `binomial mass and tails are SciPy's`(
    count: Int64,
    trials: Int64,
    probability: Double,
    mass: Double,
    upper: Double,
    lower: Double
  ) {
    let distribution = BinomialDistribution(trialCount: trials, probability: probability)
    #expect(Self.isClose(distribution.mass(count), mass, tolerance: 1e-10), "\(distribution.mass(count))")
    #expect(Self.isClose(distribution.upperTail(count), upper, tolerance: 1e-10), "\(distribution.upperTail(count))")
    #expect(Self.isClose(distribution.lowerTail(count), lower, tolerance: 1e-10), "\(distribution.lowerTail(count))")
  }

  private static let tests: [(Int64, Int64, Double, Double)] = [
    (0, 10, 0.3, 0.0388396033), (3, 10, 0.3, 1.0), (10, 10, 0.3, 5.9048999999999975e-06), (2, 10, 0.5, 0.109375),
    (8, 10, 0.5, 0.109375), (1, 15, 0.9, 1.3599999999999957e-13), (11, 15, 0.9, 0.05555563000753596),
    (3, 19, 0.42, 0.020352661025503635), (14, 19, 0.42, 0.008578782649283906), (0, 5, 0, 1), (1, 5, 0, 0), (5, 5, 1, 1),
    (51, 235, 1 / 6.0, 0.043747970182399884), (120, 400, 0.4, 4.193720094483283e-05),
    (180, 400, 0.4, 0.04642083839927691), (9650, 10_000, 0.97, 0.004055446576360858),
    (700_000, 1_000_000, 0.7011, 0.016313233574325355), (7, 12, 7 / 12.0, 1),
  ]

  @Test(arguments: tests)
  func `the binomial test is SciPy's binomtest`(count: Int64, trials: Int64, probability: Double, expected: Double) {
    let distribution = BinomialDistribution(trialCount: trials, probability: probability)
    let value = BinomialTest.twoSided(count, in: distribution)
    #expect(abs(value - expected) <= 1e-10 * expected, "\(value)")
  }

  /// The definition itself, with masses from the triangle of binomial coefficients.
  @Test func `the binomial test adds up what is at most as likely, for every result of up to thirty trials`() {
    for trials in 1...30 as ClosedRange<Int64> {
      for percent in stride(from: 0, through: 100, by: 5) {
        let probability = Double(percent) / 100
        let masses = Self.masses(trials, probability)
        let distribution = BinomialDistribution(trialCount: trials, probability: probability)
        for (count, mass) in masses.enumerated() {
          let expected = masses.filter { $0 <= mass * (1 + 1e-7) }.reduce(0, +)
          let value = BinomialTest.twoSided(Int64(count), in: distribution)
          #expect(abs(value - min(expected, 1)) <= 1e-12, "\(count) of \(trials) against \(probability)")
          #expect(abs(distribution.mass(Int64(count)) - mass) <= 1e-13 * mass, "\(count) of \(trials)")
        }
      }
    }
  }

  private static func masses(_ trials: Int64, _ probability: Double) -> [Double] {
    var masses = [1.0]
    for _ in 0..<trials {
      masses =
        zip([0] + masses, masses + [0]).map { success, failure in
          success * probability + failure * (1 - probability)
        }
    }
    return masses
  }
}
