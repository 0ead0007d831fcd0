import Calibration
import EventModel
import PostgresClient
import Resolution
import Store

/// The part of the check that PostgreSQL answers alone, in one snapshot.
struct TableVerification {
  private static let conversationPageCountMax = 500
  private static let ledgerPageCountMax = 5000

  let now: Timestamp
  /// Outcomes whose latest sample is neither in the ledger nor in the outbox, with its revision.
  private(set) var behind: [SampleKey: Int64] = [:]

  init(now: Timestamp) {
    self.now = now
  }

  mutating func run(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    try await count(in: transaction, into: &report)
    try await verifyMarks(in: transaction, into: &report)
    try await verifyFolds(in: transaction, into: &report)
    try await verifyLedger(in: transaction, into: &report)
    let rebuilt = try await BinRebuild.compare(in: transaction)
    report.samples = rebuilt.sampleCount
    report.bins = rebuilt.binCount
    for difference in rebuilt.differences {
      let key = difference.key
      report.add(.binDiffers, "tenant \(key.tenantID), \(key.actionType), bin \(key.bin.index)")
    }
  }

  private func count(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let (rows, work) = try await transaction.send(CountRows(now: now), CountWork())
    if let rows = rows.first {
      report.recordedEvents = Int(rows.events)
      report.outcomes = Int(rows.outcomes)
      report.overdueOutcomes = Int(rows.overdueOutcomes)
      report.conversions = Int(rows.conversions)
    }
    if let work = work.first { report.dueConversations = Int(work.dueConversationCount) }
  }

  private func verifyMarks(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let most = VerificationReport.exampleCountMax
    let (leftDue, unregistered, broken, orphans) = try await transaction.send(
      FindLeftDue(
        before: now - Verification.dueAgeMax,
        settingBefore: now - Verification.settingAgeMax,
        countMax: most
      ),
      FindUnregistered(countMax: most),
      FindBrokenConversions(countMax: most),
      FindOrphanSamples(countMax: most)
    )
    for (index, row) in leftDue.enumerated() {
      report.add(.conversationLeftDue, row.key.example, count: index == 0 ? Int(row.count) - leftDue.count + 1 : 1)
    }
    for (index, row) in unregistered.enumerated() {
      let count = index == 0 ? Int(row.count) - unregistered.count + 1 : 1
      report.add(.conversationUnregistered, "tenant \(row.key.tenantID), event \(row.key.eventID)", count: count)
    }
    for (index, row) in broken.enumerated() {
      let count = index == 0 ? Int(row.count) - broken.count + 1 : 1
      report.add(.creditsDontSum, "\(row.key.example), signal \(row.signal)", count: count)
    }
    for (index, row) in orphans.enumerated() {
      report.add(.sampleWithoutOutcome, row.key.example, count: index == 0 ? Int(row.count) - orphans.count + 1 : 1)
    }
  }

  /// Folds every conversation anew and compares. A window that ended since the last sweep is not held against anyone:
  /// the fold closes none that wasn't seen closed.
  private func verifyFolds(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    var last: ConversationKey?
    while true {
      let keys = try await transaction.send(
        PageConversations(after: last, countMax: Self.conversationPageCountMax)
      )
      let due = Set(try await transaction.send(FindDue(keys)))
      let settings = try await transaction.send(LoadSettings(Set(keys.map(\.tenantID))))
      let policies = try TenantPolicies(settings)
      for (key, stored) in zip(keys, try await StoredConversation.read(keys, in: transaction)) where !due.contains(key)
      {
        if !Self.isFold(stored, policy: policies[key.tenantID]) { report.add(.outcomeDiffers, key.example) }
      }
      report.conversations += keys.count
      guard keys.count == Self.conversationPageCountMax else { return }
      last = keys.last
    }
  }

  private static func isFold(_ stored: StoredConversation, policy: ResolutionPolicy) -> Bool {
    let folded = resolve(stored.history, policy: policy, now: nil, expirySeen: stored.expirySeen)
    let changes = reconcile(
      stored: stored.outcomes,
      storedConversions: stored.conversions,
      folded: folded
    )
    return changes.isEmpty && Set(stored.outcomes.map(\.id)) == Set(folded.outcomes.map(\.id))
  }

  private mutating func verifyLedger(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport
  ) async throws {
    var waiting: [SampleKey: Int64] = [:]
    for message in try await transaction.send(ListOutboxSamples()) {
      waiting[message.key] = max(waiting[message.key] ?? 0, message.revision)
    }
    var last: SampleKey?
    while true {
      let page = try await transaction.send(PageLedger(after: last, countMax: Self.ledgerPageCountMax))
      for row in page where !row.isSame {
        if row.ledgerRevision ?? 0 >= row.outcomeRevision {
          report.add(.sampleDiffers, row.key.example)
        } else if waiting[row.key, default: 0] >= row.outcomeRevision {
          report.samplesOnTheirWay += 1
        } else {
          behind[row.key] = row.outcomeRevision
        }
      }
      guard page.count == Self.ledgerPageCountMax else { return }
      last = page.last?.key
    }
  }
}

extension ConversationKey {
  /// How a report names it.
  var example: String { "tenant \(tenantID), conversation \(conversationID)" }
}

extension SampleKey {
  /// How a report names it.
  var example: String { "tenant \(tenantID), outcome \(outcomeID)" }
}
