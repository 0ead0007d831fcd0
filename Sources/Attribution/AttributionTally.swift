import EventModel

/// Puts the sums of a scoring beside what they are parts of.
struct AttributionTally {
  /// Sorted by name.
  let actionTypes: [ActionType]
  let won: PathTotals
  let lost: PathTotals

  /// - Parameter fit: of `markov`, over the same types.
  func score(_ scoring: AttributionScoring, won: CreditLedger, lost: CreditLedger, fit: MarkovFit?) -> AttributionScore
  {
    let lines = actionTypes.enumerated().map { index, type in
      AttributionScore.Line(
        actionType: type,
        won: part(won.entries[type] ?? .none, of: self.won, effect: fit?.won.effects[index]),
        lost: part(lost.entries[type] ?? .none, of: self.lost, effect: fit?.lost.effects[index])
      )
    }
    return AttributionScore(scoring: scoring, lines: lines, markovStateCount: fit?.stateCount)
  }

  func score(_ scoring: AttributionScoring, game: ShapleyRateGame) -> AttributionScore {
    let lines = actionTypes.indices.map { index in
      AttributionScore.Line(
        actionType: actionTypes[index],
        won: part(game.wonValues[index], of: won),
        lost: part(game.lostValues[index], of: lost)
      )
    }
    return AttributionScore(scoring: scoring, lines: lines, markovStateCount: nil)
  }

  private func part(
    _ entry: CreditLedger.Entry,
    of totals: PathTotals,
    effect: MarkovFit.Effect?
  ) -> AttributionScore.Part {
    AttributionScore.Part(
      creditMicros: entry.creditMicros,
      pathCount: entry.pathCount,
      value: entry.value,
      share: totals.count > 0 ? entry.pathCount / Double(totals.count) : nil,
      removalEffect: effect?.removalEffect,
      effectShare: effect?.share,
      shapleyValue: nil
    )
  }

  /// The values of the rate game sum to the rate, so that each over the rate is a share.
  private func part(_ shapleyValue: Double, of totals: PathTotals) -> AttributionScore.Part {
    let rate = Double(totals.count) / Double(max(1, won.count + lost.count))
    let share = totals.count > 0 ? shapleyValue / rate : nil
    return AttributionScore.Part(
      creditMicros: nil,
      pathCount: (share ?? 0) * Double(totals.count),
      value: (share ?? 0) * totals.value,
      share: share,
      removalEffect: nil,
      effectShare: nil,
      shapleyValue: shapleyValue
    )
  }
}
