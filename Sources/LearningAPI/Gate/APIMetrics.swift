import Telemetry

/// What the API measures.
struct APIMetrics: Sendable {
  private let registry: PrometheusRegistry

  init(registry: PrometheusRegistry) {
    self.registry = registry
  }

  /// - Parameter route: the template, never an address: ids would make a series each.
  func observe(route: String, status: Int, seconds: Double) {
    registry.histogram(MetricCatalogue.requestDuration, route, "\(status)").observe(seconds)
  }

  func report(streamCount: Int) {
    registry.gauge(MetricCatalogue.liveConnections).set(Double(streamCount))
  }
}
