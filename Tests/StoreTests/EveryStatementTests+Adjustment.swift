import Calibration
import EventModel
import Foundation
import PostgresClient
import Store
import Testing

/// The statements of corrections and of calibration reports.
extension EveryStatementTests {
  func sendAdjustment(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let tenant = Sample.tenant(1)
    let key = CalibrationKey(tenantID: tenant, actionType: ActionType("advance"))
    try await send(CreateStates([key], now: now), transaction)
    try await send(CreateStates([key], now: now), transaction)
    let row = try #require(try await send(ClaimStates([key]), transaction).first)
    #expect(row.state == CalibrationState() && row.revision == now.microseconds && row.publishedRevision == 0)
    #expect(try await send(LockState(key), transaction) == [row])
    #expect(try await send(ListStates(of: tenant), transaction) == [row])
    #expect(try await send(CountUnpublished(), transaction) == [1])
    #expect(try await send(ClaimUnpublished(countMax: 5), transaction) == [row])
    try await send(NotePublished([row]), transaction)
    #expect(try await send(ClaimUnpublished(countMax: 5), transaction).isEmpty)
    try await send(ForgetPublished(), transaction)
    #expect(try await send(CountUnpublished(), transaction) == [1])
    try await sendEvidence(key, transaction)
    try await sendHistory(try #require(try await send(LockState(key), transaction).first), transaction)
    #expect(try await send(PageCalibrationKeys(after: nil, countMax: 5), transaction).isEmpty)
    #expect(try await send(PageCalibrationKeys(after: key, countMax: 5), transaction).isEmpty)
  }

  private func sendEvidence(_ key: CalibrationKey, _ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let rows = (0..<11).map { number in
      SampleRow(
        tenantID: key.tenantID,
        update: CalibrationUpdate(
          outcomeID: OutcomeID(Sample.uuid(6, number)),
          revision: 1,
          state: .present,
          actionType: key.actionType,
          // Each edge of the bins.
          predictedConfidence: Double(number) / 10,
          outcome: number > 5,
          weight: 2,
          outcomeType: .dealProgression,
          status: .positive,
          actedAt: now - .hours(2),
          resolvedAt: now,
          windowExpiresAt: now + .hours(Int64(number)) - .hours(9),
          calibrationVersion: number == 4 ? 7 : nil
        )
      )
    }
    try await send(InsertSamples(rows), transaction)
    let gathered = try await send(GatherEvidence(for: [(key, CalibrationState())], asOf: now), transaction)
    // The last isn't matured, one is of another version.
    #expect(gathered.map(\.binIndex) == [0, 1, 2, 3, 5, 6, 7, 8, 9] && gathered.allSatisfy { $0.index == 0 })
    var expected = EvidenceBin.empty
    expected.add(CalibrationSample(confidence: 0.6, outcome: true, weight: 2))
    #expect(gathered[5].bin == expected)
    let first = try await send(PageMaturedSamples(of: key, after: nil, asOf: now, countMax: 6), transaction)
    let rest = try await send(PageMaturedSamples(of: key, after: first.last, asOf: now, countMax: 6), transaction)
    #expect((first + rest).map(\.outcomeID) == rows.prefix(10).map(\.key.outcomeID))
    try await sendReports(key, transaction)
    try await sendMaps(key, transaction)
  }

  /// Over the same samples, of which ten are matured.
  private func sendMaps(_ key: CalibrationKey, _ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    func standing(isWanted: Bool) async throws -> GatherMapStandings.Row? {
      try await send(GatherMapStandings([(key, isWanted)], asOf: now), transaction).first
    }
    #expect(try await standing(isWanted: false) == nil)
    let before = try #require(try await standing(isWanted: true))
    #expect(before.maturedSampleCount == 10 && before.fittedSampleCount == 0 && before.version == nil)
    let row = try #require(try await send(LockState(key), transaction).first)
    let samples = (0..<300).map { CalibrationSample(confidence: 0.9, outcome: $0 % 3 == 0) }
    let fit = try #require(Recalibration(samples))
    #expect(try await send(InsertMap(fit, of: key, now: now), transaction) == [1])
    try await send(WriteMapVersion(1, of: key, fittedAt: 10, now: now), transaction)
    #expect(try await send(InsertMap(fit, of: key, now: now), transaction).isEmpty)
    let map = try #require(try await send(ListMapsInForce([key]), transaction).first)
    #expect(map.version == 1 && map.kind == fit.map.kind && map.fittedAt == now && map.sampleCount == 300)
    #expect(map.brierBefore == fit.brierBefore && map.brierAfter == fit.brierAfter)
    // The same version again is nothing to publish.
    try await send(WriteMapVersion(1, of: key, fittedAt: 20, now: now + .hours(1)), transaction)
    let after = try #require(try await send(LockState(key), transaction).first)
    #expect(after.mapVersion == 1 && after.revision == row.revision + 1 && after.updatedAt == now)
    let held = try #require(try await standing(isWanted: false))
    #expect(held.version == 1 && held.fittedSampleCount == 20 && held.maturedSampleCount == nil)
    try await send(WriteMapVersion(nil, of: key, fittedAt: 0, now: now), transaction)
    #expect(try await send(ListMapsInForce([key]), transaction).isEmpty)
    #expect(try await send(LockState(key), transaction).first?.revision == row.revision + 2)
  }

  /// Over the same samples: eleven of weight 2, those from 0.6 up came true, the last isn't matured.
  private func sendReports(_ key: CalibrationKey, _ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let all = SamplePeriod(asOf: now)
    #expect(try await send(ListSampledTypes(of: key.tenantID), transaction).isEmpty)
    let counts = try #require(try await send(CountPeriodSamples(of: key, in: all), transaction).first)
    #expect(counts.maturedCount == 10 && counts.unmaturedCount == 1 && counts.weightSum == 20)
    let first = try await send(PageConfidenceGroups(of: key, in: all, after: nil, countMax: 6), transaction)
    let last = first.last?.confidence
    let rest = try await send(PageConfidenceGroups(of: key, in: all, after: last, countMax: 6), transaction)
    let samples = (0..<10).map { CalibrationSample(confidence: Double($0) / 10, outcome: $0 > 5, weight: 2) }
    #expect(first.count == 6 && first + rest == ConfidenceGroup.groups(of: samples))
    let days = try await send(GatherDays(of: key, in: all), transaction)
    #expect(days.map(\.binIndex) == Array(0...9) && days.map(\.unmaturedCount) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(zip(days, samples).allSatisfy { $0.statistics.isClose(to: BinStatistics([$1])) })
    #expect(try await send(FindLongestWindow(of: key), transaction) == [.hours(3)])
    let gaps = try await send(GatherGaps(of: key, in: all), transaction)
    #expect(gaps.map(\.gaps.sampleCount) == Array(repeating: 1, count: 10))
    #expect(gaps.map { $0.gaps.meanGap ?? 9 } == samples.map { $0.confidence - ($0.outcome ? 1 : 0) })
    // Every action was taken two hours ago.
    let never = SamplePeriod(from: now - .hours(1), to: now, asOf: now)
    #expect(try await send(CountPeriodSamples(of: key, in: never), transaction).first?.maturedCount == 0)
    #expect(try await send(PageConfidenceGroups(of: key, in: never, after: nil, countMax: 6), transaction).isEmpty)
    let nobody = CalibrationKey(tenantID: key.tenantID, actionType: ActionType("sing"))
    #expect(try await send(FindLongestWindow(of: nobody), transaction) == [nil])
    #expect(try await send(CountAnswers(of: nobody, in: all), transaction).isEmpty)
    _ = try await send(ListActedTypes(of: key.tenantID), transaction)
  }

  private func sendHistory(_ row: StateRow, _ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    var state = row.state
    state.approve(Correction(confidenceScaling: 0.9, escalationThreshold: 0.8), at: now)
    try await send(WriteStates([.init(key: row.key, state: state, isAnnounced: true)], now: now), transaction)
    let written = try #require(try await send(LockState(row.key), transaction).first)
    #expect(written.state == state && written.revision == row.revision + 1)
    func adjustment(_ number: Int, _ status: AdjustmentRow.Status) -> AdjustmentRow {
      AdjustmentRow(
        key: row.key,
        adjustmentID: Sample.uuid(7, number),
        version: status == .applied ? 1 : nil,
        proposedAt: now,
        decidedAt: now + .hours(Int64(number)),
        kind: .adjust,
        status: status,
        gap: 0.2,
        signal: 0.2,
        step: 0.02,
        sampleCount: 50,
        before: .initial,
        after: state.correction,
        evidence: "{}",
        reason: "Because.",
        decidedBy: nil
      )
    }
    try await send(InsertAdjustments([adjustment(1, .applied), adjustment(2, .proposed)]), transaction)
    #expect(try await send(ListVersions(of: row.key), transaction).map(\.after) == [state.correction])
    #expect(try await send(FindStrayStates(countMax: 5), transaction).isEmpty)
    let proposal = try #require(try await send(FindProposal(row.key), transaction).first)
    #expect(
      try await send(ListProposals(of: row.key.tenantID), transaction).map(\.adjustmentID) == [proposal.adjustmentID]
    )
    try await send(ApplyProposal(proposal, as: 2, by: "anna", now: now), transaction)
    #expect(try await send(FindStrayStates(countMax: 5), transaction).map(\.count) == [1])
    #expect(try await send(RejectProposals([row.key], note: "No.", by: nil, now: now), transaction).isEmpty)
    let history = ListAdjustments(of: row.key.tenantID, actionType: nil, countMax: 5)
    #expect(try await send(history, transaction).map(\.decidedBy) == [nil, "anna"])
  }
}
