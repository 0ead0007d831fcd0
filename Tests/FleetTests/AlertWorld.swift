import Alerts
import Delivery
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams
import Synchronization
import TestSupport
import Testing
import Workers

/// Alerts of one tenant of a fleet.
struct AlertWorld: Sendable {
  static let tenant = TestEvent.tenant(1)
  static let stream = StreamKey(.agentAction, tenant: tenant)

  let fleet: TestFleet

  var evaluation: AlertEvaluation { AlertEvaluation(postgres: fleet.postgres, redis: fleet.redis) }

  /// One look.
  @discardableResult
  func look(at time: Timestamp) async throws -> AlertReport {
    try await evaluation.run(of: Self.tenant, dueAt: time)
  }

  /// What a look tells people about one rule, as `event subject`.
  func events(of rule: AlertRuleName, at time: Timestamp) async throws -> [String] {
    let report = try await look(at: time)
    #expect(report.isEvaluated && report.unread.isEmpty)
    return report.changes.filter { $0.rule == rule }.map { "\($0.event.rawValue) \($0.subject)" }
  }

  /// Every alert there ever was, the oldest first.
  func alerts() async throws -> [Alert] {
    try await fleet.postgres.send(PageAlerts(of: Self.tenant, AlertFilter(), after: nil, countMax: 1000)).reversed()
  }

  /// Entries that were given up.
  func bury(_ count: Int, in key: StreamKey = stream) async throws {
    for number in 0..<count {
      _ = try await fleet.redis.send(RawCommand(["XADD", key.deadLetterText, "*", "n", "\(number)"]))
    }
  }

  /// Somebody has dealt with them.
  func exhume(_ key: StreamKey = stream) async throws {
    _ = try await fleet.redis.send(RawCommand(["DEL", key.deadLetterText]))
  }
}
