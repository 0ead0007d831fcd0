import Foundation
import RedisClient
import TestSupport
import Testing

struct SimulateTests {
  private static let start = "2025-01-01T00:00:00Z"

  private struct Report: Decodable {
    let published: Int
    let tenants: [String]
  }

  private struct Truth: Decodable {
    struct Bin: Decodable {
      let index: Int
      let meanConfidence: Double?
      let successRate: Double?
    }

    let tenantId: String
    let actionType: String
    let bins: [Bin]
  }

  /// What producers wrote, without the ids that Redis gave.
  private static func contents(_ fleet: TestFleet) async throws -> [String: [[RedisField]]] {
    try await fleet.streams().mapValues { $0.compactMap(\.fields) }
  }

  @Test func `the same seed and start publish the same events, and another seed others`() async throws {
    var worlds: [[String: [[RedisField]]]] = []
    for seed in ["5", "5", "6"] {
      worlds.append(
        try await TestFleet.run { fleet in
          let ending = try await fleet.reckoner(
            "simulate",
            "--seed",
            seed,
            "--events",
            "700",
            "--start",
            Self.start,
            "--duplicates",
            "0.1",
            "--json"
          )
          #expect(ending.exitCode == 0, "\(ending)")
          let report = try ending.json(as: Report.self)
          #expect(report.published == 700)
          #expect(report.tenants.count == 3)
          return try await Self.contents(fleet)
        }
      )
    }
    #expect(worlds[0] == worlds[1])
    #expect(Set(worlds[0].keys).isDisjoint(with: worlds[2].keys), "other tenants")
    #expect(worlds[0].values.reduce(0) { $0 + $1.count } == 700, "exactly as many as were asked for")
  }

  @Test func `the truth needs no store, and publishes nothing`() async throws {
    let json = try await ProgramProcess.run("reckoner", ["simulate", "--truth", "--seed", "5", "--json"])
    #expect(json.exitCode == 0, "\(json)")
    let truth = try json.json(as: [Truth].self)
    #expect(Set(truth.map(\.tenantId)).count == 3)
    #expect(truth.allSatisfy { $0.bins.map(\.index) == Array(0...9) })
    let text = try await ProgramProcess.run("reckoner", ["simulate", "--truth", "--seed", "5"])
    #expect(text.exitCode == 0, "\(text)")
    #expect(text.standardOutput.split(separator: "\n").count == truth.count)
    #expect(text.standardOutput.contains("overconfident"))
  }

  @Test func `a live feed ends after its events, and at SIGTERM`() async throws {
    try await TestFleet.run { fleet in
      let counted = try await fleet.reckoner("simulate", "--rate", "400", "--events", "150", "--json")
      #expect(counted.exitCode == 0, "\(counted)")
      #expect(try counted.json(as: Report.self).published == 150)
      #expect(try await Self.contents(fleet).values.reduce(0) { $0 + $1.count } == 150)

      let endless = try fleet.start("reckoner", "simulate", "--rate", "200", "--json")
      try await Wait.until("the feed publishes") {
        try await Self.contents(fleet).values.reduce(0) { $0 + $1.count } > 170
      }
      endless.terminate()
      let ending = try await endless.ending(within: .seconds(20))
      #expect(ending.exitCode == 0, "\(ending)")
      let published = try ending.json(as: Report.self).published
      #expect(try await Self.contents(fleet).values.reduce(0) { $0 + $1.count } == 150 + published)
    }
  }

  @Test func `after simulate and drain the observed rates lie near the truth`() async throws {
    let seed = "20260211"
    let json = try await ProgramProcess.run("reckoner", ["simulate", "--truth", "--seed", seed, "--json"])
    let truth = try json.json(as: [Truth].self)
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--seed", seed, "--events", "8000", "--start", Self.start)
      #expect(simulated.exitCode == 0, "\(simulated)")
      try await fleet.drain()
      // The feed ends, and with it the answers: an e-mail's takes up to 17 hours, the others' longer than the feed lasts.
      let rows = try await fleet.rows(
        """
        SELECT tenant_id || ' ' || action_type || ' ' || least(floor(predicted_confidence * 10 + 1e-9), 9),
          count(*), avg(outcome), avg(predicted_confidence)
        FROM learning.calibration_samples
        WHERE state = 'present' AND action_type IN ('send_email', 'send_chat')
          AND acted_at < (SELECT max(occurred_at) FROM learning.events) - interval '17 hours'
        GROUP BY 1
        """
      )
      let observed = Dictionary(
        uniqueKeysWithValues: rows.map { row in
          let columns = row.split(separator: "|")
          return (String(columns[0]), columns.dropFirst().compactMap { Double($0) })
        }
      )
      var comparedCount = 0
      for entry in truth where ["send_email", "send_chat"].contains(entry.actionType) {
        for bin in entry.bins {
          let key = "\(entry.tenantId) \(entry.actionType) \(bin.index)"
          guard let rate = bin.successRate, let mean = bin.meanConfidence else {
            #expect(observed[key] == nil, "\(key): a confidence that is never stated")
            continue
          }
          guard let values = observed[key], values[0] >= 30 else { continue }
          comparedCount += 1
          let error = (rate * (1 - rate) / values[0]).squareRoot()
          #expect(abs(values[1] - rate) <= 4 * error, "seed \(seed), \(key): \(values) for \(rate)")
          #expect(abs(values[2] - mean) <= 4 * 0.045 / values[0].squareRoot(), "seed \(seed), \(key)")
        }
      }
      #expect(comparedCount > 10, "\(comparedCount) bins were compared")
      try await fleet.verified()
    }
  }
}
