import Foundation
import RedisClient
import TestSupport
import Testing

struct BenchTests {
  private struct Report: Decodable {
    struct Figure: Decodable {
      let name: String
      let median: Double
      let samples: [Double]
    }

    struct Case: Decodable {
      let name: String
      let figures: [Figure]
      let costs: [Figure]
    }

    let schemaVersion: Int
    let seed: Int
    let cases: [Case]
  }

  @Test func `throughput and floor are measured on a small load, and nothing is left`() async throws {
    try await TestFleet.run { fleet in
      let databases = "SELECT count(*) FROM pg_database WHERE datname LIKE 'reckoner_bench_%'"
      let before = try await fleet.number(databases)
      // The check of `verify` is a part of the run: a run without it fails.
      let ending = try await fleet.reckoner(
        "bench",
        "floor",
        "--events",
        "2000",
        "--repeats",
        "2",
        "--warm-up",
        "0",
        "--seed",
        "9",
        "--json"
      )
      #expect(ending.exitCode == 0, "\(ending)")
      let report = try ending.json(as: Report.self)
      #expect(report.schemaVersion == 1)
      #expect(report.seed == 9)
      #expect(report.cases.map(\.name) == ["throughput", "floor"])
      let figures = report.cases.flatMap(\.figures)
      #expect(figures.map(\.name) == ["throughput", "throughput / floor", "floor"])
      #expect(figures.allSatisfy { $0.samples.count == 2 && $0.median > 0 }, "\(ending)")
      let costs = Dictionary(uniqueKeysWithValues: (report.cases.first?.costs ?? []).map { ($0.name, $0.median) })
      for name in ["cpu outcome-worker", "cpu calibration-aggregator", "wal", "commits", "rows written"] {
        #expect(costs[name, default: 0] > 0, "\(name): \(costs)")
      }
      #expect(try await fleet.number(databases) == before)
      #expect(try await fleet.streams().isEmpty)
    }
  }

  @Test func `a Redis that holds anything is left alone`() async throws {
    try await TestFleet.run { fleet in
      try await fleet.withRedis { redis in _ = try await redis.send(RawCommand(["SET", "somebody's", "value"])) }
      let ending = try await fleet.reckoner("bench", "throughput", "--events", "10")
      #expect(ending.exitCode == 1, "\(ending)")
      #expect(ending.standardError.contains("holds 1 keys"), "\(ending)")
      try await fleet.withRedis { redis in
        let count = try await redis.send(KeyExists(keys: ["somebody's"]))
        #expect(count == 1)
      }
    }
  }
}
