/// Puts the sums of a scoring beside what they are parts of.
struct AttributionTally {
  let types: ActionTypeIndex
  let won: PathTotals
  let lost: PathTotals

  /// Of a model that credited each path when it came.
  func score(_ scoring: AttributionScoring, won: CreditLedger, lost: CreditLedger) -> AttributionScore {
    let lines = types.inNameOrder.map { index in
      AttributionScore.Line(
        actionType: types.names[index],
        won: part(won[index], of: self.won),
        lost: part(lost[index], of: self.lost)
      )
    }
    return AttributionScore(scoring: scoring, lines: lines, markovStateCount: nil)
  }

  /// Credits each path by the effects that were fitted to all of them.
  /// - Parameter rows: of the table that was fitted; like the fit, they number types in the order of names.
  func score(_ scoring: AttributionScoring, fit: MarkovFit, rows: [PathTable.Row]) -> AttributionScore {
    var (won, lost) = (CreditLedger(), CreditLedger())
    for row in rows {
      if row.won.count > 0 { won.add(Self.credits(row, fit.won), toTypes: row.types, totals: row.won) }
      if row.lost.count > 0 { lost.add(Self.credits(row, fit.lost), toTypes: row.types, totals: row.lost) }
    }
    let lines = types.inNameOrder.enumerated().map { rank, index in
      AttributionScore.Line(
        actionType: types.names[index],
        won: part(won[rank], of: self.won, effect: fit.won.effects[rank]),
        lost: part(lost[rank], of: self.lost, effect: fit.lost.effects[rank])
      )
    }
    return AttributionScore(scoring: scoring, lines: lines, markovStateCount: fit.stateCount)
  }

  private static func credits(_ row: PathTable.Row, _ side: MarkovFit.Side) -> [Int32] {
    let effects = row.types.map { side.effects[Int($0)].removalEffect }
    return LargestRemainder.micros(weights: MarkovModel.weights(effects: effects))
  }

  func score(_ scoring: AttributionScoring, game: ShapleyRateGame) -> AttributionScore {
    let lines = game.actionTypes.indices.map { index in
      AttributionScore.Line(
        actionType: game.actionTypes[index],
        won: part(game.wonValues[index], of: won),
        lost: part(game.lostValues[index], of: lost)
      )
    }
    return AttributionScore(scoring: scoring, lines: lines, markovStateCount: nil)
  }

  private func part(
    _ entry: CreditLedger.Entry,
    of totals: PathTotals,
    effect: MarkovFit.Effect? = nil
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
