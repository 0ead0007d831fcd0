import EventModel
import Resolution
import Telemetry

/// Outcomes that a transaction writes, counted by what becomes of them.
struct OutcomeTally: Sendable {
  private struct Ending: Hashable {
    let type: OutcomeType
    let status: OutcomeStatus
  }

  /// All that are written, those included where only bookkeeping changes.
  private(set) var writtenCount = 0
  private var created: [OutcomeType: Int] = [:]
  private var resolved: [Ending: Int] = [:]

  mutating func addInserted(_ version: OutcomeVersion) {
    created[version.outcome.outcomeType, default: 0] += 1
    add(version)
  }

  mutating func addUpdated(_ version: OutcomeVersion) {
    add(version)
  }

  private mutating func add(_ version: OutcomeVersion) {
    writtenCount += 1
    let outcome = version.outcome
    guard version.isRevised, outcome.status != .pending else { return }
    resolved[Ending(type: outcome.outcomeType, status: outcome.status), default: 0] += 1
  }

  /// Counts them, after their commit.
  func count(in registry: PrometheusRegistry) {
    if created.isEmpty && resolved.isEmpty { return }
    let metrics = OutcomeMetrics(registry: registry)
    for (type, count) in created { metrics.created[type].increment(by: count) }
    for (ending, count) in resolved { metrics.resolved(ending.type, as: ending.status).increment(by: count) }
  }
}
