import Calibration
import Coaching
import Testing

/// Reference values: SciPy 1.17.1 (`fisher_exact`) and statsmodels 0.15.0 (`proportions_ztest` and
/// `confint_proportions_2indep` with `newcomb`).
struct RateComparisonTests {
  /// Successes and trials of the group, then of the rest.
  typealias Counts = (Int64, Int64)

  private static let rows: [(Counts, Counts, Double, Double, Double, Double, Double)] = [
    ((128, 412), (686, 3120), 4.113604725883, 3.895282022368e-05, 6.486340671787e-05, 0.04553150903959, 0.13919502295),
    ((6, 6), (1, 8), 3.240370349204, 0.001193745444872, 0.004662004662005, 0.353464295655, 0.9775825085499),
    ((45, 100), (30, 100), 2.190890230021, 0.02845973691631, 0.04053400651498, 0.01585219506812, 0.2768308539196),
    ((3, 40), (20, 400), 0.6773207689444, 0.4982024562771, 0.4540750051191, -0.03059862145197, 0.1498610287986),
    ((0, 35), (60, 500), -2.174977313856, 0.02963181646495, 0.02374697467913, -0.1514195986244, -0.01783321466208),
    ((35, 35), (400, 500), 2.93414304394, 0.003344700249963, 0.001088017879678, 0.09582877143722, 0.2372891053052),
    ((93, 240), (121, 535), 4.644777981418, 3.40442368954e-06, 5.620489051329e-06, 0.09117486133625, 0.2326018446579),
    (
      (5000, 20_000), (140_000, 600_000), 5.477777798229, 4.307005048882e-08, 5.486587557998e-08, 0.01061818204814,
      0.02280907816229
    ),
    ((12, 30), (9, 90), 3.745126703594, 0.0001803027570734, 0.0005100568520478, 0.1267252790246, 0.4828075170637),
    ((1, 50), (1, 50), 0, 1, 1, -0.08653445651183, 0.08653445651183),
  ]

  private static func comparison(_ group: Counts, _ rest: Counts) throws -> GroupComparison {
    try #require(
      GroupComparison(
        group: SuccessCount(trials: group.1, successes: group.0),
        rest: SuccessCount(trials: rest.1, successes: rest.0)
      )
    )
  }

  private static func isClose(_ value: Double, _ reference: Double) -> Bool {
    abs(value - reference) <= 1e-9 * max(abs(reference), 1e-3)
  }

  @Test func `scores, p values and intervals are those of other programs`() throws {
    for (group, rest, score, scoreProbability, exactProbability, lower, upper) in Self.rows {
      let comparison = try Self.comparison(group, rest)
      #expect(Self.isClose(TwoProportionTest.score(comparison), score), "\(comparison)")
      #expect(Self.isClose(NormalDistribution.twoSided(score), scoreProbability), "\(comparison)")
      let exact = ExactTest.twoSided([comparison])
      #expect(abs(exact - exactProbability) <= 1e-9 * exactProbability, "\(comparison): \(exact)")
      let interval = DifferenceInterval(
        rate: comparison.groupRate,
        WilsonInterval(rate: comparison.groupRate, sampleSize: Double(group.1)),
        minus: comparison.restRate,
        WilsonInterval(rate: comparison.restRate, sampleSize: Double(rest.1))
      )
      #expect(Self.isClose(interval.lower, lower) && Self.isClose(interval.upper, upper), "\(interval)")
    }
  }

  /// The smallest expected numbers of the table's rows are 95, 3, 38, 2, 4, 7, 66, 4677, 5 and 1.
  @Test func `the exact test is taken where a cell is expected to hold fewer than twenty`() throws {
    for (index, row) in Self.rows.enumerated() {
      let value = TwoProportionTest.twoSided(try Self.comparison(row.0, row.1))
      #expect(Self.isClose(value, [0, 2, 6, 7].contains(index) ? row.3 : row.4), "row \(index): \(value)")
    }
  }

  @Test func `lift names its denominator, the rest`() throws {
    // The benchmark's `too_small`: 6 of 6 against 1 of 8.
    #expect(try Self.comparison((6, 6), (1, 8)).liftOverRest == 8)
    #expect(try Self.comparison((6, 6), (0, 8)).liftOverRest == nil)
    #expect(GroupComparison(group: .zero, rest: SuccessCount(trials: 1, successes: 1)) == nil)
  }

  @Test func `outcomes that are worth less count for less`() throws {
    let large = try Self.comparison((128, 412), (686, 3120))
    let effect = DesignEffect(group: 2, rest: 2)
    let score = TwoProportionTest.score(large) / 2.0.squareRoot()
    #expect(TwoProportionTest.twoSided(large, designEffect: effect) == NormalDistribution.twoSided(score))
    // Half of 24 of 60 and 18 of 180 is 12 of 30 and 9 of 90; odd numbers are rounded towards no difference.
    let small = try Self.comparison((24, 60), (18, 180))
    #expect(abs(TwoProportionTest.twoSided(small, designEffect: effect) - 0.0005100568520478) < 1e-12)
    let odd = TwoProportionTest.twoSided(try Self.comparison((25, 61), (18, 181)), designEffect: effect)
    #expect(odd == ExactTest.twoSided([try Self.comparison((12, 30), (9, 90))]))
  }

  @Test func `no difference has the p value 1, and none is above it`() throws {
    for counts in [((0, 40), (0, 90)), ((40, 40), (90, 90)), ((20, 40), (45, 90))] as [(Counts, Counts)] {
      let value = TwoProportionTest.twoSided(try Self.comparison(counts.0, counts.1))
      #expect(abs(value - 1) < 1e-12, "\(counts)")
    }
  }

  @Test func `a certain difference is a small number, and not none`() throws {
    // SciPy: 2 / comb(80, 40).
    let value = TwoProportionTest.twoSided(try Self.comparison((40, 40), (0, 40)))
    #expect(value > 0 && value < 1e-15)
  }
}
