import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Insight
import Logging
import PostgresClient
import RedisClient
import Store
import Workers

/// What the commands that decide have in common: who decides, and that agents are told at once.
enum CalibrationDecision {
  /// Who decides, where nobody is named: the user of the machine.
  static var person: String {
    let name = ProcessInfo.processInfo.userName
    return name.isEmpty ? "uid \(getuid())" : name
  }

  static func carryOut(
    _ subject: CalibrationSubject,
    _ decide: (CalibrationDecisions) async throws -> StateRow
  ) async throws {
    try await OperatorSession.run { session in
      let (redis, postgres) = try session.stores()
      let row: StateRow
      do {
        row = try await decide(CalibrationDecisions(postgres: postgres, now: session.clock.now))
      } catch let obstacle as CalibrationDecisions.Obstacle {
        throw Program.Failure(.problemsFound, "\(subject.actionType): \(obstacle)")
      }
      do {
        try await CorrectionAnnouncement.publish(from: postgres, to: redis)
      } catch {
        session.logger.warning(
          "agents are told later",
          metadata: ["reason": "\(Program.failure(from: error).description)"]
        )
      }
      await redis.close()
      await postgres.close()
      if subject.json {
        try Output.json(CalibrationJSON.state(row))
      } else {
        print(CalibrationText.state(row))
      }
    }
  }
}
