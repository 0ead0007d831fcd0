import Benchmark
import Foundation
import Testing

struct BenchmarkReportTests {
  static func report(_ cases: [CaseReport]) -> BenchmarkReport {
    let machine = MachineFacts(
      processor: "a processor",
      coreCount: 2,
      memoryBytes: 1 << 34,
      kernel: "6.1",
      redisVersion: "7.0.15",
      postgresVersion: "15.8",
      storeSettings: ["postgresql.fsync": "on", "redis.appendonly": "yes"]
    )
    return BenchmarkReport(seed: 20_260_211, machine: machine, cases: cases)
  }

  private static func throughput(_ rate: Double, wal: Double = 100, name: String = "throughput") -> CaseReport {
    CaseReport(
      "throughput",
      settings: ["events": 200_000],
      figures: [Figure(name, unit: "events/s", isHigherBetter: true, samples: [rate], target: .throughput)],
      costs: [.cost("wal", unit: "bytes/event", samples: [wal])]
    )
  }

  private static func latency(_ milliseconds: Double) -> CaseReport {
    CaseReport(
      "latency 200",
      settings: [:],
      figures: [Figure("p99", unit: "ms", isHigherBetter: false, samples: [milliseconds], target: .commitLive)]
    )
  }

  @Test func `a report comes back from its JSON as it was`() throws {
    let report = Self.report([Self.throughput(12_345.678), Self.latency(17)])
    let json = try report.json()
    #expect(try BenchmarkReport(json: json) == report)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains("\"schema_version\" : 1"))
    #expect(text.contains("\"postgresql.fsync\" : \"on\""), "names of settings stay as they are")
  }

  @Test func `a report of another form is refused`() throws {
    let text = String(decoding: try Self.report([]).json(), as: UTF8.self)
    let later = text.replacingOccurrences(of: "\"schema_version\" : 1", with: "\"schema_version\" : 2")
    #expect(throws: BenchmarkError.self) { try BenchmarkReport(json: Data(later.utf8)) }
  }

  @Test(arguments: [
    (rate: 10_000.0, milliseconds: 20.0, worse: [String]()),
    (rate: 9001, milliseconds: 21.9, worse: []),
    (rate: 8999, milliseconds: 20, worse: ["throughput"]),
    (rate: 20_000, milliseconds: 22.1, worse: ["p99"]),
    (rate: 1, milliseconds: 1, worse: ["throughput"]),
  ])
  func `a figure is worse beyond the tolerance in its own direction`(
    rate: Double,
    milliseconds: Double,
    worse: [String]
  ) {
    let comparison = Comparison(
      old: Self.report([Self.throughput(10_000), Self.latency(20)]),
      new: Self.report([Self.throughput(rate), Self.latency(milliseconds)])
    )
    #expect(comparison.worse(tolerance: 0.1).map(\.figure) == worse)
    #expect(comparison.rows.map(\.figure) == ["throughput", "wal", "p99"])
    #expect(comparison.unmatched.isEmpty)
  }

  @Test func `a cost that rises is shown and not judged, and a figure of one report alone is named`() {
    let comparison = Comparison(
      old: Self.report([Self.throughput(10_000, wal: 100)]),
      new: Self.report([Self.throughput(10_000, wal: 300), Self.latency(20)])
    )
    #expect(comparison.worse(tolerance: 0.1).isEmpty)
    #expect(comparison.rows.first { $0.figure == "wal" }?.ratio == 3)
    #expect(comparison.unmatched == ["latency 200 p99"])
  }
}
