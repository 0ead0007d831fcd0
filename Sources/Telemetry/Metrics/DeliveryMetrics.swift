public import Notices

/// What a process counts about the notices that it delivers.
public struct DeliveryMetrics: Sendable {
  /// What became of an attempt.
  public enum Result: String, CaseIterable, Sendable {
    case delivered
    /// It failed, and is tried again.
    case retried
    /// It was given up.
    case failed
  }

  private let attempts: MetricTable<ChannelKind, MetricTable<Result, PrometheusCounter>>

  public init(registry: PrometheusRegistry) {
    attempts = MetricTable { kind in
      MetricTable { registry.counter(MetricCatalogue.deliveries, kind.rawValue, $0.rawValue) }
    }
  }

  /// The counter of attempts through a kind of channel with this result.
  public func attempts(_ kind: ChannelKind, _ result: Result) -> PrometheusCounter {
    attempts[kind][result]
  }
}
