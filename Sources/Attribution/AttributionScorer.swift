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
  /// Numbers the action types in any case; has rows only where a model is fitted.
  private var table = PathTable()

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
    let types = path.touches.map { table.index(of: $0.actionType) }
    for (index, scoring) in scorings.enumerated() where !scoring.isFitted {
      let credits = scoring.model.credits(
        touches: path.touches,
        milestoneIndex: path.milestoneIndex,
        parameters: scoring.parameters
      )
      if path.isConverted {
        sums[index].won.add(credits, toTypes: types, totals: path.totals)
      } else {
        sums[index].lost.add(credits, toTypes: types, totals: path.totals)
      }
    }
    if keepsPaths { table.add(types, isConverted: path.isConverted, totals: path.totals) }
  }

  /// The result of each scoring so far, in their order; a failure where a model can't be fitted to so many types.
  public func scores() -> [Result<AttributionScore, AttributionError>] {
    scorings.indices.map { index in
      Result { () throws(AttributionError) in try score(index) }
    }
  }

  private func score(_ index: Int) throws(AttributionError) -> AttributionScore {
    let scoring = scorings[index]
    let tally = AttributionTally(types: table.types, won: won, lost: lost)
    guard scoring.isFitted else { return tally.score(scoring, won: sums[index].won, lost: sums[index].lost) }
    guard scoring.model == .markov else { return tally.score(scoring, game: try ShapleyRateGame(table)) }
    return tally.score(scoring, fit: try MarkovModel.fit(table, order: scoring.markovOrder), rows: table.rows)
  }
}
