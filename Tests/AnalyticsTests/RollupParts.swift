import Analytics
import TestSupport

extension OutcomeRollup {
  /// Two rows that add up to this one.
  func split(using generator: inout TestGenerator) -> [OutcomeRollup] {
    func part(_ count: Int64) -> Int64 { Int64.random(in: 0...max(0, count), using: &generator) }
    let first = StatusCounts(
      pending: part(statuses.pending),
      positive: part(statuses.positive),
      negative: part(statuses.negative),
      ambiguous: part(statuses.ambiguous),
      expired: part(statuses.expired),
      labelled: part(statuses.labelled)
    )
    let second = StatusCounts(
      pending: statuses.pending - first.pending,
      positive: statuses.positive - first.positive,
      negative: statuses.negative - first.negative,
      ambiguous: statuses.ambiguous - first.ambiguous,
      expired: statuses.expired - first.expired,
      labelled: statuses.labelled - first.labelled
    )
    let sums = SampleSums(
      count: part(samples.count),
      weightMicros: part(samples.weightMicros),
      confidenceMicros: part(samples.confidenceMicros),
      outcomeMicros: part(samples.outcomeMicros)
    )
    let rest = SampleSums(
      count: samples.count - sums.count,
      weightMicros: samples.weightMicros - sums.weightMicros,
      confidenceMicros: samples.confidenceMicros - sums.confidenceMicros,
      outcomeMicros: samples.outcomeMicros - sums.outcomeMicros
    )
    return [with(first, sums), with(second, rest)]
  }

  func moved(to day: UTCDay) -> OutcomeRollup { with(statuses, samples, day: day) }

  private func with(_ statuses: StatusCounts, _ samples: SampleSums, day: UTCDay? = nil) -> OutcomeRollup {
    OutcomeRollup(
      day: day ?? self.day,
      repID: repID,
      actionType: actionType,
      channel: channel,
      outcomeType: outcomeType,
      isPrimary: isPrimary,
      statuses: statuses,
      samples: samples
    )
  }
}

extension ActionRollup {
  func split(using generator: inout TestGenerator) -> [ActionRollup] {
    let actions = Int64.random(in: 0...actionCount, using: &generator)
    let costs = Int64.random(in: 0...costCount, using: &generator)
    let micros = Int64.random(in: 0...costMicros, using: &generator)
    return [
      with(actions, costs, micros), with(actionCount - actions, costCount - costs, costMicros - micros),
    ]
  }

  private func with(_ actions: Int64, _ costs: Int64, _ micros: Int64) -> ActionRollup {
    ActionRollup(
      day: day,
      repID: repID,
      actionType: actionType,
      channel: channel,
      actionCount: actions,
      costCount: costs,
      costMicros: micros
    )
  }
}

extension ImpactRollup {
  func split(using generator: inout TestGenerator) -> [ImpactRollup] {
    let touches = Int64.random(in: 0...touchCount, using: &generator)
    let credit = Int64.random(in: 0...creditMicros, using: &generator)
    let amount = Int128(Int64.random(in: 0...Int64(amountMicros), using: &generator))
    return [
      with(touches, credit, amount), with(touchCount - touches, creditMicros - credit, amountMicros - amount),
    ]
  }

  private func with(_ touches: Int64, _ credit: Int64, _ amount: Int128) -> ImpactRollup {
    ImpactRollup(
      day: day,
      repID: repID,
      actionType: actionType,
      channel: channel,
      currency: currency,
      result: result,
      touchCount: touches,
      creditMicros: credit,
      amountMicros: amount
    )
  }
}
