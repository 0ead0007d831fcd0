public import EventModel

/// The Shapley values of the rate game: a set of action types is worth the conversion rate of the paths whose types all
/// lie in it, 0 where there are none.
///
/// Unlike credits these values can be **negative**: a type whose presence goes with a lower rate takes away. They sum to
/// the rate over all paths.
public struct ShapleyRateGame: Sendable {
  /// The most action types; there are 2^n sets of n types.
  public static let actionTypeCountMax = 16

  /// Sorted by name.
  public let actionTypes: [ActionType]
  /// For each type, its part of the rate of won paths.
  public let wonValues: [Double]
  /// The same for the rate of lost paths.
  public let lostValues: [Double]

  /// Solves the game exactly.
  /// - Throws: `tooManyActionTypes` beyond ``actionTypeCountMax``.
  public init(_ table: PathTable) throws(AttributionError) {
    actionTypes = table.actionTypes
    guard actionTypes.count <= Self.actionTypeCountMax else { throw .tooManyActionTypes(actionTypes.count) }
    var won = [Int64](repeating: 0, count: 1 << actionTypes.count)
    var all = won
    for row in table.rows {
      let set = row.types.reduce(0) { $0 | 1 << Int($1) }
      won[set] += row.won.count
      all[set] += row.won.count + row.lost.count
    }
    Self.sumOverSubsets(&won)
    Self.sumOverSubsets(&all)
    let rates = zip(won, all).map { $1 == 0 ? 0 : Double($0) / Double($1) }
    let lossRates = zip(won, all).map { $1 == 0 ? 0 : Double($1 - $0) / Double($1) }
    wonValues = Self.values(of: rates, playerCount: actionTypes.count)
    lostValues = Self.values(of: lossRates, playerCount: actionTypes.count)
  }

  /// Replaces the count of each set by that of all its subsets (the zeta transform, in whole numbers).
  private static func sumOverSubsets(_ counts: inout [Int64]) {
    var bit = 1
    while bit < counts.count {
      for set in counts.indices where set & bit != 0 { counts[set] += counts[set ^ bit] }
      bit <<= 1
    }
  }

  /// The mean over all orders of what a player adds to those before it: sets S without it weigh |S|! (n-|S|-1)! / n!.
  private static func values(of worth: [Double], playerCount: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: playerCount)
    // 1/n for the empty set; then w(s) = w(s-1) s / (n - s).
    for size in 0..<playerCount {
      weights[size] =
        size == 0 ? 1 / Double(playerCount) : weights[size - 1] * Double(size) / Double(playerCount - size)
    }
    return (0..<playerCount).map { player in
      let bit = 1 << player
      return worth.indices.reduce(0) { sum, set in
        set & bit != 0 ? sum : sum + weights[set.nonzeroBitCount] * (worth[set | bit] - worth[set])
      }
    }
  }
}

extension AttributionError {
  fileprivate static func tooManyActionTypes(_ count: Int) -> Self {
    let countMax = ShapleyRateGame.actionTypeCountMax
    return AttributionError(
      code: .tooManyActionTypes,
      message:
        "the rate game of \(count) action types has 2^\(count) sets; it is solved exactly up to \(countMax) types: "
        + "choose the coverage game, or join rare action types"
    )
  }
}
