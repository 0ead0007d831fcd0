import ArgumentParser
import EventModel
import Insight
import PostgresClient
import Workers

/// What is wrong with a tenant's figures and streams, and who takes care of it.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Shows what is wrong with a tenant's figures and streams, and notes who takes care of it.",
    discussion: """
      Examples:
        reckoner alerts list --open --tenant 6f1d3c3e-0000-4000-8000-000000000001
        reckoner alerts acknowledge 0d9f8c1e-... --by anna --note "The list was bought." --tenant 6f1d3c3e-...
        reckoner alerts silence --rule stream_stalls --for 2h --reason "Maintenance." --tenant 6f1d3c3e-...
        reckoner settings set alert_rules '{"success_rate_falls": {"enter": 0.2}}' --tenant 6f1d3c3e-...
      """,
    subcommands: [
      List.self, Acknowledge.self, Silence.self, Silences.self, Unsilence.self, Rules.self, Evaluate.self,
    ]
  )

  /// Reads, or decides something; an obstacle ends with exit code 1.
  static func withDesk<Value>(
    _ options: TenantOptions,
    _ work: (AlertDesk) async throws -> Value,
    show: (Value, Timestamp) throws -> Void
  ) async throws {
    try await OperatorSession.run { session in
      let postgres = try session.postgres()
      let now = session.clock.now
      let value: Value
      do {
        value = try await work(AlertDesk(of: options.tenantID, in: postgres, now: now))
      } catch let obstacle as AlertDesk.Obstacle {
        throw Program.Failure(.problemsFound, "\(obstacle)")
      }
      await postgres.close()
      try show(value, now)
    }
  }
}
