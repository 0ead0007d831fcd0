import Foundation
import TestSupport
import Testing

struct ImportTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0001"

  private struct Report: Decodable, Equatable {
    let published: Int
    let bad: Int
  }

  private static func withFile<Value>(
    _ text: String,
    _ body: (String) async throws -> Value
  ) async throws -> Value {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UUID().uuidString).ndjson")
    try Data(text.utf8).write(to: file)
    let value = try await body(file.path)
    try FileManager.default.removeItem(at: file)
    return value
  }

  private static let state = """
    SELECT 'event', count(*)::text, '', '' FROM learning.events
    UNION ALL SELECT 'outcome', outcome_id::text, outcome_status, revision::text FROM learning.outcome_records
    UNION ALL SELECT 'sample', outcome_id::text, state, revision::text FROM learning.calibration_samples
    UNION ALL SELECT 'bin', action_type || bin_index, sample_count::text, brier_sum::text FROM learning.calibration_bins
    ORDER BY 1, 2
    """

  @Test func `published forecasts end in exactly their own calibration, and a second import changes nothing`()
    async throws
  {
    let forecasts = Forecast.make(400, tenant: Self.tenant, seed: 20_260_211)
    let events = forecasts.flatMap(\.events)
    try await TestFleet.run { fleet in
      try await Self.withFile(try events.file) { file in
        let first = try await fleet.reckoner("import", file, "--json")
        #expect(first.exitCode == 0, "\(first)")
        #expect(try first.json(as: Report.self) == Report(published: 800, bad: 0))
        #expect(first.standardError.contains("imported: 800"), "progress goes to standard error: \(first)")
        try await fleet.drain()
        try await Self.expectBins(ExpectedBin.fold(forecasts), in: fleet)
        let before = try await fleet.rows(Self.state)

        let second = try await fleet.reckoner("import", file)
        #expect(second.exitCode == 0, "\(second)")
        #expect(second.standardOutput == "800 events published, 0 bad lines\n")
        try await fleet.drain()
        #expect(try await fleet.rows(Self.state) == before)
      }
      let report = try await fleet.verified()
      #expect(report.recordedEvents == 800)
      #expect(report.entries.applied == 1600)
      #expect(report.samples == 400)
    }
  }

  private static func expectBins(_ expected: [ExpectedBin], in fleet: TestFleet) async throws {
    let rows = try await fleet.rows(
      """
      SELECT bin_index, sample_count, outcome_sum, confidence_mean * weight_sum, brier_sum, weight_sum
      FROM learning.calibration_bins WHERE action_type = '\(Forecast.actionType)' ORDER BY bin_index
      """
    )
    try #require(rows.count == 10)
    for (row, bin) in zip(rows, expected) {
      let columns = row.split(separator: "|").compactMap { Double($0) }
      try #require(columns.count == 6, "\(row)")
      #expect(columns[1] == Double(bin.count), "\(row)")
      #expect(columns[2] == bin.outcomeSum, "\(row)")
      #expect(abs(columns[3] - bin.confidenceSum) <= 1e-9, "\(row)")
      #expect(abs(columns[4] - bin.brierSum) <= 1e-9, "\(row)")
      #expect(columns[5] == Double(bin.count), "\(row)")
    }
  }

  @Test func `every outcome of an imported pipeline is decided by its deal or expired after the sweep`() async throws {
    var generator = TestGenerator(seed: 77)
    let start = Date(timeIntervalSince1970: 1_735_732_800)
    let day = 86_400.0
    var events: [EventLine] = []
    var expected = ["positive": 0, "negative": 0, "expired": 0]
    for index in 0..<150 {
      let (conversation, engaged) = (generator.uuid(), start + Double(index) * day / 2)
      events.append(
        .action(
          generator.uuid(),
          tenant: Self.tenant,
          conversation: conversation,
          at: engaged,
          actionType: "advance_stage",
          confidence: Double.random(in: 0...1, using: &generator)
        )
      )
      guard index % 5 > 0 else {
        expected["expired", default: 0] += 1
        continue
      }
      // The window is 30 days, its last moment included.
      let days = Double(
        index % 2 == 0 ? Int.random(in: 1...30, using: &generator) : Int.random(in: 25...60, using: &generator)
      )
      let isWon = Bool.random(using: &generator)
      events.append(
        .stage(
          generator.uuid(),
          tenant: Self.tenant,
          conversation: conversation,
          at: engaged + days * day,
          from: "prospecting",
          to: isWon ? "closed_won" : "closed_lost"
        )
      )
      expected[days > 30 ? "expired" : isWon ? "positive" : "negative", default: 0] += 1
    }
    // The file is in no order.
    let lines = try events.shuffled(using: &generator).file
    let wanted = expected
    try await TestFleet.run { fleet in
      let imported = try await fleet.reckoner("import", "-", input: lines)
      #expect(imported.exitCode == 0, "\(imported)")
      try await fleet.drain()
      let sweep = try await fleet.run("learning-scheduler", "--run", "sweep", "--at", "2030-01-01T00:00:00Z")
      #expect(sweep.exitCode == 0, "\(sweep)")
      try await fleet.drain()
      let rows = try await fleet.rows(
        "SELECT outcome_status, count(*) FROM learning.outcome_records GROUP BY outcome_status ORDER BY 1"
      )
      #expect(rows == wanted.sorted { $0.key < $1.key }.map { "\($0.key)|\($0.value)" })
      let report = try await fleet.verified()
      #expect(report.samples == 150)
    }
  }

  @Test func `bad lines are reported with number and reason, and the good ones are published`() async throws {
    let tenant = Self.tenant
    let time = Date(timeIntervalSince1970: 1_735_732_800)
    func action(_ confidence: Double, at time: Date = time) throws -> String {
      let id = UUID().uuidString.lowercased()
      return try EventLine.action(id, tenant: tenant, conversation: id, at: time, confidence: confidence).json
    }
    let secret = "a-customer-said-this"
    let lines = [
      try action(0.5),
      "{\"\(secret)\": not json",
      "",
      try action(2),
      try action(0.25).replacing("\"tenant_id\":\"\(tenant)\",", with: ""),
      try action(0.25).replacing("agent.action", with: "agent.dance"),
      "[\"\(secret)\"]",
      try action(0.75) + "\r",
      try action(0.25, at: Date.now + 2 * 86_400),
      try action(0.25).replacing("\"version\":\"1.0\"", with: "\"version\":\"2.0\""),
      try action(1),
    ]
    try await TestFleet.run { fleet in
      let ending = try await fleet.reckoner("import", "--json", "-", input: lines.joined(separator: "\n"))
      #expect(ending.exitCode == 65, "\(ending)")
      #expect(try ending.json(as: Report.self) == Report(published: 3, bad: 7))
      for start in [
        "line 2: invalid_json: ", "line 4: invalid_field: ", "line 5: missing_field: ", "line 6: unknown_event_type: ",
        "line 7: invalid_field: ", "line 9: timestamp_in_future: ", "line 10: unsupported_version: ",
      ] {
        #expect(ending.standardError.contains(start), "\(start): \(ending)")
      }
      #expect(!ending.description.contains(secret), "no payload is printed: \(ending)")
      #expect(try await fleet.streams()["t:\(tenant):events:agent.action"]?.count == 3)
    }
  }

  @Test func `after twenty bad lines the rest is only counted`() async throws {
    try await TestFleet.run { fleet in
      let ending = try await fleet.reckoner("import", "-", input: String(repeating: "{}\n", count: 50))
      #expect(ending.exitCode == 65, "\(ending)")
      #expect(ending.standardOutput == "0 events published, 50 bad lines\n")
      #expect(ending.standardError.contains("line 20: "))
      #expect(!ending.standardError.contains("line 21: "))
      #expect(ending.standardError.contains("further bad lines are only counted"))
    }
  }

  @Test func `an empty file is no event, a missing one is bad data`() async throws {
    try await TestFleet.run { fleet in
      let empty = try await fleet.reckoner("import", "-", "--json", input: "")
      #expect(empty.exitCode == 0, "\(empty)")
      #expect(try empty.json(as: Report.self) == Report(published: 0, bad: 0))
      let blank = try await fleet.reckoner("import", "-", input: "\n  \n\t\n\r\n")
      #expect(blank.exitCode == 0, "\(blank)")
      let missing = try await fleet.reckoner("import", "/nonexistent/events.ndjson")
      #expect(missing.exitCode == 65, "\(missing)")
      #expect(missing.standardError.contains("/nonexistent/events.ndjson"), "\(missing)")
      let directory = try await fleet.reckoner("import", "/tmp")
      #expect(directory.exitCode == 65, "\(directory)")
    }
  }
}
