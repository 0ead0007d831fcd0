import Synchronization

/// What is known of a process's health: the pulses of its loops, and the state of what it depends on.
///
/// Whoever asks gets an answer at once, from what was noted: asking never waits for a store.
public final class HealthBoard: Sendable {
  private struct State {
    var pulses: [Pulse] = []
    var dependencies: [Dependency] = []
    var isStopping = false
  }

  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex(State())

  /// - Parameter now: the time; tests replace it.
  public init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    self.now = now
  }

  /// The pulse of one more loop, which begins with a beat.
  /// - Parameter limit: how long the loop may stand still before `/livez` says so.
  public func pulse(of loop: String, limit: Duration = Pulse.limitDefault) -> Pulse {
    let pulse = Pulse(name: loop, limit: limit, now: now)
    state.withLock { $0.pulses.append(pulse) }
    return pulse
  }

  /// One more dependency, which isn't ready before somebody reports it so.
  /// - Parameter validity: how long a report counts.
  public func dependency(_ name: String, validity: Duration) -> Dependency {
    let dependency = Dependency(name: name, validity: validity, now: now)
    state.withLock { $0.dependencies.append(dependency) }
    return dependency
  }

  /// The process is being shut down: it lives, and is no longer ready.
  public func stop() {
    state.withLock { $0.isStopping = true }
  }

  /// Whether every loop moves.
  public var liveness: HealthReport {
    HealthReport(
      checks: state.withLock(\.pulses).compactMap { pulse in
        guard let silence = pulse.silence else { return nil }
        let isMoving = silence <= pulse.limit
        return .init(
          name: pulse.name,
          reason: isMoving ? nil : "the loop has not moved for \(silence.components.seconds) seconds"
        )
      }
    )
  }

  /// Whether everything is there that the process needs.
  public var readiness: HealthReport {
    let (dependencies, isStopping) = state.withLock { ($0.dependencies, $0.isStopping) }
    var checks = dependencies.map { dependency in
      switch dependency.state {
      case .ready: HealthReport.Check(name: dependency.name, reason: nil)
      case .notReady(let reason): HealthReport.Check(name: dependency.name, reason: reason)
      }
    }
    if isStopping { checks.append(.init(name: "process", reason: "the process is being shut down")) }
    return HealthReport(checks: checks)
  }
}
