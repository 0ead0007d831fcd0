import EventModel
import Foundation
import PostgresClient
import Resolution
import Rollups
import Store
import Testing

/// The statements of roll-ups.
extension EveryStatementTests {
  /// Of a tenant of its own, whose action was answered at once.
  func sendRollups(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let key = Sample.key(5, 1)
    let events = try [Sample.action(1, tenant: 5), Sample.reply(2, tenant: 5)]
    try await send(RecordEvents(events, recordedAt: now), transaction)
    var history = ConversationHistory(tenantID: key.tenantID, conversationID: key.conversationID)
    for row in try await send(LoadEvents([DatedConversation(key)]), transaction) {
      switch row.body {
      case .action(let action): history.actions.append(action)
      case .reply(let reply): history.replies.append(reply)
      case .stage(let stage): history.stages.append(stage)
      }
    }
    let changed = reconcile(stored: [], storedConversions: [], folded: resolve(history, policy: .default, now: nil))
    try await send(
      InsertOutcomes(changed.insertedOutcomes.map { .init(conversation: key, version: $0) }, now: now),
      transaction
    )
    try await send(
      PutConversions(changed.insertedConversions.map { .init(conversation: key, conversion: $0) }),
      transaction
    )
    #expect(try await differenceCounts(of: key.tenantID, transaction) == [1, 1, 1])
    var changes = RollupChanges()
    changes.add(changed)
    if case .agentAction(let action) = events[0].body { changes.count(action, at: events[0].timestamp) }
    #expect(try await send(CheckRollupChanges(), transaction) == [false])
    let noted = [key.tenantID: changes, Sample.tenant(6): RollupChanges()]
    try await send(AppendRollupChanges(noted, now: now), transaction)
    #expect(try await send(CheckRollupChanges(), transaction) == [true])
    #expect(try await differenceCounts(of: key.tenantID, transaction) == [0, 0, 0], "what waits counts")
    try await fold(key.tenantID, transaction)
    let others = try await differenceCounts(of: nil, transaction)
    #expect(others.reduce(0, +) > 0, "those of other tenants were never noted")
    #expect(try await differenceCounts(of: key.tenantID, transaction) == [0, 0, 0])
    try await send(ExcludeRollupFolds(), transaction)
    try await send(ClearRollups(of: key.tenantID), transaction)
    #expect(try await send(CountRollups(of: key.tenantID), transaction) == [0])
    try await send(RecountOutcomeRollups(), transaction)
    try await send(RecountActionRollups(), transaction)
    try await send(RecountImpactRollups(), transaction)
    #expect(try await send(CountRollups(of: key.tenantID), transaction) == [3])
    #expect(try await differenceCounts(of: nil, transaction) == [0, 0, 0])
  }

  func sendEmptyRollups(_ transaction: PostgresTransaction) async throws {
    try await send(AppendRollupChanges([:], now: Sample.now), transaction)
    #expect(try await send(ClaimRollupChanges(countMax: 5, entryCountMax: 5), transaction).isEmpty)
    try await send(FoldOutcomeChanges([]), transaction)
    try await send(FoldActionChanges([]), transaction)
    try await send(FoldImpactChanges([]), transaction)
    try await send(ForgetRollupChanges([]), transaction)
    #expect(try await differenceCounts(of: nil, transaction) == [0, 0, 0])
  }

  private func fold(_ tenant: TenantID, _ transaction: PostgresTransaction) async throws {
    #expect(try await send(HoldRollups(), transaction) == [true])
    for nobody in [
      ClaimRollupChanges(countMax: 5, entryCountMax: 5, resting: [tenant]),
      ClaimRollupChanges(countMax: 5, entryCountMax: 5, of: Sample.tenant(6)),
    ] {
      #expect(try await send(nobody, transaction).isEmpty)
    }
    let rows = try await send(ClaimRollupChanges(countMax: 5, entryCountMax: 1, of: tenant), transaction)
    #expect(rows.map(\.tenantID) == [tenant] && rows.map(\.lockedCount) == [1])
    let outcomes = try await send(FoldOutcomeChanges(rows), transaction)
    let figures = OutcomeFigures(
      pendingCount: 0,
      positiveCount: 1,
      negativeCount: 0,
      ambiguousCount: 0,
      expiredCount: 0,
      labelledCount: 0,
      sampleCount: 1,
      sampleWeightMicros: 1_000_000,
      sampleConfidenceMicros: 500_000,
      sampleOutcomeMicros: 1_000_000
    )
    #expect(outcomes.map(\.change.difference) == [.outcomes(.emailEngagement, isPrimary: true, figures)])
    #expect(outcomes.map(\.change.channel) == ["email"] && outcomes.map(\.change.day) == ["2026-02-02"])
    let actions = try await send(FoldActionChanges(rows), transaction)
    #expect(actions.map(\.change.difference) == [.actions(ActionFigures(actionCount: 1))])
    let impact = try await send(FoldImpactChanges(rows), transaction)
    let credit = ImpactFigures(touchCount: 1, creditMicros: 1_000_000, amount: 0)
    #expect(
      impact.map(\.change.difference) == [
        .impact(currency: "", signalType: .customerReply, signal: "reply", credit)
      ]
    )
    try await send(ForgetRollupChanges(rows), transaction)
    #expect(try await send(CheckRollupChanges(), transaction) == [false])
  }

  /// Of outcomes, actions and impact.
  private func differenceCounts(of tenant: TenantID?, _ transaction: PostgresTransaction) async throws -> [Int64] {
    let rows = [
      try await send(FindOutcomeRollupDifferences(of: tenant, countMax: 5), transaction),
      try await send(FindActionRollupDifferences(of: tenant, countMax: 5), transaction),
      try await send(FindImpactRollupDifferences(of: tenant, countMax: 5), transaction),
    ]
    return rows.map { $0.first?.count ?? 0 }
  }
}
