/// How long the batches of a process take, and how large they are.
public struct BatchMetrics: Sendable {
  /// From the begin of a batch to its commit, in seconds.
  public let commit: PrometheusHistogram
  /// In entries.
  public let size: PrometheusHistogram
  /// From an entry's arrival in Redis to the commit of its effects, in seconds.
  public let wait: PrometheusHistogram

  /// - Parameter wait: `eventToCommit` or `eventToBin` of the catalogue.
  public init(wait: MetricDescriptor, registry: PrometheusRegistry) {
    commit = registry.histogram(MetricCatalogue.batchCommit)
    size = registry.histogram(MetricCatalogue.batchSize)
    self.wait = registry.histogram(wait)
  }
}
