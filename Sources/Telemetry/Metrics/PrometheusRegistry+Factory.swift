public import CoreMetrics

/// What libraries report by swift-metrics. Their names become names that Prometheus allows; a name of the catalogue keeps
/// its sentence and its bounds.
extension PrometheusRegistry: MetricsFactory {
  private static let catalogue = Dictionary(uniqueKeysWithValues: MetricCatalogue.all.map { ($0.name, $0) })

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    counter(Self.descriptor(.counter, label, suffix: "_total"), labels: dimensions)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(Self.descriptor(.gauge, label), labels: dimensions)
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    aggregate
      ? histogram(Self.descriptor(.histogram, label), labels: dimensions)
      : gauge(Self.descriptor(.gauge, label), labels: dimensions)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(Self.descriptor(.histogram, label, suffix: "_seconds"), labels: dimensions)
  }

  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

  private static func descriptor(
    _ kind: MetricDescriptor.Kind,
    _ label: String,
    suffix: String = ""
  ) -> MetricDescriptor {
    var name = PrometheusText.name(label)
    if !name.hasSuffix(suffix) { name += suffix }
    if let known = catalogue[name] { return known }
    let bounds = kind == .histogram ? MetricCatalogue.workBounds : []
    return MetricDescriptor(kind, name, help: "\(label), as a library reports it.", bounds: bounds)
  }
}
