import EventModel

/// Scores paths one after the other under one or more models.
///
/// What a model can credit at once is summed and forgotten; distinct paths are kept only where a model has to be fitted
/// first. The order of the paths shows nowhere.
public struct AttributionScorer: Sendable {
  private struct Sums {
    var won = CreditLedger()
    var lost = CreditLedger()
  }

  private let scorings: [AttributionScoring]
  private let keepsPaths: Bool
  /// Of the scorings that aren't fitted.
  private var sums: [Sums]
  private var table = PathTable()
  private var actionTypes: Set<ActionType> = []

  public private(set) var won = PathTotals.zero
  public private(set) var lost = PathTotals.zero
  /// Paths without a touch: nobody has a part in them, so they count in no rate and no credit.
  public private(set) var untouched = PathTotals.zero

  public init(_ scorings: [AttributionScoring]) {
    self.scorings = scorings
    keepsPaths = scorings.contains(where: \.isFitted)
    sums = scorings.map { _ in Sums() }
  }

  /// Whether all paths with this one stay within ``ScoredPath/countTotalMax`` and ``ScoredPath/valueTotalMax``.
  public func hasRoom(for path: ScoredPath) -> Bool {
    let total = won + lost + untouched
    let valueMicrosMax = Int128(ScoredPath.valueTotalMax * 1e6)
    return path.totals.count <= ScoredPath.countTotalMax - total.count
      && path.totals.valueMicros <= valueMicrosMax - total.valueMicros
  }

  /// Takes a path in, for which there must be room.
  public mutating func add(_ path: ScoredPath) {
    precondition(hasRoom(for: path), "the sums have bounds")
    guard !path.touches.isEmpty else { return untouched += path.totals }
    if path.isConverted { won += path.totals } else { lost += path.totals }
    for touch in path.touches { actionTypes.insert(touch.actionType) }
    for (index, scoring) in scorings.enumerated() where !scoring.isFitted {
      let credits = scoring.model.credits(
        touches: path.touches,
        milestoneIndex: path.milestoneIndex,
        parameters: scoring.parameters
      )
      if path.isConverted {
        sums[index].won.add(credits, to: path.touches, totals: path.totals)
      } else {
        sums[index].lost.add(credits, to: path.touches, totals: path.totals)
      }
    }
    if keepsPaths {
      table.add(path.touches.map(\.actionType), isConverted: path.isConverted, totals: path.totals)
    }
  }

  /// The result of each scoring so far, in their order; a failure where a model can't be fitted to so many types.
  public func scores() -> [Result<AttributionScore, AttributionError>] {
    scorings.indices.map { index in
      Result { () throws(AttributionError) in try score(index) }
    }
  }

  private func score(_ index: Int) throws(AttributionError) -> AttributionScore {
    let scoring = scorings[index]
    let tally = AttributionTally(actionTypes: actionTypes.sorted(), won: won, lost: lost)
    guard scoring.isFitted else {
      return tally.score(scoring, won: sums[index].won, lost: sums[index].lost, fit: nil)
    }
    guard scoring.model == .markov else { return tally.score(scoring, game: try ShapleyRateGame(table)) }
    let fit = try MarkovModel.fit(table, order: scoring.markovOrder)
    return tally.score(
      scoring,
      won: Self.credits(of: table, by: fit.won.typeEffects, totals: \.won),
      lost: Self.credits(of: table, by: fit.lost.typeEffects, totals: \.lost),
      fit: fit
    )
  }

  /// Each path's credit by the effects that were fitted to all of them.
  private static func credits(
    of table: PathTable,
    by effects: TypeEffects,
    totals: KeyPath<PathTable.Row, PathTotals>
  ) -> CreditLedger {
    let types = table.actionTypes
    let parameters = AttributionParameters(typeEffects: effects)
    var ledger = CreditLedger()
    for row in table.rows where row[keyPath: totals].count > 0 {
      let touches = row.types.map { AttributionTouch(time: Timestamp(microseconds: 0), actionType: types[Int($0)]) }
      let credits = AttributionModel.markov.credits(touches: touches, parameters: parameters)
      ledger.add(credits, to: touches, totals: row[keyPath: totals])
    }
    return ledger
  }
}
