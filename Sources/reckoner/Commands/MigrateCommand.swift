import ArgumentParser
import PostgresClient
import Store

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Prepares the database, or brings it up to date.",
    discussion: """
      Examples:
        reckoner migrate            create or update everything
        reckoner migrate --status   only say what is missing

      Creates the roles reckoner_owner, reckoner_worker and reckoner_api where they are missing, and schema learning.
      Runs as RECKONER_OWNER_DATABASE_URL: the first time that user must be allowed to create roles and a schema.
      Safe to run again, and by several at once.
      """
  )

  @Flag(help: "Only say what is applied and what is missing.")
  var status = false

  @Flag(help: "Print JSON.")
  var json = false

  private struct Report: Encodable {
    let applied: [String]
    let pending: [String]
  }

  func run() async throws {
    try await OperatorSession.run { session in
      let connection = try await session.ownerConnection()
      let migrator = LearningMigrations.migrator
      let new = status ? [] : try await migrator.migrate(connection).map { Self.name($0.version, $0.name) }
      let state = try await migrator.status(connection)
      await connection.close()
      let applied = state.applied.map { Self.name($0.version, $0.name) }
      let pending = state.pending.map { Self.name($0.version, $0.name) }
      if json { return try Output.json(Report(applied: applied, pending: pending)) }
      for name in status ? applied : new { print("applied \(name)") }
      for name in pending { print("pending \(name)") }
      if !status && new.isEmpty { print("the database is up to date (\(applied.count) migrations)") }
    }
  }

  private static func name(_ version: Int, _ name: String) -> String {
    let digits = String(version)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + name
  }
}
