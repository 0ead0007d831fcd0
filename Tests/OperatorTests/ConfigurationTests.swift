import Foundation
import TestSupport
import Testing

struct ConfigurationTests {
  private static let secret = "hunter2-is-a-secret"
  private static let tenant = "6f1d3c3e-0000-4000-8000-000000000001"
  private static let fleet = ["outcome-worker", "calibration-aggregator", "learning-scheduler"]

  @Test(arguments: fleet)
  func `every mistake is listed at once with exit 78`(program: String) async throws {
    let environment = [
      "RECKONER_LANES": "0", "RECKONER_BATCH_SIZE": "many", "RECKONER_ROLES": "cook", "RECKONER_LOG_LEVEL": "loud",
      "RECKONER_DRAIN_LIMIT_SECONDS": "-3",
    ]
    let ending = try await ProgramProcess.run(program, environment: environment)
    #expect(ending.exitCode == 78, "\(ending)")
    for name in Array(environment.keys) + ["RECKONER_REDIS_URL", "RECKONER_DATABASE_URL"] {
      #expect(ending.standardError.contains(name), "\(name): \(ending)")
    }
    #expect(ending.standardError.contains("7 settings are wrong"), "\(ending)")
  }

  @Test(arguments: fleet)
  func `malformed addresses are listed with the other mistakes, and no secret is printed`(
    program: String
  ) async throws {
    let environment = [
      "RECKONER_REDIS_URL": "redis://:\(Self.secret)@127.0.0.1:notaport",
      "RECKONER_DATABASE_URL": "postgres://worker:\(Self.secret)@127.0.0.1/x?no_such_option=1",
      "RECKONER_LANES": "0",
    ]
    let ending = try await ProgramProcess.run(program, environment: environment)
    #expect(ending.exitCode == 78, "\(ending)")
    for name in environment.keys { #expect(ending.standardError.contains(name), "\(name): \(ending)") }
    #expect(!ending.description.contains(Self.secret), "\(ending)")
  }

  @Test(arguments: [
    "redis://:\(secret)@127.0.0.1:notaport", "rediss://:\(secret)@127.0.0.1", "http://:\(secret)@127.0.0.1",
    "redis://:\(secret)%zz@127.0.0.1", secret, "redis://:\(secret)@127.0.0.1/0?\(secret)=1",
  ])
  func `a malformed address of Redis exits 78 and is not quoted`(url: String) async throws {
    let ending = try await ProgramProcess.run(
      "reckoner",
      ["publish"],
      environment: ["RECKONER_REDIS_URL": url, "RECKONER_LOG_LEVEL": "trace"],
      input: "{}"
    )
    #expect(ending.exitCode == 78, "\(ending)")
    #expect(ending.standardError.contains("RECKONER_REDIS_URL"), "\(ending)")
    #expect(!ending.description.contains(Self.secret), "\(ending)")
  }

  @Test(arguments: [
    "postgres://worker:\(secret)@127.0.0.1/x?\(secret)=1", "postgres://worker:\(secret)%zz@127.0.0.1/x",
    "http://worker:\(secret)@127.0.0.1/x", "password=\(secret) host",
    secret,
  ])
  func `a malformed address of PostgreSQL exits 78 and is not quoted`(url: String) async throws {
    let environment = [
      "RECKONER_DATABASE_URL": url, "RECKONER_OWNER_DATABASE_URL": url, "RECKONER_LOG_LEVEL": "trace",
    ]
    for (arguments, name) in [
      (["rebuild-bins", "--compare"], "RECKONER_DATABASE_URL"), (["migrate"], "RECKONER_OWNER_DATABASE_URL"),
    ] {
      let ending = try await ProgramProcess.run("reckoner", arguments, environment: environment)
      #expect(ending.exitCode == 78, "\(ending)")
      #expect(ending.standardError.contains(name), "\(ending)")
      #expect(!ending.description.contains(Self.secret), "\(ending)")
    }
  }

  @Test(arguments: [["verify"], ["status"], ["why", tenant]])
  func `a command that needs both stores names both missing addresses`(arguments: [String]) async throws {
    let ending = try await ProgramProcess.run("reckoner", arguments)
    #expect(ending.exitCode == 78, "\(ending)")
    #expect(ending.standardError.contains("RECKONER_REDIS_URL"), "\(ending)")
    #expect(ending.standardError.contains("RECKONER_DATABASE_URL"), "\(ending)")
  }

  @Test(arguments: [
    ["verify"], ["migrate"], ["rebuild-bins"], ["simulate", "--events", "5"], ["status"], ["why", tenant],
    ["settings", "list", "--tenant", tenant],
  ])
  func `a service that isn't there exits 69, and its password stays secret`(arguments: [String]) async throws {
    let environment = [
      "RECKONER_REDIS_URL": "redis://:\(Self.secret)@127.0.0.1:1",
      "RECKONER_DATABASE_URL": "postgres://worker:\(Self.secret)@127.0.0.1:1/x",
      "RECKONER_OWNER_DATABASE_URL": "postgres://owner:\(Self.secret)@127.0.0.1:1/x",
    ]
    let ending = try await ProgramProcess.run("reckoner", arguments, environment: environment)
    #expect(ending.exitCode == 69, "\(ending)")
    #expect(!ending.description.contains(Self.secret), "\(ending)")
  }

  @Test func `an address may stand in a file`() async throws {
    try await TestFleet.run { fleet in
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(fleet.database)-url")
      var environment = fleet.environment
      let url = try #require(environment["RECKONER_DATABASE_URL"])
      environment["RECKONER_DATABASE_URL"] = nil
      try Data("\(url)\n".utf8).write(to: file)
      environment["RECKONER_DATABASE_URL_FILE"] = file.path
      let ending = try await ProgramProcess.run("reckoner", ["rebuild-bins", "--compare"], environment: environment)
      #expect(ending.exitCode == 0, "\(ending)")

      environment["RECKONER_DATABASE_URL"] = url
      let both = try await ProgramProcess.run("reckoner", ["rebuild-bins"], environment: environment)
      #expect(both.exitCode == 78, "\(both)")
      #expect(!both.description.contains(url), "\(both)")

      environment["RECKONER_DATABASE_URL"] = nil
      environment["RECKONER_DATABASE_URL_FILE"] = "/nonexistent/url"
      let missing = try await ProgramProcess.run("reckoner", ["rebuild-bins"], environment: environment)
      #expect(missing.exitCode == 78, "\(missing)")
      #expect(missing.standardError.contains("RECKONER_DATABASE_URL_FILE"), "\(missing)")
      try FileManager.default.removeItem(at: file)
    }
  }
}
