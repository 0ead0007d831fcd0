import Foundation
import TestSupport
import Testing

struct LearningAPIProgramTests {
  private static let secret = "the secret of a program's tokens, long"

  private func environment(_ fleet: TestFleet, role: String = "reckoner_api") -> [String: String] {
    [
      "RECKONER_API_DATABASE_URL": fleet.server.socketURL(database: fleet.database, role: role),
      "RECKONER_JWT_SECRET": Self.secret,
      "RECKONER_LISTEN": "127.0.0.1:0",
    ]
  }

  @Test func `learning-api names every setting that it lacks, with exit 78`() async throws {
    let ending = try await ProgramProcess.run("learning-api", ["--listen", "nowhere"])
    #expect(ending.exitCode == 78, "\(ending)")
    for name in [
      "RECKONER_REDIS_URL", "RECKONER_API_DATABASE_URL", "RECKONER_LISTEN", "RECKONER_JWT_SECRET",
      "RECKONER_JWT_JWKS_URL",
    ] {
      #expect(ending.standardError.contains(name), "\(name): \(ending)")
    }
  }

  @Test(arguments: ["reckoner_worker", "postgres"])
  func `learning-api refuses a role that could see every tenant, with exit 78`(role: String) async throws {
    try await TestFleet.run { fleet in
      let process = try fleet.start("learning-api", environment: environment(fleet, role: role))
      let ending = try await process.ending(within: .seconds(30))
      #expect(ending.exitCode == 78, "\(ending)")
      #expect(ending.standardError.contains("RECKONER_API_DATABASE_URL"), "\(ending)")
      #expect(ending.standardError.contains(role), "\(ending)")
      #expect(!ending.description.contains(Self.secret))
    }
  }

  @Test func `learning-api serves what the fleet recorded, and ends with 0 on SIGTERM`() async throws {
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "500", "--seed", "4", "--json")
      let tenant = try #require(
        simulated.standardOutput.firstMatch(of: /[0-9a-f]{8}-[0-9a-f-]{27}/).map { String($0.0) }
      )
      try await fleet.drain()
      let port = try FreePort.find()
      let process = try fleet.start(
        "learning-api",
        environment: environment(fleet).merging(["RECKONER_LISTEN": "127.0.0.1:\(port)"]) { $1 }
      )
      let minted = try await ProgramProcess.run(
        "reckoner",
        ["token", "--tenant", tenant, "--role", "executive"],
        environment: ["RECKONER_JWT_SECRET": Self.secret]
      )
      let token = minted.standardOutput.filter { !$0.isWhitespace }
      try await Wait.until("the API lists outcomes") {
        let answer = try? await HTTPAnswer.of(
          "/api/v1/learning/outcomes?limit=5",
          at: "127.0.0.1:\(port)",
          headers: ["Authorization": "Bearer \(token)"]
        )
        return answer?.status == 200 && answer?.body.contains("\"outcome_id\"") == true
      }
      process.terminate()
      let ending = try await process.ending(within: .seconds(30))
      #expect(ending.exitCode == 0, "\(ending)")
      #expect(!ending.description.contains(token), "no token is logged")
      #expect(!ending.description.contains("store away"), "it asks the database for nothing that it may not: \(ending)")
    }
  }
}
