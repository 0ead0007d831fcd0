import Coaching
import TestSupport
import Testing

/// Reference values: SciPy 1.17.1 (`hypergeom.pmf`).
struct ExactTestTests {
  private static let masses: [(Int64, Int64, Int64, Int64, Double)] = [
    (14, 7, 6, 6, 0.0023310023310023306), (1000, 30, 40, 3, 0.08576117155439267),
    (1_000_000, 1000, 2000, 9, 0.0001852804864391686), (50, 49, 10, 9, 0.2),
    (100_000, 60_000, 70, 55, 0.00048533520111183957), (20, 0, 5, 0, 1), (20, 20, 5, 5, 1), (20, 7, 20, 7, 1),
  ]

  @Test(arguments: masses)
  func `hypergeometric masses are SciPy's`(
    trials: Int64,
    successes: Int64,
    drawCount: Int64,
    count: Int64,
    mass: Double
  ) {
    let population = SuccessCount(trials: trials, successes: successes)
    let value = HypergeometricDistribution(population: population, drawCount: drawCount).mass(count)
    #expect(abs(value - mass) <= 1e-9 * mass, "\(value)")
  }

  @Test func `the masses of every small population add up to 1`() {
    for trials in 1...14 as ClosedRange<Int64> {
      for successes in 0...trials {
        for drawCount in 0...trials {
          let population = SuccessCount(trials: trials, successes: successes)
          let distribution = HypergeometricDistribution(population: population, drawCount: drawCount)
          let sum = (-1...trials + 1).reduce(0) { $0 + distribution.mass($1) }
          #expect(abs(sum - 1) < 1e-12, "\(distribution)")
        }
      }
    }
  }

  /// Every way to put the successes of small strata on the two sides, counted one by one.
  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `the exact test of strata adds up what is at most as likely`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let strata = try (0..<Int.random(in: 1...4, using: &generator)).map { _ in
      func count() -> SuccessCount {
        let trials = Int64.random(in: 1...4, using: &generator)
        return SuccessCount(trials: trials, successes: .random(in: 0...trials, using: &generator))
      }
      return try #require(GroupComparison(group: count(), rest: count()))
    }
    var ways: [Int64: Double] = [0: 1]
    for stratum in strata {
      let successes = stratum.group.successes + stratum.rest.successes
      var next: [Int64: Double] = [:]
      for (sum, count) in ways {
        for part in 0...successes {
          let choices = Self.choose(stratum.group.trials, part) * Self.choose(stratum.rest.trials, successes - part)
          next[sum + part, default: 0] += count * choices
        }
      }
      ways = next
    }
    let observed = ways[strata.reduce(0) { $0 + $1.group.successes }] ?? 0
    let rare = ways.values.filter { $0 <= observed * (1 + 1e-7) }.reduce(0, +)
    let value = ExactTest.twoSided(strata)
    #expect(abs(value - rare / ways.values.reduce(0, +)) < 1e-12, "seed \(seed): \(strata)")
  }

  private static func choose(_ trials: Int64, _ count: Int64) -> Double {
    guard (0...trials).contains(count) else { return 0 }
    return (0..<count).reduce(1) { $0 * Double(trials - $1) / Double($1 + 1) }
  }
}
