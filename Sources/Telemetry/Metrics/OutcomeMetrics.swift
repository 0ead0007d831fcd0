public import EventModel

/// What a process counts about the outcomes that it writes.
public struct OutcomeMetrics: Sendable {
  public let created: MetricTable<OutcomeType, PrometheusCounter>
  private let resolved: MetricTable<OutcomeType, MetricTable<OutcomeStatus, PrometheusCounter>>

  public init(registry: PrometheusRegistry) {
    created = MetricTable { registry.counter(MetricCatalogue.outcomesCreated, $0.rawValue) }
    resolved = MetricTable { type in
      MetricTable { registry.counter(MetricCatalogue.outcomesResolved, type.rawValue, $0.rawValue) }
    }
  }

  /// The counter of outcomes of a type that came to a status.
  public func resolved(_ type: OutcomeType, as status: OutcomeStatus) -> PrometheusCounter {
    resolved[type][status]
  }
}
