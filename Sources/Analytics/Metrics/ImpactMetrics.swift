import EventModel
import Resolution

/// What conversions credited to actions: their number and their amounts.
enum ImpactMetrics {
  static func conversions(_ pair: PeriodPair) -> Metric {
    let counted = Self.counted(pair.current)
    let trend = counted.trend(pair.current.steps).map {
      MetricRow(pair.current.labels(step: $0.start), conversions($0.tally))
    }
    let byActionType = Self.byActionType(pair.current).map {
      MetricRow(Dimension.actionType.labels($0.value), conversions($0.tally))
    }
    return Metric(
      .creditedConversions,
      conversions(counted.total),
      previous: conversions(Self.counted(pair.previous).total),
      details: [includesLosses(pair.current)],
      breakdowns: [
        Breakdown(pair.current.trendName, trend), Breakdown("by_action_type", byActionType),
        Breakdown("by_result", byResult(pair.current)),
      ]
    )
  }

  static func amounts(_ pair: PeriodPair) -> Metric {
    let sums = amounts(pair.current)
    return Metric(
      .creditedAmount,
      unit: sums.count == 1 ? sums.first?.currency?.text : nil,
      amount(sums.map { $0.tally }),
      previous: isSameCurrency(sums, amounts(pair.previous)) ? amount(amounts(pair.previous).map { $0.tally }) : nil,
      details: [includesLosses(pair.current)],
      breakdowns: [Breakdown("by_currency", byCurrency(pair.current))]
    )
  }

  // MARK: Conversions

  /// All but those that are known to be lost.
  static func byActionType(_ period: PeriodTally) -> [(value: DimensionValue, tally: ImpactTally)] {
    counted(period).groups(by: .actionType)
  }

  /// All but those that are known to be lost.
  private static func counted(_ period: PeriodTally) -> Cells<ImpactKey, ImpactTally> {
    period.impacts.map { key, tally in key.result == .lost ? nil : (key, tally) }
  }

  private static func conversions(_ tally: ImpactTally) -> Figure {
    guard tally.touchCount > 0 else { return .missing("No conversion gave credit to an action.") }
    return .known(tally.conversionCount, sampleSize: tally.touchCount)
  }

  private static func includesLosses(_ period: PeriodTally) -> JSONMember {
    JSONMember("includes_losses", .bool(period.impacts.tallies.contains { $0.key.result == nil }))
  }

  private static func byResult(_ period: PeriodTally) -> [MetricRow] {
    let sums = period.impacts.tallies.reduce(into: [:] as [ConversionResult?: ImpactTally]) { sums, cell in
      sums[cell.key.result, default: ImpactTally()] += cell.value
    }
    let results: [ConversionResult?] = [.won, .lost, nil]
    return results.compactMap { result in
      sums[result].map { MetricRow([.text("result", result?.rawValue)], conversions($0)) }
    }
  }

  // MARK: Amounts

  /// Of the currencies that have an amount, by name; what names none comes first.
  private static func amounts(_ period: PeriodTally) -> [(currency: CurrencyName?, tally: ImpactTally)] {
    let sums = counted(period).tallies.reduce(into: [:] as [CurrencyName?: ImpactTally]) { sums, cell in
      guard cell.value.amountMicros != 0 else { return }
      sums[cell.key.currency, default: ImpactTally()] += cell.value
    }
    return sums.map { (currency: $0.key, tally: $0.value) }.sorted { precedes($0.currency, $1.currency) }
  }

  private static func precedes(_ left: CurrencyName?, _ right: CurrencyName?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    return left < right
  }

  private static func isSameCurrency(
    _ left: [(currency: CurrencyName?, tally: ImpactTally)],
    _ right: [(currency: CurrencyName?, tally: ImpactTally)]
  ) -> Bool {
    right.isEmpty || left.map { $0.currency } == right.map { $0.currency }
  }

  private static func amount(_ tallies: [ImpactTally]) -> Figure {
    switch tallies.count {
    case 0: .missing("No credited conversion carried an amount.")
    case 1: .known(tallies[0].amount, sampleSize: tallies[0].touchCount)
    default: .missing("Amounts of different currencies aren't added; each is in by_currency.")
    }
  }

  private static func byCurrency(_ period: PeriodTally) -> [MetricRow] {
    var sums: [CurrencyName?: [ConversionResult?: ImpactTally]] = [:]
    for (key, tally) in period.impacts.tallies where tally.amountMicros != 0 {
      sums[key.currency, default: [:]][key.result, default: ImpactTally()] += tally
    }
    return sums.keys.sorted(by: precedes).flatMap { currency in
      ([.won, .lost, nil] as [ConversionResult?]).compactMap { result in
        sums[currency]?[result].map { tally in
          MetricRow(
            [.text("currency", currency?.text), .text("result", result?.rawValue)],
            .known(tally.amount, sampleSize: tally.touchCount)
          )
        }
      }
    }
  }
}
