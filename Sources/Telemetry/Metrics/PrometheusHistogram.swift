public import CoreMetrics
import Synchronization

/// How values are spread over buckets.
public final class PrometheusHistogram: RecorderHandler, TimerHandler {
  private let bounds: [Double]
  private let state: Mutex<HistogramTally>

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(HistogramTally(bounds: bounds))
  }

  /// What was counted since the process started.
  public var tally: HistogramTally { state.withLock { $0 } }

  /// An empty tally for many values of one batch; ``observe(_:)-(HistogramTally)`` takes it.
  public func makeTally() -> HistogramTally { HistogramTally(bounds: bounds) }

  /// Counts one value.
  public func observe(_ value: Double) {
    state.withLock { $0.observe(value) }
  }

  /// Counts all values of a batch under one lock.
  public func observe(_ tally: HistogramTally) {
    state.withLock { $0.add(tally) }
  }

  /// Counts a span in seconds.
  public func observe(_ duration: Duration) {
    observe(duration / .seconds(1))
  }

  public func record(_ value: Int64) { observe(Double(value)) }
  public func record(_ value: Double) { observe(value) }
  public func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }
}
