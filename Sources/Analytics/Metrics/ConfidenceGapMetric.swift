import EventModel

/// Over- and underconfidence, as a whole and by action type.
enum ConfidenceGapMetric {
  static func metric(_ pair: PeriodPair) -> Metric {
    let current = pair.current.primary
    let byActionType = current.groups(by: .actionType).map {
      row(Dimension.actionType.labels($0.value), $0.tally)
    }
    let trend = current.trend(pair.current.steps).map { row(pair.current.labels(step: $0.start), $0.tally) }
    return Metric(
      .confidenceGap,
      figure(current.total),
      previous: figure(pair.previous.primary.total),
      details: details(current.total),
      breakdowns: [Breakdown("by_action_type", byActionType), Breakdown(pair.current.trendName, trend)]
    )
  }

  /// Action types whose stated confidence is credibly wrong, in their order.
  static func wrongActionTypes(_ period: PeriodTally) -> [(value: DimensionValue, gap: ConfidenceGap)] {
    period.primary.groups(by: .actionType).compactMap { group in
      guard let gap = ConfidenceGap(group.tally.samples), gap.direction != nil else { return nil }
      return (value: group.value, gap: gap)
    }
  }

  private static func row(_ labels: [JSONMember], _ tally: OutcomeTally) -> MetricRow {
    MetricRow(labels, figure(tally), details: details(tally))
  }

  private static func figure(_ tally: OutcomeTally) -> Figure {
    guard let gap = ConfidenceGap(tally.samples) else {
      return .missing(
        tally.notMaturedCount > 0
          ? "There are outcomes, but the windows of their days are still open." : "There is no matured sample."
      )
    }
    return .known(gap.value, sampleSize: gap.sampleCount, interval: gap.interval)
  }

  /// What the gap is made of, and a verdict in words only where it is credible.
  private static func details(_ tally: OutcomeTally) -> [JSONMember] {
    let gap = ConfidenceGap(tally.samples)
    var members: [JSONMember] = [
      .number("stated", gap?.stated), .number("observed", gap?.observed),
      .count("not_matured_count", tally.notMaturedCount),
    ]
    if let gap, let direction = gap.direction {
      members += [.text("verdict", direction.rawValue), .text("sentence", gap.sentence)]
    }
    return members
  }
}

extension PeriodTally {
  /// The outcomes that confidence speaks of.
  var primary: Cells<RollupKey, OutcomeTally> {
    outcomes.map { key, tally in key.isPrimary ? (key.rollupKey, tally) : nil }
  }
}
