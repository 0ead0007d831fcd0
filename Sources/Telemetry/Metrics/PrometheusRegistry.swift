import Synchronization

/// The metrics of one process, exposed as Prometheus reads them.
///
/// Metrics of the catalogue are made by descriptor and kept by whoever counts, so that counting needs no look-up. As a
/// `MetricsFactory` it also takes whatever a library reports by swift-metrics, under the library's own names.
public final class PrometheusRegistry: Sendable {
  /// Time series at most. Ours are bounded by the words of our enums; a library whose labels are not can't fill the memory.
  public static let seriesCountMax = 10_000

  enum Metric: Sendable {
    case counter(PrometheusCounter)
    case gauge(PrometheusGauge)
    case histogram(PrometheusHistogram)

    var object: AnyObject {
      switch self {
      case .counter(let counter): counter
      case .gauge(let gauge): gauge
      case .histogram(let histogram): histogram
      }
    }
  }

  struct Family: Sendable {
    let descriptor: MetricDescriptor
    /// By the text of their labels, such as `stream="agent.action"`.
    var metrics: [String: Metric] = [:]
  }

  private struct State {
    var families: [String: Family] = [:]
    var seriesCount = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// The counter with these values of its labels; always the same one.
  /// - Parameter values: of the descriptor's labels, in their order.
  public func counter(_ descriptor: MetricDescriptor, _ values: String...) -> PrometheusCounter {
    counter(descriptor, labels: Array(zip(descriptor.labels, checked(values, descriptor))))
  }

  /// The gauge with these values of its labels; always the same one.
  /// - Parameter values: of the descriptor's labels, in their order.
  public func gauge(_ descriptor: MetricDescriptor, _ values: String...) -> PrometheusGauge {
    gauge(descriptor, labels: Array(zip(descriptor.labels, checked(values, descriptor))))
  }

  /// The histogram with these values of its labels; always the same one.
  /// - Parameter values: of the descriptor's labels, in their order.
  public func histogram(_ descriptor: MetricDescriptor, _ values: String...) -> PrometheusHistogram {
    histogram(descriptor, labels: Array(zip(descriptor.labels, checked(values, descriptor))))
  }

  /// Everything, in the Prometheus text exposition format 0.0.4; in the same order each time.
  public func exposition() -> String {
    let families = state.withLock { $0.families.values.sorted { $0.descriptor.name < $1.descriptor.name } }
    var text = PrometheusText()
    for family in families { text.append(family) }
    return text.text
  }

  func counter(_ descriptor: MetricDescriptor, labels: [(String, String)]) -> PrometheusCounter {
    guard case .counter(let counter) = metric(descriptor, labels, { .counter(PrometheusCounter()) }) else {
      preconditionFailure("\(descriptor.name) is no counter")
    }
    return counter
  }

  func gauge(_ descriptor: MetricDescriptor, labels: [(String, String)]) -> PrometheusGauge {
    guard case .gauge(let gauge) = metric(descriptor, labels, { .gauge(PrometheusGauge()) }) else {
      preconditionFailure("\(descriptor.name) is no gauge")
    }
    return gauge
  }

  func histogram(_ descriptor: MetricDescriptor, labels: [(String, String)]) -> PrometheusHistogram {
    let make = { Metric.histogram(PrometheusHistogram(bounds: descriptor.bounds)) }
    guard case .histogram(let histogram) = metric(descriptor, labels, make) else {
      preconditionFailure("\(descriptor.name) is no histogram")
    }
    return histogram
  }

  /// Forgets a metric, wherever it is.
  func remove(_ object: AnyObject) {
    state.withLock { state in
      for (name, family) in state.families {
        guard let labels = family.metrics.first(where: { $0.value.object === object })?.key else { continue }
        state.families[name]?.metrics[labels] = nil
        state.seriesCount -= 1
        if family.metrics.count == 1 { state.families[name] = nil }
        return
      }
    }
  }

  private func metric(
    _ descriptor: MetricDescriptor,
    _ labels: [(String, String)],
    _ make: () -> Metric
  ) -> Metric {
    let key = PrometheusText.labels(labels)
    return state.withLock { state in
      if let known = state.families[descriptor.name]?.metrics[key] { return known }
      let metric = make()
      if state.seriesCount >= Self.seriesCountMax { return metric }
      // One name has one type in an exposition: whoever comes second with another one is a mistake in the program.
      let kind = state.families[descriptor.name]?.descriptor.kind ?? descriptor.kind
      precondition(kind == descriptor.kind, "\(descriptor.name) is a \(kind.rawValue) already")
      state.families[descriptor.name, default: Family(descriptor: descriptor)].metrics[key] = metric
      state.seriesCount += 1
      return metric
    }
  }

  private func checked(_ values: [String], _ descriptor: MetricDescriptor) -> [String] {
    precondition(values.count == descriptor.labels.count, "\(descriptor.name) has \(descriptor.labels.count) labels")
    return values
  }
}
