/// Percentiles of latencies as figures.
enum LatencyFigures {
  /// p50, p99 and p99.9, in milliseconds; the target is that of p99.
  static func make(_ name: String, _ records: [LatencyRecord], target: Target? = nil) -> [Figure] {
    [("p50", 50.0), ("p99", 99.0), ("p99.9", 99.9)].map { label, percentile in
      Figure(
        "\(name) \(label)",
        unit: "ms",
        isHigherBetter: false,
        samples: records.map { $0.milliseconds(percentile: percentile) },
        target: label == "p99" ? target : nil
      )
    }
  }
}
