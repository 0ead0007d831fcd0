/// One measured number: a sample for each repeat, and what it should come to.
public struct Figure: Hashable, Sendable, Codable {
  /// Unique in its case, such as `throughput` or `wal_bytes_per_event`.
  public let name: String
  /// Such as `events/s`, `ms` or `bytes`; `ratio` where there is none.
  public let unit: String
  /// Whether a higher number is a better one.
  public let isHigherBetter: Bool
  /// One for each repeat, in order; at least one.
  public let samples: [Double]
  /// Of the samples.
  public let median: Double
  /// What it should come to; `nil` for a cost, which is only shown.
  public let target: Double?
  /// What it would be fine to come to.
  public let ambition: Double?

  /// - Parameter samples: at least one.
  public init(
    _ name: String,
    unit: String,
    isHigherBetter: Bool,
    samples: [Double],
    target: Target? = nil
  ) {
    self.name = name
    self.unit = unit
    self.isHigherBetter = isHigherBetter
    self.samples = samples
    median = Median.of(samples)
    self.target = target?.value
    ambition = target?.ambition
  }

  /// A number that is better the lower it is and has no target.
  public static func cost(_ name: String, unit: String, samples: [Double]) -> Figure {
    Figure(name, unit: unit, isHigherBetter: false, samples: samples)
  }

  /// Whether the median reaches the target; `nil` without one.
  public var isReached: Bool? {
    target.map { isHigherBetter ? median >= $0 : median <= $0 }
  }
}
