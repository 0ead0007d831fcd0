import Calibration
import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@testable import Insight
@testable import Workers

/// Reports from the database against the same samples, computed in memory.
@Suite(.timeLimit(.minutes(10))) struct CalibrationReportsTests {
  private static let tenant = TestEvent.tenant(1)
  private static let key = CalibrationKey(tenantID: tenant, actionType: ActionType("send_email"))

  /// Samples over forty days: ties and distinct confidences, unequal weights, some of them none.
  private static func samples(_ count: Int, seed: UInt64) -> [RecordedSample] {
    var generator = TestGenerator(seed: seed)
    return (0..<count).map { _ in
      let confidence = generator.pick([
        0, 0.3, 0.35, 0.5, 0.7, 1, Double.random(in: 0...1, using: &generator),
        Double.random(in: 0...1, using: &generator),
      ])
      let actedAt = TestEvent.start + .seconds(Int64.random(in: 0..<40 * 86_400, using: &generator))
      return RecordedSample(
        sample: CalibrationSample(
          confidence: confidence,
          outcome: Double.random(in: 0..<1, using: &generator) < confidence * 0.8,
          weight: generator.pick([0, 0.25, 1, 1, 1, 2])
        ),
        actedAt: actedAt,
        windowExpiresAt: actedAt + .hours(generator.pick([24, 48, 240]))
      )
    }
  }

  private static func store(_ samples: [RecordedSample], in fleet: TestFleet) async throws {
    let rows = samples.enumerated().map { number, recorded in
      SampleRow(
        tenantID: tenant,
        update: CalibrationUpdate(
          outcomeID: OutcomeID(TestEvent.uuid(7, number)),
          revision: 1,
          state: .present,
          actionType: key.actionType,
          predictedConfidence: recorded.sample.confidence,
          outcome: recorded.sample.outcome,
          weight: recorded.sample.weight,
          outcomeType: .emailEngagement,
          status: .positive,
          actedAt: recorded.actedAt,
          resolvedAt: recorded.actedAt,
          windowExpiresAt: recorded.windowExpiresAt,
          calibrationVersion: recorded.calibrationVersion
        )
      )
    }
    _ = try await fleet.postgres.send(InsertSamples(rows))
  }

  private static func expectClose(
    _ value: Double?,
    _ expected: Double?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let value, let expected else {
      #expect(value == nil && expected == nil, sourceLocation: sourceLocation)
      return
    }
    #expect(abs(value - expected) < 1e-9, "\(value) \(expected)", sourceLocation: sourceLocation)
  }

  @Test(
    "a report is that of the same samples in memory, over all time and a period, page by page",
    arguments: [UInt64(1), 2]
  )
  func reports(seed: UInt64) async throws {
    try await TestFleet.with { fleet in
      let samples = Self.samples(900, seed: seed)
      try await Self.store(samples, in: fleet)
      let now = TestEvent.start + .days(35)
      let reader = CalibrationReports(of: Self.tenant, in: fleet.postgres, groupCountMax: 37)
      let (from, to) = (TestEvent.start + .days(3), TestEvent.start + .days(30))
      for period in [SamplePeriod(asOf: now), SamplePeriod(from: from, to: to, asOf: now)] {
        let known = samples.filter {
          $0.actedAt >= period.from ?? $0.actedAt && period.to.map($0.actedAt.isBefore) ?? true
        }
        let matured = known.filter { $0.windowExpiresAt <= now }.map(\.sample)
        let report = try #require(try await reader.reports(on: Self.key.actionType, in: period).first)
        #expect(report.maturedCount == matured.count && report.unmaturedCount == known.count - matured.count)
        let expected = CalibrationMetrics(matured)
        let (summary, other) = (report.score.metrics.summary, expected.summary)
        #expect(summary.sampleCount == other.sampleCount && summary.isCalibrated == other.isCalibrated)
        Self.expectClose(report.score.metrics.logLoss, expected.logLoss)
        Self.expectClose(summary.brierScore, other.brierScore)
        Self.expectClose(summary.expectedCalibrationError, other.expectedCalibrationError)
        Self.expectClose(summary.debiasedSquaredCalibrationError, other.debiasedSquaredCalibrationError)
        Self.expectClose(summary.murphy?.withinBinVariance, other.murphy?.withinBinVariance)
        let fit = IsotonicFit(matured)
        Self.expectClose(report.score.isotonicFit.corp?.miscalibration, fit.corp?.miscalibration)
        #expect(report.score.isotonicFit.blocks.map(\.sampleCount) == fit.blocks.map(\.sampleCount))
      }
    }
  }

  @Test("each day of a trend and each period of a drift is that of its samples", arguments: [UInt64(3)])
  func periods(seed: UInt64) async throws {
    try await TestFleet.with { fleet in
      let samples = Self.samples(900, seed: seed)
      try await Self.store(samples, in: fleet)
      let now = TestEvent.start + .days(35)
      let reader = CalibrationReports(of: Self.tenant, in: fleet.postgres)
      let days = try await reader.days(of: Self.key.actionType, endingAt: now, dayCount: 20, asOf: now)
      #expect(days.count == 20)
      for day in days {
        let known = samples.filter { $0.actedAt >= day.day && $0.actedAt < day.day + .days(1) }
        let matured = known.filter { $0.windowExpiresAt <= now }.map(\.sample)
        let expected = CalibrationMetrics(matured).summary
        #expect(day.summary.sampleCount == matured.count && day.unmaturedCount == Int64(known.count - matured.count))
        Self.expectClose(day.summary.brierScore, expected.brierScore)
        Self.expectClose(day.summary.expectedCalibrationError, expected.expectedCalibrationError)
        Self.expectClose(day.summary.murphy?.withinBinVariance, expected.murphy?.withinBinVariance)
      }
      let found = try #require(
        try await reader.drifts(of: Self.key.actionType, dayCount: 10, asOf: now).first
      )
      #expect(found.to == now - .hours(240) && found.middle == found.to - .days(10))
      func gaps(_ from: Timestamp, _ to: Timestamp) -> PeriodGaps {
        PeriodGaps(samples.filter { $0.actedAt >= from && $0.actedAt < to }.map(\.sample))
      }
      let expected = CalibrationDrift(from: gaps(found.from, found.middle), to: gaps(found.middle, found.to))
      #expect(found.drift.statement == expected.statement && expected.comparison != nil)
      #expect(found.drift.sampleCountBefore == expected.sampleCountBefore)
      Self.expectClose(found.drift.comparison?.meanScore, expected.comparison?.meanScore)
      Self.expectClose(found.drift.comparison?.binStatistic, expected.comparison?.binStatistic)
      Self.expectClose(found.drift.comparison?.binProbability, expected.comparison?.binProbability)
    }
  }

  @Test("a map is fitted to what the agent had said unscaled, and to nothing that isn't matured")
  func map() async throws {
    try await TestFleet.with { fleet in
      let scaling = 0.8
      var generator = TestGenerator(seed: 4)
      // The raw 0.9 and 0.5 come true half as often; under version 1 they are stated scaled.
      let samples = (0..<600).map { number in
        let raw = generator.pick([0.9, 0.5])
        let isScaled = number % 2 == 1
        return RecordedSample(
          sample: CalibrationSample(
            confidence: isScaled ? raw * scaling : raw,
            outcome: Double.random(in: 0..<1, using: &generator) < raw / 2
          ),
          actedAt: TestEvent.start + .seconds(Int64(number)),
          windowExpiresAt: TestEvent.start + .seconds(Int64(number)) + .days(1),
          calibrationVersion: isScaled ? 1 : 0
        )
      }
      try await Self.store(samples, in: fleet)
      try await fleet.execute(
        """
        INSERT INTO learning.calibration_adjustments (tenant_id, adjustment_id, action_type, version, proposed_at,
          decided_at, kind, status, scaling_before, scaling_after, threshold_before, threshold_after, reason)
        VALUES ('\(Self.tenant)', gen_random_uuid(), 'send_email', 1, now(), now(), 'adjust', 'applied', 1, \(scaling), 0.7,
          0.8, 'test')
        """
      )
      let fit = RecalibrationFit(of: Self.tenant, in: fleet.postgres)
      let now = TestEvent.start + .days(1) + .seconds(499)
      let report = try #require(try await fit.run(Self.key.actionType, asOf: now).first)
      // Scaling and its inverse may leave a rounding.
      let raw = samples.prefix(500).map { recorded in
        CalibrationSample(
          confidence: recorded.calibrationVersion == 1
            ? recorded.sample.confidence / scaling : recorded.sample.confidence,
          outcome: recorded.sample.outcome
        )
      }
      let expected = try #require(Recalibration(raw))
      #expect(report.sampleCount == 500 && report.recalibration?.sampleCount == 500)
      #expect(report.recalibration?.map.kind == expected.map.kind && expected.map.kind != "identity")
      Self.expectClose(report.recalibration?.brierBefore, expected.brierBefore)
      Self.expectClose(report.recalibration?.brierAfter, expected.brierAfter)
      for confidence in [0.5, 0.9] {
        Self.expectClose(
          report.recalibration?.map.value(at: confidence),
          expected.map.value(at: confidence)
        )
      }
      #expect(try await fit.run(asOf: now).isEmpty)
    }
  }
}

extension Timestamp {
  fileprivate func isBefore(_ other: Timestamp) -> Bool { self < other }
}
