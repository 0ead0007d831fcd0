import EventModel

extension MarkovModel {
  /// The longest memory of a chain, in touches.
  public static let orderMax = 10
  /// The most states that a chain may have, its start included. So many take seconds; the first order has one for each
  /// action type.
  public static let stateCountMax = 1024

  /// Fits the removal effects of a table's action types, for wins and for losses, by solving the chain exactly.
  ///
  /// Removing a type turns each walk that comes to it into one that ends in nothing. So its effect is the share of
  /// converting walks that visit it: 1 - P(conversion without it) / P(conversion), computed as a quotient of sums of
  /// positive terms, in which no digits cancel. For losses the same with the two ends exchanged.
  ///
  /// A type that is on no won path has no effect on wins, also where the chain would let it have some (a loss A > X > B
  /// beside a win A > B opens a walk over X to the win): it has part in no conversion.
  ///
  /// Source: Anderl et al., Mapping the customer journey, IJRM 33 (2016); Kemeny and Snell, Finite Markov Chains, for
  /// the fundamental matrix (I - Q)^-1.
  ///
  /// - Parameter order: how many last touches the next step depends on, in 1...``orderMax``.
  /// - Throws: `tooManyStates` where the chain exceeds ``stateCountMax``.
  public static func fit(_ table: PathTable, order: Int = 1) throws(AttributionError) -> MarkovFit {
    precondition((1...orderMax).contains(order), "the order is in 1...\(orderMax)")
    let rows = table.rows
    let types = table.actionTypes
    let chain = try MarkovChain(rows: rows, order: order, stateCountMax: stateCountMax)
    guard !rows.isEmpty else {
      return MarkovFit(order: order, stateCount: chain.stateCount, won: .none, lost: .none)
    }
    let (system, exits) = chain.equations()
    let decomposition = LUDecomposition(system)
    let ends = decomposition.solve(exits)
    let expectedVisits = decomposition.solve(.identity(chain.stateCount))
    var visits = Matrix(rowCount: types.count, columnCount: 2)
    for type in types.indices {
      let entrances = entrances(to: chain.states(endingIn: Int32(type)), expectedVisits: expectedVisits)
      for end in 0..<2 { visits[type, end] = entrances.reduce(0) { $0 + $1.probability * ends[$1.state, end] } }
    }
    let present = presence(in: rows, typeCount: types.count)
    let sides = (0..<2).map { end in
      let total = ends[MarkovChain.start, end]
      // Rounding may lead a hair beyond 1.
      let effects = types.indices.map { present[end][$0] ? min(1, max(0, visits[$0, end] / total)) : 0 }
      return MarkovFit.Side(probability: total, actionTypes: types, removalEffects: effects)
    }
    return MarkovFit(order: order, stateCount: chain.stateCount, won: sides[0], lost: sides[1])
  }

  /// The probability that a walk's first visit to the set is to this state, for each state of it.
  ///
  /// Of N, the expected visits (I - Q)^-1, N[start, a] is the sum over the states b of the set of f(b) N[b, a]. For a
  /// single state that is f = N[start, a] / N[a, a].
  private static func entrances(
    to set: [Int],
    expectedVisits: Matrix
  ) -> [(state: Int, probability: Double)] {
    var within = Matrix(rowCount: set.count, columnCount: set.count)
    var fromStart = Matrix(rowCount: set.count, columnCount: 1)
    for (row, target) in set.enumerated() {
      fromStart[row, 0] = expectedVisits[MarkovChain.start, target]
      for (column, source) in set.enumerated() { within[row, column] = expectedVisits[source, target] }
    }
    let probabilities = LUDecomposition(within).solve(fromStart)
    return set.enumerated().map { (state: $1, probability: probabilities[$0, 0]) }
  }

  /// Whether each type is on any won path, and on any lost one.
  private static func presence(in rows: [PathTable.Row], typeCount: Int) -> [[Bool]] {
    var present = Array(repeating: Array(repeating: false, count: typeCount), count: 2)
    for row in rows {
      for type in row.types {
        if row.won.count > 0 { present[0][Int(type)] = true }
        if row.lost.count > 0 { present[1][Int(type)] = true }
      }
    }
    return present
  }
}
