import TestSupport
import Testing

struct MissingSchemaTests {
  @Test(arguments: ["outcome-worker", "calibration-aggregator", "learning-scheduler", "learning-api"])
  func `a program that finds no schema says so, and ends by itself with exit 78`(program: String) async throws {
    try await TestFleet.run { fleet in
      let database = "\(fleet.database)_empty"
      try await fleet.server.createDatabase(database)
      let process = try fleet.start(
        program,
        environment: [
          "RECKONER_DATABASE_URL": fleet.server.socketURL(database: database, role: "reckoner_worker"),
          "RECKONER_API_DATABASE_URL": fleet.server.socketURL(database: database, role: "reckoner_api"),
          "RECKONER_JWT_SECRET": "the secret of a program's tokens, long", "RECKONER_LISTEN": "127.0.0.1:0",
        ]
      )
      let ending = try await process.ending(within: .seconds(60))
      #expect(ending.exitCode == 78, "\(ending)")
      #expect(ending.standardError.contains("reckoner migrate"), "\(ending)")
      try await fleet.server.execute("DROP DATABASE \(database) WITH (FORCE)")
    }
  }

  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0003"
  private static let commands = [
    ["schedules", "list"], ["schedules", "run", "expiry"], ["status"], ["why", tenant],
    ["reports", "list", "--tenant", tenant], ["alerts", "list", "--tenant", tenant],
    ["deliveries", "list", "--tenant", tenant], ["settings", "list", "--tenant", tenant],
    ["erase", "--list", "--tenant", tenant], ["calibration", "show", "--tenant", tenant],
  ]

  @Test func `a command that finds no schema says what to do, and exits 78`() async throws {
    try await TestFleet.run { fleet in
      let database = "\(fleet.database)_bare"
      try await fleet.server.createDatabase(database)
      let address = fleet.server.socketURL(database: database, role: "reckoner_worker")
      let environment = fleet.environment.merging(["RECKONER_DATABASE_URL": address]) { $1 }
      for command in Self.commands {
        let ending = try await ProgramProcess.run("reckoner", command, environment: environment)
        #expect(ending.exitCode == 78, "\(command): \(ending)")
        #expect(ending.standardError.contains("run `reckoner migrate` first"), "\(command): \(ending)")
      }
      try await fleet.server.execute("DROP DATABASE \(database) WITH (FORCE)")
    }
  }
}
