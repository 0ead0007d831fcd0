public import CoreMetrics
import Synchronization

/// A number that goes up and down. While it is unknown it isn't exposed at all, so that nobody takes it for zero.
public final class PrometheusGauge: MeterHandler, RecorderHandler {
  private let state = Mutex<Double?>(nil)

  /// The number; `nil` while it is unknown.
  public var value: Double? { state.withLock { $0 } }

  /// Sets the number; `nil` says that it is unknown.
  public func set(_ value: Double?) {
    state.withLock { $0 = value }
  }

  public func set(_ value: Double) { set(Optional(value)) }
  public func set(_ value: Int64) { set(Optional(Double(value))) }
  public func record(_ value: Double) { set(Optional(value)) }
  public func record(_ value: Int64) { set(Optional(Double(value))) }
  public func increment(by amount: Double) { state.withLock { $0 = ($0 ?? 0) + amount } }
  public func decrement(by amount: Double) { increment(by: -amount) }
}
