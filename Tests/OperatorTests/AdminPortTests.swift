import Foundation
import TestSupport
import Testing

struct AdminPortTests {
  private static let programs = ["outcome-worker", "calibration-aggregator", "learning-scheduler"]

  /// The address that a program says in its log.
  private static func address(of process: ProgramProcess) async throws -> String {
    var address: Substring?
    try await Wait.until("the admin port is open") {
      let line = process.standardErrorSoFar.split(separator: "\n").first { $0.contains("admin port open") }
      address = line?.split(separator: " ").first { $0.hasPrefix("address=") }?.dropFirst("address=".count)
      return address != nil
    }
    return String(try #require(address))
  }

  @Test func `every executable serves livez, readyz and metrics, side by side without a setting`() async throws {
    try await TestFleet.run { fleet in
      let processes = try (Self.programs + Self.programs).map { try fleet.start($0) }
      var addresses: Set<String> = []
      for process in processes {
        let address = try await Self.address(of: process)
        #expect(addresses.insert(address).inserted && address.hasPrefix("127.0.0.1:"))
        try await Wait.until("\(address) is ready") {
          try await HTTPAnswer.of("/readyz", at: address).status == 200
        }
        #expect(try await HTTPAnswer.of("/livez", at: address).status == 200)
        let metrics = try await HTTPAnswer.of("/metrics", at: address)
        #expect(metrics.status == 200 && metrics.field("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
      }
      for process in processes { process.terminate() }
      for process in processes {
        let ending = try await process.ending(within: .seconds(30))
        #expect(ending.exitCode == 0, "\(ending)")
      }
    }
  }

  @Test(arguments: programs)
  func `a port that is taken ends the start with 78 and a sentence`(program: String) async throws {
    try await TestFleet.run { fleet in
      let first = try fleet.start("outcome-worker")
      let address = try await Self.address(of: first)
      let ending = try await ProgramProcess.run(
        program,
        environment: fleet.environment.merging(["RECKONER_ADMIN_LISTEN": address]) { $1 }
      )
      #expect(ending.exitCode == 78, "\(ending)")
      let sentence = ending.standardError.split(separator: "\n").last ?? ""
      #expect(sentence.contains("RECKONER_ADMIN_LISTEN") && sentence.contains(address) && sentence.contains("taken"))
      #expect(try await HTTPAnswer.of("/livez", at: address).status == 200)
      first.terminate()
      #expect(try await first.ending(within: .seconds(30)).exitCode == 0)
    }
  }

  @Test func `an address of another form is named with the other mistakes`() async throws {
    let ending = try await ProgramProcess.run("outcome-worker", environment: ["RECKONER_ADMIN_LISTEN": "9464"])
    #expect(ending.exitCode == 78, "\(ending)")
    #expect(ending.standardError.contains("RECKONER_ADMIN_LISTEN must be host:port"), "\(ending)")
  }

  @Test func `a client that never finishes its request holds up neither the work nor the shutdown`() async throws {
    try await TestFleet.run { fleet in
      let worker = try fleet.start("outcome-worker")
      let address = try await Self.address(of: worker)
      let client = try HangingClient(to: address)
      let simulated = try await fleet.reckoner("simulate", "--events", "2000", "--seed", "3")
      #expect(simulated.exitCode == 0, "\(simulated)")
      try await Wait.until("the events are recorded") {
        try await HTTPAnswer.of("/metrics", at: address).body.contains("reckoner_event_to_commit_seconds_count 2")
      }
      worker.terminate()
      let ending = try await worker.ending(within: .seconds(20))
      #expect(ending.exitCode == 0, "\(ending)")
      client.close()
    }
  }
}
