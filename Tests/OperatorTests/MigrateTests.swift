import TestSupport
import Testing

struct MigrateTests {
  private struct Report: Decodable {
    let applied: [String]
    let pending: [String]
  }

  private static func migrate(_ arguments: String..., url: String) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(
      "reckoner",
      ["migrate"] + arguments,
      environment: ["RECKONER_OWNER_DATABASE_URL": url]
    )
  }

  @Test func `migrate prepares an empty database once, and says what is missing before and applied after`() async throws
  {
    try await PostgresServerProcess.withServer { server in
      let url = server.socketURL()
      let before = try await Self.migrate("--status", "--json", url: url)
      #expect(before.exitCode == 0, "\(before)")
      let missing = try before.json(as: Report.self)
      #expect(missing.applied.isEmpty)
      #expect(!missing.pending.isEmpty)
      #expect(try await server.execute("SELECT to_regnamespace('learning') IS NULL") == "t", "--status changes nothing")

      let first = try await Self.migrate(url: url)
      #expect(first.exitCode == 0, "\(first)")
      #expect(first.standardOutput.contains("applied \(missing.pending[0])"), "\(first)")
      let second = try await Self.migrate(url: url)
      #expect(second.exitCode == 0, "\(second)")
      #expect(second.standardOutput.contains("up to date (\(missing.pending.count) migrations)"), "\(second)")
      let again = try await Self.migrate("--json", url: url).json(as: Report.self)
      #expect(again.applied == missing.pending)
      let after = try await Self.migrate("--status", "--json", url: url).json(as: Report.self)
      #expect(after.applied == missing.pending)
      #expect(after.pending.isEmpty)
    }
  }

  @Test func `two migrations at once both succeed, and each step is applied once`() async throws {
    try await PostgresServerProcess.withServer { server in
      try await server.createDatabase("other")
      let urls = [server.socketURL(), server.socketURL(), server.socketURL(database: "other")]
      let processes = try urls.map {
        try ProgramProcess.start("reckoner", ["migrate", "--json"], environment: ["RECKONER_OWNER_DATABASE_URL": $0])
      }
      for process in processes {
        let ending = try await process.ending()
        #expect(ending.exitCode == 0, "\(ending)")
      }
      for database in ["postgres", "other"] {
        let counts = try await server.execute(
          "SELECT count(*), count(DISTINCT version) FROM learning.schema_migrations",
          database: database
        )
        let (all, distinct) = (counts.split(separator: "|").first, counts.split(separator: "|").last)
        #expect(all == distinct && all != "0", "\(counts)")
      }
    }
  }

  @Test func `a user who may create roles and schemas migrates without being a superuser`() async throws {
    try await PostgresServerProcess.withServer { server in
      try await server.execute("CREATE ROLE installer LOGIN CREATEROLE NOSUPERUSER")
      try await server.execute("CREATE DATABASE product")
      try await server.execute("GRANT CREATE ON DATABASE product TO installer")
      let url = server.socketURL(database: "product", role: "installer")
      let ending = try await Self.migrate(url: url)
      #expect(ending.exitCode == 0, "\(ending)")
      let again = try await Self.migrate(url: url)
      #expect(again.exitCode == 0, "\(again)")
      let roles = try await server.execute(
        "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles "
          + "WHERE rolname LIKE 'reckoner%' AND rolcanlogin AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole"
      )
      #expect(roles == "reckoner_api,reckoner_owner,reckoner_worker")
      let worker = server.socketURL(database: "product", role: "reckoner_worker")
      let check = try await ProgramProcess.run(
        "reckoner",
        ["rebuild-bins", "--compare"],
        environment: ["RECKONER_DATABASE_URL": worker]
      )
      #expect(check.exitCode == 0, "\(check)")
    }
  }

  @Test func `a user who may not create roles is told so and leaves nothing behind`() async throws {
    try await PostgresServerProcess.withServer { server in
      try await server.execute("CREATE ROLE visitor LOGIN NOSUPERUSER")
      let ending = try await Self.migrate(url: server.socketURL(database: "postgres", role: "visitor"))
      #expect(ending.exitCode == 70, "\(ending)")
      #expect(ending.standardError.contains("permission denied"), "\(ending)")
      #expect(try await server.execute("SELECT to_regnamespace('learning') IS NULL") == "t")
    }
  }
}
