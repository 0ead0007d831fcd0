import Coaching

/// The reps and the action types of a team against each other, by the success rate of their primary outcomes.
struct TeamComparison: Sendable {
  /// Of all values with enough outcomes.
  let standings: [Standing]

  init(_ period: PeriodTally) {
    let cells = RateMeasure.primary.rates(in: period)
    let tests = [Dimension.rep, .actionType].flatMap { dimension in
      Self.tests(of: dimension, within: dimension == .rep ? .actionType : .rep, cells)
    }
    standings = Standing.judged(tests)
  }

  /// `nil` where the value has too few outcomes to be compared.
  func standing(_ value: DimensionValue, of dimension: Dimension) -> Standing? {
    standings.first { $0.dimension == dimension && $0.value == value }
  }

  private static func tests(
    of dimension: Dimension,
    within other: Dimension,
    _ cells: Cells<RollupKey, RateTally>
  ) -> [StandingTest] {
    let table = cells.tallies.reduce(into: [:] as [DimensionValue: [DimensionValue: RateTally]]) { table, cell in
      let (value, stratum) = (dimension.value(of: cell.key), other.value(of: cell.key))
      table[value, default: [:]][stratum, default: RateTally()] += cell.value
    }
    let strata = cells.tallies.reduce(into: [:] as [DimensionValue: RateTally]) { strata, cell in
      strata[other.value(of: cell.key), default: RateTally()] += cell.value
    }
    let all = cells.total.count
    return cells.groups(by: dimension).compactMap { group in
      // What names no rep is nobody to talk to, and the others aren't one.
      guard case .named = group.value, let row = table[group.value] else { return nil }
      // In the order of the values: sums of doubles must not depend on chance.
      let pairs = row.sorted { $0.key < $1.key }.map { stratum, tally in
        (group: tally.count, all: (strata[stratum] ?? RateTally()).count)
      }
      return StandingTest(group.value, of: dimension, group: group.tally.count, all: all, strata: pairs)
    }
  }
}
