import Histogram

/// Latencies of one repeat, in a histogram of 3 significant digits (HdrHistogram).
public struct LatencyRecord: Sendable {
  /// An hour: what takes longer counts as an hour.
  private static let microsecondsMax: UInt64 = 3_600_000_000

  private var histogram = Histogram<UInt64>(
    highestTrackableValue: microsecondsMax,
    numberOfSignificantValueDigits: .three
  )

  public init() {}

  /// - Parameter microseconds: below 1 counts as 1, for clocks of two programs may differ by as much.
  public mutating func record(microseconds: Int64) {
    _ = histogram.record(min(UInt64(max(microseconds, 1)), Self.microsecondsMax))
  }

  /// How many were recorded.
  public var count: Int { Int(histogram.totalCount) }

  /// The latency, in milliseconds, that so many percent don't exceed; 0 where none was recorded.
  public func milliseconds(percentile: Double) -> Double {
    count == 0 ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1000
  }
}
