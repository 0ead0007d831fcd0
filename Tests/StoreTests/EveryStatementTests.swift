import Attribution
import Calibration
import EventModel
import Foundation
import PostgresClient
import Resolution
import Store
import TestSupport
import Testing

/// Runs each statement, with nothing and with something, so that none fails for the first time in production.
@Suite(.timeLimit(.minutes(10))) struct EveryStatementTests {
  private let tried = TriedStatements()

  /// Sends a statement and notes that it was.
  @discardableResult
  func send<S: PostgresStatement>(_ statement: S, _ transaction: PostgresTransaction) async throws -> [S.Row] {
    tried.note(S.self)
    return try await transaction.send(statement)
  }

  @Test("every statement is accepted by PostgreSQL, with empty input and with rows")
  func all() async throws {
    try await TestStore.with { store in
      try await store.worker.transaction { try await sendEmpty($0) }
      try await store.worker.transaction { transaction in
        try await sendMainPath(transaction)
        try await sendCalibration(transaction)
        try await sendSettings(transaction)
        try await sendAdjustment(transaction)
        try await sendCoaching(transaction)
        try await sendInspection(transaction)
        try await sendReconciliation(transaction)
        try await sendLearningAPI(transaction)
        try await sendAnalytics(transaction)
        try await sendRollups(transaction)
        try await sendSchedules(transaction)
        try await sendReports(transaction)
        try await sendAlerts(transaction)
        try await sendDeliveries(transaction)
        try await sendErasure(transaction)
        try await sendRetention(transaction)
      }
      #expect(try Self.declared().subtracting(tried.names) == [])
    }
  }

  private func sendEmpty(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    try await send(RecordEvents([], recordedAt: now), transaction)
    try await send(LinkConversations([]), transaction)
    try await send(FindRecorded([]), transaction)
    try await send(EnterConversations([]), transaction)
    try await send(ClaimConversations([]), transaction)
    try await send(LoadEvents([]), transaction)
    try await send(LoadLabels([]), transaction)
    try await send(LoadOutcomes([]), transaction)
    try await send(LoadConversions([]), transaction)
    try await send(LoadAttributionFacts([]), transaction)
    try await send(MarkDue([], reason: .busy, since: now), transaction)
    try await send(ForgetDue([]), transaction)
    try await send(InsertOutcomes([], now: now), transaction)
    try await send(UpdateOutcomes([], now: now), transaction)
    try await send(PutConversions([]), transaction)
    try await send(DeleteConversions([]), transaction)
    try await send(AppendOutbox([]), transaction)
    try await send(ForgetOutbox([]), transaction)
    try await send(InsertSamples([]), transaction)
    try await send(LockSamples([]), transaction)
    try await send(UpdateSamples([]), transaction)
    try await send(CreateBins([], now: now), transaction)
    try await send(LockBins([]), transaction)
    try await send(WriteBins([], now: now), transaction)
    try await send(LoadSettings([]), transaction)
    try await send(HoldSettings([]), transaction)
    try await send(ClaimMarks([]), transaction)
    try await send(LoadMonths(of: []), transaction)
    try await send(WidenConversations([]), transaction)
    try await send(FindDue([]), transaction)
    try await send(FindDueMarks([]), transaction)
    try await send(FindEvent(Sample.eventID(1), in: []), transaction)
    try await send(FindOutboxUpdates(of: [], tenant: Sample.tenant(1)), transaction)
    try await send(FindOutcome(OutcomeID(Sample.uuid(4, 1)), in: []), transaction)
    try await send(FindSamples([]), transaction)
    try await send(FindLedgerRevisions([]), transaction)
    try await send(CreateStates([], now: now), transaction)
    try await send(ClaimStates([]), transaction)
    try await send(GatherEvidence(for: [], asOf: now), transaction)
    try await send(WriteStates([], now: now), transaction)
    try await send(InsertAdjustments([]), transaction)
    try await send(RejectProposals([], note: "", by: nil, now: now), transaction)
    try await send(NotePublished([]), transaction)
    try await sendEmptyRollups(transaction)
    try await sendInspection(transaction)
  }

  private func sendMainPath(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let stage = try Sample.stage(3, conversations: [1, 2])
    let events = try [Sample.action(1), Sample.reply(2), stage]
    let key = Sample.key(1, 1)
    #expect(try await send(RecordEvents(events, recordedAt: now), transaction).count == 3)
    try await send(LinkConversations([stage]), transaction)
    #expect(try await send(FindRecorded(events), transaction).count == 3)
    let months = MonthSpan(of: now)
    let dated = [key, Sample.key(1, 2)].map { DatedConversation($0, months: months) }
    try await send(EnterConversations(dated), transaction)
    #expect(try await send(ClaimConversations([key]), transaction).map(\.key) == [key])
    var history = ConversationHistory(tenantID: key.tenantID, conversationID: key.conversationID)
    for row in try await send(LoadEvents([dated[0]]), transaction) {
      switch row.body {
      case .action(let action): history.actions.append(action)
      case .reply(let reply): history.replies.append(reply)
      case .stage(let stage): history.stages.append(stage)
      }
    }
    #expect(try await send(LoadLabels([key]), transaction).isEmpty)
    // First as if only the action had come.
    var early = history
    (early.replies, early.stages) = ([], [])
    let first = reconcile(stored: [], storedConversions: [], folded: resolve(early, policy: .default, now: nil))
    try await send(
      InsertOutcomes(first.insertedOutcomes.map { .init(conversation: key, version: $0) }, now: now),
      transaction
    )
    let stored = try await send(LoadOutcomes([dated[0]]), transaction).map(\.outcome)
    #expect(stored.map(\.status) == [.pending])
    try await sendOverdue(key, stored[0].id, transaction)
    let second = reconcile(
      stored: stored,
      storedConversions: [],
      folded: resolve(history, policy: .default, now: nil)
    )
    try await send(
      UpdateOutcomes(second.updatedOutcomes.map { .init(conversation: key, version: $0) }, now: now),
      transaction
    )
    #expect(try await send(LoadOutcomes([dated[0]]), transaction).map(\.outcome.status) == [.positive])
    try await send(
      PutConversions(second.insertedConversions.map { .init(conversation: key, conversion: $0) }),
      transaction
    )
    #expect(try await send(LoadConversions([key]), transaction).count == second.insertedConversions.count)
    let facts = try await send(LoadAttributionFacts(dated.reversed()), transaction)
    #expect(facts.map { $0.index }.sorted() == [0, 1, 1], "the linked stage change; and it with the action")
    #expect(Set(facts.map(\.conversationCount)) == [1, 2])
    let tenantKeys = [key, Sample.key(1, 2)]
    let pages = [
      try await send(PageTenantConversations(of: key.tenantID, after: nil, countMax: 1), transaction),
      try await send(
        PageTenantConversations(of: key.tenantID, after: tenantKeys[0].conversationID, countMax: 9),
        transaction
      ),
      try await send(PageTenantConversations(of: Sample.tenant(9), after: nil, countMax: 9), transaction),
    ]
    #expect(pages.map { $0.map(\.key) } == [[tenantKeys[0]], [tenantKeys[1]], []])
    try await sendMarks(key, transaction)
    try await send(DeleteConversions([(conversation: key, signal: Sample.eventID(2))]), transaction)
    let overdue = try await send(ClaimOverdue(now: now, countMax: 10), transaction)
    #expect(overdue.isEmpty)
    #expect(try await send(CountOverdue(now: now), transaction) == [0])
  }

  private func sendOverdue(
    _ key: ConversationKey,
    _ outcome: OutcomeID,
    _ transaction: PostgresTransaction
  ) async throws {
    let later = Sample.now + .days(400)
    #expect(try await send(ClaimOverdue(now: later, countMax: 10), transaction).map(\.key) == [key])
    #expect(try await send(CountOverdue(now: later), transaction) == [1])
    #expect(try await send(FindLeftOverdue(before: later, countMax: 5), transaction).map(\.outcomeID) == [outcome])
    #expect(try await send(FindLeftOverdue(before: Sample.now, countMax: 5), transaction).isEmpty)
    let other = RestingConversations(conversations: [Sample.key(1, 2)], tenants: [Sample.tenant(2)])
    #expect(try await send(ClaimOverdue(now: later, countMax: 10, resting: other), transaction).map(\.key) == [key])
    for resting in [
      RestingConversations(conversations: [key], tenants: []), .init(conversations: [], tenants: [key.tenantID]),
    ] {
      #expect(try await send(ClaimOverdue(now: later, countMax: 10, resting: resting), transaction).isEmpty)
      #expect(try await send(CountOverdue(now: later, resting: resting), transaction) == [0])
    }
  }

  private func sendMarks(_ key: ConversationKey, _ transaction: PostgresTransaction) async throws {
    let months = MonthSpan(of: Sample.now)
    let wide = months.union(MonthSpan(of: Sample.now + .days(40)))
    #expect(try await send(LoadMonths(of: [key]), transaction).map(\.months) == [months])
    try await send(WidenConversations([DatedConversation(key, months: wide)]), transaction)
    try await send(WidenConversations([DatedConversation(key, months: months)]), transaction)
    #expect(try await send(LoadMonths(of: [key]), transaction).map(\.months) == [wide], "never narrower")
    try await send(MarkDue(busy: [DatedConversation(key, months: wide)], since: Sample.now), transaction)
    for reason in DueReason.allCases.dropFirst() {
      try await send(MarkDue([key], reason: reason, since: Sample.now), transaction)
    }
    #expect(Set(try await send(FindDue([key]), transaction)) == [key])
    #expect(try await send(FindDueMarks([key]), transaction).map(\.reason) == DueReason.allCases)
    #expect(try await send(ClaimMarks([key]), transaction).map(\.months) == [wide, nil, nil])
    let claimed = try await send(ClaimDue(countMax: 10), transaction)
    #expect(claimed.count == 3)
    for resting in [
      RestingConversations(conversations: [key], tenants: []), .init(conversations: [], tenants: [key.tenantID]),
    ] {
      #expect(try await send(ClaimDue(countMax: 10, resting: resting), transaction).isEmpty)
    }
    try await send(ForgetDue(claimed), transaction)
    #expect(try await send(ClaimDue(countMax: 10), transaction).isEmpty)
    let message = OutboxMessage(
      tenantID: key.tenantID,
      eventID: Sample.eventID(9),
      eventType: .calibrationUpdated,
      occurredAt: Sample.now,
      data: "{\"outcome_id\":\"\(Sample.uuid(4, 1))\",\"revision\":7}"
    )
    let other = OutboxMessage(
      tenantID: key.tenantID,
      eventID: Sample.eventID(10),
      eventType: .calibrationUpdated,
      occurredAt: Sample.now,
      data: "{\"outcome_id\":\"\(Sample.uuid(4, 2))\",\"revision\":8}"
    )
    try await send(AppendOutbox([message, other]), transaction)
    #expect(try await send(CountOutbox(), transaction) == [2])
    let waiting = try await send(PageOutboxSamples(after: nil, countMax: 10), transaction)
    #expect(Set(waiting.map(\.revision)) == [7, 8])
    #expect(Set(waiting.map(\.key.outcomeID.uuid)) == [Sample.uuid(4, 1), Sample.uuid(4, 2)])
    #expect(try await send(PageOutboxSamples(after: waiting.last?.place, countMax: 10), transaction).isEmpty)
    #expect(try await send(FindOldOutbox(before: Sample.now, countMax: 5), transaction).isEmpty)
    #expect(try await send(FindOldOutbox(before: Sample.now + .hours(1), countMax: 5), transaction).count == 2)
    #expect(try await send(CountOldOutbox(before: Sample.now + .hours(1)), transaction) == [2])
    let updates = FindOutboxUpdates(of: [OutcomeID(Sample.uuid(4, 1))], tenant: key.tenantID)
    #expect(try await send(updates, transaction).map(\.revision) == [7])
    let published = try await send(ClaimOutbox(countMax: 10), transaction)
    #expect(published.flatMap(\.messages).map(\.data) == [message.data, other.data])
    try await send(KeepInOutbox([(published[0], [other])]), transaction)
    let kept = try await send(ClaimOutbox(countMax: 10), transaction)
    #expect(kept.flatMap(\.messages).map(\.eventID) == [other.eventID])
    try await send(ForgetOutbox(published), transaction)
  }

  private func sendCalibration(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let update = { (revision: Int64, state: CalibrationUpdate.State) in
      CalibrationUpdate(
        outcomeID: OutcomeID(Sample.uuid(4, 1)),
        revision: revision,
        state: state,
        actionType: ActionType("send_email"),
        predictedConfidence: 0.5,
        outcome: state == .present ? true : nil,
        weight: state == .present ? 0 : nil,
        outcomeType: .emailEngagement,
        status: .positive,
        actedAt: now,
        resolvedAt: now,
        windowExpiresAt: now,
        calibrationVersion: nil
      )
    }
    let row = SampleRow(tenantID: Sample.tenant(1), update: update(1, .present))
    #expect(try await send(InsertSamples([row]), transaction) == [row.key])
    #expect(try await send(InsertSamples([row]), transaction) == [])
    #expect(try await send(LockSamples([row.key]), transaction) == [row])
    let later = SampleRow(tenantID: Sample.tenant(1), update: update(3, .retracted))
    try await send(UpdateSamples([later]), transaction)
    // A revision never goes back.
    try await send(UpdateSamples([SampleRow(tenantID: Sample.tenant(1), update: update(2, .present))]), transaction)
    #expect(try await send(PageSamples(after: nil, countMax: 10), transaction) == [later])
    #expect(try await send(PageSamples(after: later.key, countMax: 10), transaction).isEmpty)
    #expect(try await send(FindSamples([row.key]), transaction) == [later])
    #expect(try await send(FindLedgerRevisions([row.key]), transaction).map(\.revision) == [3])
    let keys = ConfidenceBin.all.map {
      BinKey(tenantID: Sample.tenant(1), actionType: ActionType("send_email"), bin: $0)
    }
    try await send(CreateBins(keys, now: now), transaction)
    try await send(CreateBins(keys, now: now), transaction)
    #expect(try await send(LockBins(keys), transaction).map(\.statistics) == keys.map { _ in .empty })
    var statistics = BinStatistics()
    statistics.add(CalibrationSample(confidence: 0.55, outcome: true, weight: 2))
    try await send(WriteBins([BinRow(key: keys[5], statistics: statistics)], now: now), transaction)
    #expect(try await send(ListBins(), transaction).map(\.statistics.sampleCount) == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(try await send(FindBins(of: Sample.tenant(1)), transaction).count == 10)
    #expect(try await send(PageBins(after: nil, countMax: 4), transaction).map(\.key) == Array(keys.prefix(4)))
    #expect(try await send(PageBins(after: keys[3], countMax: 10), transaction).map(\.key) == Array(keys.dropFirst(4)))
    #expect(try await send(FindBins(of: Sample.tenant(2)), transaction).isEmpty)
    try await send(ExcludeAggregators(), transaction)
    try await send(ClearBins(), transaction)
    #expect(try await send(ListBins(), transaction).isEmpty)
  }

  private func sendSettings(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    try await send(LiftTimeouts(), transaction)
    #expect(try await send(HoldSettings([tenant, Sample.tenant(2)]), transaction).count == 2)
    try await send(ExcludeFolds(of: tenant), transaction)
    for value in ["\"linear\"", "{\"a\":[1,2]}"] {
      try await send(PutSetting(tenantID: tenant, key: "key", value: value, now: Sample.now), transaction)
    }
    let found = try await send(LoadSettings([tenant, Sample.tenant(2)]), transaction)
    #expect(found.map(\.value) == ["{\"a\": [1, 2]}"])
    try await send(MarkTenantDue(tenantID: tenant, since: Sample.now), transaction)
    #expect(Set(try await send(FindDue([Sample.key(1, 1), Sample.key(1, 2)]), transaction)).count == 2)
    try await send(RemoveSetting(tenantID: tenant, key: "key"), transaction)
    #expect(try await send(LoadSettings([tenant]), transaction).isEmpty)
  }

  private func sendInspection(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    try await send(AllowScans(), transaction)
    try await send(CheckSchema(), transaction)
    try await send(CheckWritable(), transaction)
    try await send(CountOutbox(), transaction)
    for tenant in [nil, Sample.tenant(1)] {
      try await send(CountEvents(of: tenant), transaction)
      try await send(CountOutcomes(now: now, of: tenant), transaction)
      try await send(CountUnmatured(now: now, of: tenant), transaction)
      try await send(CountWork(of: tenant), transaction)
    }
    try await send(PrepareInspection(), transaction)
    try await send(CountRows(now: now, recordedBy: now), transaction)
    try await send(FindUnregisteredMarks(countMax: 5), transaction)
    try await send(FindDoubledOutcomes(countMax: 5), transaction)
    try await send(FindStrayOutcomes(countMax: 5), transaction)
    try await send(FindStrayConversions(countMax: 5), transaction)
    try await send(FindOrphanLabels(countMax: 5), transaction)
    try await send(FindStrayLinks(countMax: 5), transaction)
    try await send(FindMissingLinks(countMax: 5), transaction)
    try await send(FindBrokenConversions(countMax: 5), transaction)
    try await send(FindLeftDue(before: now + .hours(1), settingBefore: now, countMax: 5), transaction)
    try await send(FindOrphanSamples(countMax: 5), transaction)
    try await send(FindUnregistered(countMax: 5), transaction)
    #expect(try await send(FindStrayKeys(countMax: 5), transaction).isEmpty)
    #expect(try await send(FindUnreached(countMax: 5), transaction).isEmpty)
    try await send(FindEvent(Sample.eventID(3), in: [Sample.tenant(1)]), transaction)
    try await send(ListTenants(), transaction)
    let first = try await send(PageConversations(after: nil, countMax: 1), transaction)
    try await send(PageConversations(after: first.last?.key ?? Sample.key(1, 1), countMax: 1), transaction)
    let ledger = try await send(PageLedgerDifferences(after: nil, countMax: 1), transaction)
    let last = ledger.last?.key ?? SampleKey(tenantID: Sample.tenant(1), outcomeID: OutcomeID(Sample.uuid(4, 1)))
    try await send(PageLedgerDifferences(after: last, countMax: 1), transaction)
    try await send(ForbidScans(), transaction)
    try await send(FindOutcome(last.outcomeID, in: [Sample.tenant(1)]), transaction)
  }

  private func sendReconciliation(_ transaction: PostgresTransaction) async throws {
    #expect(try await send(FindReconciliation(), transaction).isEmpty)
    for runID in ["a", "a", "b"] {
      try await send(NoteRedis(incarnation: Sample.uuid(5, 1), runID: runID), transaction)
    }
    try await send(NoteForgotten(), transaction)
    try await send(FinishReconciliation(signCount: 2, beginning: Sample.now), transaction)
    var state = try #require(try await send(FindReconciliation(), transaction).first)
    #expect(state.signCount == 3 && state.healedCount == 2 && state.reconciledAt == Sample.now)
    // An older look that ends later takes nothing back.
    try await send(FinishReconciliation(signCount: 1, beginning: Sample.now - .hours(1)), transaction)
    state = try #require(try await send(FindReconciliation(), transaction).first)
    #expect(state.signCount == 3 && state.healedCount == 2 && state.reconciledAt == Sample.now)
    #expect(try await send(LockReconciliation(), transaction) == [true])
    #expect(try await send(ListWaitingSamples(countMax: 10), transaction).isEmpty)
    let page = try await send(PageBehind(after: nil, countMax: 1), transaction)
    let last = page.last?.key ?? SampleKey(tenantID: Sample.tenant(1), outcomeID: OutcomeID(Sample.uuid(4, 1)))
    try await send(PageBehind(after: last, countMax: 1), transaction)
  }

  /// The statements that the source of the module declares.
  private static func declared() throws -> Set<String> {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Store").resolvingSymlinksInPath()
    guard let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
    var names: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /public struct (\w+): PostgresStatement/) { names.insert(String(match.1)) }
    }
    #expect(names.count > 40)
    return names
  }
}
