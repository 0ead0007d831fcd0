import Admin
import Logging
import ServiceLifecycle

/// Looks at a dependency every second, for the life of a process, so that whoever asks for `/readyz` never waits for a
/// store, nor a store for those who ask.
struct HealthProbe<Check: HealthCheck>: Service {
  static var interval: Duration { .seconds(1) }
  /// A look may take a few seconds; after so long without one nobody knows.
  static var validity: Duration { .seconds(10) }

  private let check: Check
  private let context: FleetContext
  private let dependency: Dependency

  init(_ check: Check, context: FleetContext) {
    self.check = check
    self.context = context
    dependency = context.health.dependency(Check.name, validity: Self.validity)
  }

  func run() async throws {
    try await context.watching("health of \(Check.name)") {
      var check = check
      var last: Dependency.State?
      while !Task.isShuttingDownGracefully {
        let state = try await check.look()
        dependency.report(state)
        if state != last { tell(state, isFirst: last == nil) }
        last = state
        try await Pause.wait(Self.interval)
      }
    }
  }

  /// Says what changed.
  private func tell(_ state: Dependency.State, isFirst: Bool) {
    switch state {
    case .ready:
      if !isFirst { context.logger.notice("ready again", metadata: ["dependency": "\(Check.name)"]) }
    case .notReady(let reason):
      context.logger.warning("not ready", metadata: ["dependency": "\(Check.name)", "reason": "\(reason)"])
    }
  }
}
