import Admin
import Foundation
import RedisClient
import Settings
import TestSupport
import Testing
import Workers

extension TestFleet {
  /// A process of the fleet that shows itself on an admin port.
  struct Shown: Sendable {
    let context: FleetContext
    private let log: AddressLog

    fileprivate init(context: FleetContext, log: AddressLog) {
      self.context = context
      self.log = log
    }

    /// Asks the admin port, once it is open.
    func ask(_ path: String) async throws -> HTTPAnswer {
      try await Wait.until("the admin port is open") { log.address != nil }
      return try await HTTPAnswer.of(path, at: try #require(log.address))
    }

    /// Waits until `/readyz` is ready, within the time that the issue allows after a store's return.
    func waitUntilReady(within limit: Duration = .seconds(30)) async throws {
      try await Wait.until("the process is ready", within: limit) { try await ask("/readyz").status == 200 }
    }

    /// Waits until `/readyz` says a text of a dependency.
    func waitUntilNotReady(_ dependency: String, _ text: String) async throws {
      try await Wait.until("\(dependency) isn't ready: \(text)") {
        let answer = try await ask("/readyz")
        guard answer.status == 503 else { return false }
        let report = try JSONDecoder().decode(ReadinessReport.self, from: Data(answer.body.utf8))
        return report.checks.contains { $0.name == dependency && !$0.ok && $0.reason?.contains(text) == true }
      }
    }
  }

  /// The parts of one more process, with an admin port and a clock for its pulses.
  func shown(
    _ name: String = "shown",
    _ flags: [String: String] = [:],
    health: HealthBoard = HealthBoard(),
    redis: RedisConfiguration? = nil
  ) throws -> Shown {
    let plain = try context(name, flags)
    let log = AddressLog()
    let context = FleetContext(
      redis: redis ?? plain.redis,
      postgres: plain.postgres,
      settings: plain.settings,
      clock: .system,
      logger: log.logger,
      instance: plain.instance,
      admin: try AdminPort(
        listen: ListenAddress(host: "127.0.0.1", port: 0),
        databaseURL: postgresServer.socketURL(database: database, role: "reckoner_worker"),
        program: "test"
      ),
      health: health
    )
    return Shown(context: context, log: log)
  }
}

private struct ReadinessReport: Decodable {
  struct Check: Decodable {
    let name: String
    let ok: Bool
    let reason: String?
  }

  let checks: [Check]
}
