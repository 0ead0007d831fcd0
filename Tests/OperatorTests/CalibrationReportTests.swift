import Foundation
import TestSupport
import Testing

/// The calibration reports as programs, on a history so small that every number is known by hand.
struct CalibrationReportTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0007"
  private static let nobody = "6f1d3c3e-0000-4000-8000-0000000f0008"
  private static let start = Date(timeIntervalSince1970: 1_735_732_800)

  private struct Report: Decodable {
    struct Bin: Decodable {
      let sampleCount: Int
      let actualRate: Double?
    }

    let actionType: String
    let sampleCount: Int
    let maturedCount: Int
    let unmaturedCount: Int
    let verdict: String?
    let brierScore: Double?
    let logLoss: Double?
    let meanConfidence: Double?
    let baseRate: Double?
    let expectedCalibrationError: Double?
    let bins: [Bin]
  }

  private struct Day: Decodable {
    let day: String
    let maturedCount: Int
    let unmaturedCount: Int
    let brierScore: Double?
    let expectedCalibrationError: Double?
    let gap: Double?
  }

  private struct Drift: Decodable {
    let lastTo: String
    let windowSeconds: Double?
    let statement: String
    let sentence: String
    let sampleCountBefore: Int
    let sampleCountLast: Int
    let meanGapLast: Double?
    let zPValue: Double?
  }

  private struct Answers: Decodable {
    struct Point: Decodable {
      let minutes: Int
      let shareAnswered: Double?
      let intervalLower: Double?
      let atRiskCount: Int?
    }

    let actionType: String
    let answeredCount: Int
    let censoredCount: Int
    let medianMinutes: Int?
    let points: [Point]
  }

  private struct Map: Decodable {
    struct Kind: Decodable {
      let kind: String
    }

    let sampleCount: Int
    let brierAfter: Double?
    let map: Kind?
  }

  /// On the first day one of 0.9 answered after 30 minutes, one of 0.5 never; on the next day one of 0.8 answered after
  /// two hours. The window is a day.
  private static let events: [EventLine] = [
    action(1, conversation: 1, at: start, confidence: 0.9),
    reply(2, conversation: 1, at: start + 1800),
    action(3, conversation: 2, at: start, confidence: 0.5),
    action(4, conversation: 3, at: start + 86_400, confidence: 0.8),
    reply(5, conversation: 3, at: start + 86_400 + 7200),
  ]

  private static func id(_ kind: Int, _ number: Int) -> String {
    "6f1d3c3e-0000-4000-8000-00000000\(kind)00\(number)"
  }

  private static func action(_ number: Int, conversation: Int, at time: Date, confidence: Double) -> EventLine {
    .action(id(1, number), tenant: tenant, conversation: id(2, conversation), at: time, confidence: confidence)
  }

  private static func reply(_ number: Int, conversation: Int, at time: Date) -> EventLine {
    .reply(id(1, number), tenant: tenant, conversation: id(2, conversation), at: time, replyType: "reply")
  }

  private static func withHistory(_ body: @Sendable (TestFleet) async throws -> Void) async throws {
    try await TestFleet.run { fleet in
      let imported = try await fleet.reckoner("import", "-", input: try events.file)
      #expect(imported.exitCode == 0, "\(imported)")
      try await fleet.drain()
      try await body(fleet)
    }
  }

  private static func read<Value: Decodable>(
    _ fleet: TestFleet,
    _ arguments: [String],
    tenant: String = tenant
  ) async throws -> [Value] {
    let ending = try await ProgramProcess.run(
      "reckoner",
      ["calibration"] + arguments + ["--tenant", tenant, "--json"],
      environment: fleet.environment
    )
    #expect(ending.exitCode == 0, "\(ending)")
    return try ending.json(as: [Value].self)
  }

  private static func isClose(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) < 1e-12 } ?? false
  }

  @Test func `report counts what is matured, and its metrics are those of these samples`() async throws {
    try await Self.withHistory { fleet in
      // The window of the second day's action has not ended.
      let early: [Report] = try await Self.read(fleet, ["report", "--at", "2025-01-02T13:00:00Z"])
      let report = try #require(early.first)
      #expect(early.count == 1 && report.actionType == "send_email")
      #expect(report.sampleCount == 3 && report.maturedCount == 2 && report.unmaturedCount == 1)
      #expect(Self.isClose(report.brierScore, (0.01 + 0.25) / 2), "\(report)")
      #expect(Self.isClose(report.logLoss, (-log(0.9) - log(0.5)) / 2))
      #expect(Self.isClose(report.meanConfidence, 0.7) && report.baseRate == 0.5)
      #expect(Self.isClose(report.expectedCalibrationError, 0.3))
      #expect(report.bins.map(\.sampleCount) == [0, 0, 0, 0, 0, 1, 0, 0, 0, 1] && report.bins[0].actualRate == nil)
      #expect(report.verdict == "insufficient_data")
      let late: [Report] = try await Self.read(
        fleet,
        ["report", "send_email", "--from", "2025-01-02T00:00:00Z", "--at", "2025-02-01T00:00:00Z"]
      )
      #expect(late.first?.maturedCount == 1 && Self.isClose(late.first?.brierScore, 0.04))
      let text = try await fleet.reckoner("calibration", "report", "--tenant", Self.tenant)
      #expect(text.standardOutput.hasPrefix("send_email: 3 samples are matured and count, 0 are not yet\n"), "\(text)")
    }
  }

  @Test func `trend has every day, and nulls where nothing is matured`() async throws {
    try await Self.withHistory { fleet in
      let days: [Day] = try await Self.read(
        fleet,
        ["trend", "send_email", "--days", "3", "--at", "2025-01-02T13:00:00Z"]
      )
      #expect(days.map(\.day) == ["2024-12-31", "2025-01-01", "2025-01-02"])
      #expect(days.map(\.maturedCount) == [0, 2, 0] && days.map(\.unmaturedCount) == [0, 0, 1])
      #expect(days[0].brierScore == nil && days[2].gap == nil && days[2].expectedCalibrationError == nil)
      #expect(Self.isClose(days[1].brierScore, 0.13) && Self.isClose(days[1].gap, 0.2), "\(days)")
    }
  }

  @Test func `drift ends one window ago, and says when it can't say anything`() async throws {
    try await Self.withHistory { fleet in
      let drifts: [Drift] = try await Self.read(fleet, ["drift", "--days", "2", "--at", "2025-01-04T12:00:00Z"])
      let drift = try #require(drifts.first)
      #expect(drift.windowSeconds == 86_400 && drift.lastTo.hasPrefix("2025-01-03T12:00:00"), "\(drift)")
      #expect(drift.statement == "insufficient_data" && drift.zPValue == nil)
      #expect(drift.sampleCountBefore == 0 && drift.sampleCountLast == 3 && Self.isClose(drift.meanGapLast, 0.2 / 3))
      #expect(drift.sentence == "There are too few matured actions for a statement (0 actions before, 3 now).")
    }
  }

  @Test func `answers are the product limit of the waits, and nothing is known beyond the window`() async throws {
    try await Self.withHistory { fleet in
      // The last action is watched for an hour, unanswered.
      let early: [Answers] = try await Self.read(fleet, ["answers", "--at", "2025-01-02T13:00:00Z"])
      let report = try #require(early.first)
      #expect(report.answeredCount == 1 && report.censoredCount == 2 && report.medianMinutes == nil)
      #expect(report.points.map(\.minutes) == [60, 1440, 10_080, 43_200])
      #expect(Self.isClose(report.points[0].shareAnswered, 1.0 / 3) && report.points[0].atRiskCount == 2, "\(report)")
      #expect(Self.isClose(report.points[1].shareAnswered, 1.0 / 3) && report.points[1].atRiskCount == 1)
      #expect(report.points[2].shareAnswered == nil && report.points[3].intervalLower == nil)
      let late: [Answers] = try await Self.read(fleet, ["answers", "--at", "2025-02-01T00:00:00Z"])
      #expect(late.first?.answeredCount == 2 && late.first?.medianMinutes == 120)
      #expect(Self.isClose(late.first?.points[1].shareAnswered, 2.0 / 3), "\(late)")
    }
  }

  @Test func `without data lists are empty, and an action type that is asked for has nulls`() async throws {
    try await TestFleet.run { fleet in
      for command in ["report", "drift", "answers", "map"] {
        let ending = try await fleet.reckoner("calibration", command, "--tenant", Self.nobody, "--json")
        #expect(ending.exitCode == 0 && ending.standardOutput.filter { !$0.isWhitespace } == "[]", "\(ending)")
      }
      let reports: [Report] = try await Self.read(fleet, ["report", "sing"], tenant: Self.nobody)
      let report = try #require(reports.first)
      #expect(report.sampleCount == 0 && report.brierScore == nil && report.verdict == nil && report.bins.count == 10)
      let days: [Day] = try await Self.read(fleet, ["trend", "sing"], tenant: Self.nobody)
      #expect(days.count == 30 && days.allSatisfy { $0.brierScore == nil })
      let maps: [Map] = try await Self.read(fleet, ["map", "sing"], tenant: Self.nobody)
      #expect(maps.map(\.sampleCount) == [0] && maps[0].map == nil && maps[0].brierAfter == nil)
      let answers: [Answers] = try await Self.read(fleet, ["answers", "sing"], tenant: Self.nobody)
      #expect(answers.first?.answeredCount == 0 && answers.first?.points[0].shareAnswered == nil)
    }
  }
}
