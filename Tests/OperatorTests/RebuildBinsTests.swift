import TestSupport
import Testing

struct RebuildBinsTests {
  private struct Report: Decodable {
    struct Difference: Decodable {
      let binIndex: Int
      let storedCount: Int
      let rebuiltCount: Int
    }

    let samples: Int
    let bins: Int
    let differences: [Difference]
    let written: Bool
  }

  @Test func `a damaged bin is found by compare and verify, and repaired by rebuild-bins`() async throws {
    let forecasts = Forecast.make(60, tenant: "6f1d3c3e-0000-4000-8000-0000000f0004", seed: 3)
    try await TestFleet.run { fleet in
      let imported = try await fleet.reckoner("import", "-", input: try forecasts.flatMap(\.events).file)
      #expect(imported.exitCode == 0, "\(imported)")
      try await fleet.drain()
      let bins = "SELECT bin_index, sample_count, outcome_sum FROM learning.calibration_bins ORDER BY 1"
      let right = try await fleet.rows(bins)
      let sound = try await fleet.reckoner("rebuild-bins", "--compare", "--json")
      #expect(sound.exitCode == 0, "\(sound)")
      #expect(try sound.json(as: Report.self).samples == 60)

      _ = try await fleet.rows(
        "UPDATE learning.calibration_bins SET sample_count = sample_count + 7 WHERE bin_index = 4"
      )
      let damaged = try await fleet.reckoner("rebuild-bins", "--compare", "--json")
      #expect(damaged.exitCode == 1, "\(damaged)")
      let report = try damaged.json(as: Report.self)
      #expect(report.differences.map(\.binIndex) == [4])
      #expect(report.differences.map { $0.storedCount - $0.rebuiltCount } == [7])
      #expect(!report.written)
      let verify = try await fleet.reckoner("verify", "--json")
      #expect(verify.exitCode == 1, "\(verify)")
      #expect(try verify.json(as: Verified.self).problems.map(\.kind) == ["bin_differs"])
      let text = try await fleet.reckoner("verify")
      #expect(text.exitCode == 1 && text.standardOutput.contains("NOT everything holds"), "\(text)")

      let rebuilt = try await fleet.reckoner("rebuild-bins", "--json")
      #expect(rebuilt.exitCode == 0, "\(rebuilt)")
      #expect(try rebuilt.json(as: Report.self).written)
      #expect(try await fleet.rows(bins) == right)
      let after = try await fleet.reckoner("rebuild-bins", "--compare")
      #expect(after.exitCode == 0, "\(after)")
      try await fleet.verified()
    }
  }
}
