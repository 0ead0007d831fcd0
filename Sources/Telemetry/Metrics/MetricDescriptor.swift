/// What a metric is: its name, the sentence that explains it, and the names of its labels.
public struct MetricDescriptor: Hashable, Sendable {
  /// How the metric's values behave, in the words of the Prometheus text format.
  public enum Kind: String, CaseIterable, Sendable {
    /// Only grows; a restart begins at zero.
    case counter
    /// Goes up and down, and can be unknown.
    case gauge
    /// Counts of values below each of its bounds.
    case histogram
  }

  /// The full name, prefix and unit included, such as `reckoner_batch_commit_seconds`.
  public let name: String
  public let kind: Kind
  /// One sentence for whoever reads the exposition.
  public let help: String
  /// The names of the labels, in the order in which they are written.
  public let labels: [String]
  /// The upper bounds of a histogram's buckets, ascending and finite, in the metric's unit; empty for other kinds.
  public let bounds: [Double]

  init(_ kind: Kind, _ name: String, help: String, labels: [String] = [], bounds: [Double] = []) {
    precondition(kind != .counter || name.hasSuffix("_total"), "a counter's name ends in _total")
    precondition(bounds.isEmpty != (kind == .histogram), "a histogram has bounds, and nothing else has")
    precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds ascend")
    self.name = name
    self.kind = kind
    self.help = help
    self.labels = labels
    self.bounds = bounds
  }
}
