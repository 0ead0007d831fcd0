import Calibration
import EventModel
import FoundationEssentials
import Insight
import PostgresClient
import Store

/// The judgements of one transaction, and what they write.
struct JudgementBatch {
  private let policies: AdjustmentPolicies
  private let now: Timestamp
  private(set) var report = ConfidenceJudge.Report()
  private var states: [WriteStates.Change] = []
  private var adjustments: [AdjustmentRow] = []
  private var messages: [OutboxMessage] = []

  init(policies: AdjustmentPolicies, busy: [CalibrationKey], now: Timestamp) {
    self.policies = policies
    self.now = now
    report.busy = busy
  }

  mutating func judge(_ rows: [StateRow], evidence: [AdjustmentEvidence]) {
    for (row, evidence) in zip(rows, evidence) {
      var state = row.state
      let policy = policies[row.key.tenantID]
      let judgement = state.judge(evidence, policy: policy, at: now)
      if let judgement { note(judgement, of: row.key, state: state, policy: policy) }
      guard state != row.state else { continue }
      let isAnnounced = state.version != row.state.version || state.verdict != row.state.verdict
      states.append(.init(key: row.key, state: state, isAnnounced: isAnnounced))
    }
  }

  private mutating func note(
    _ judgement: Judgement,
    of key: CalibrationKey,
    state: CalibrationState,
    policy: AdjustmentPolicy
  ) {
    report.judgedCount += 1
    switch judgement.consequence {
    case .none, .atBound, .reportedOnly:
      return
    case .adjusted(let change):
      if change.step > 0 { report.loweredCount += 1 } else { report.raisedCount += 1 }
      let row = AdjustmentRow(change, judgement, of: key, version: state.version, policy: policy, at: now)
      adjustments.append(row)
      messages.append(OutboxMessage(announcing: row, version: state.version))
    case .proposed(let change):
      report.proposedCount += 1
      adjustments.append(AdjustmentRow(change, judgement, of: key, version: nil, policy: policy, at: now))
    }
  }

  /// Writes everything in one round trip.
  func write(in transaction: PostgresTransaction) async throws {
    if states.isEmpty { return }
    // One change waits for a person at most: a newer one, or an adjustment, takes its place.
    let superseded = RejectProposals(
      adjustments.map(\.key),
      note: "Superseded by the judgement of \(now.rfc3339).",
      by: nil,
      now: now
    )
    _ = try await transaction.sendAndCommit(
      WriteStates(states, now: now),
      superseded,
      InsertAdjustments(adjustments),
      AppendOutbox(messages)
    )
  }
}

extension AdjustmentRow {
  /// A judgement's change: applied as a version, or proposed without one.
  init(
    _ change: CorrectionChange,
    _ judgement: Judgement,
    of key: CalibrationKey,
    version: Int64?,
    policy: AdjustmentPolicy,
    at now: Timestamp
  ) {
    let evidence = EvidenceJSON.document(of: judgement, policy: policy)
    self.init(
      key: key,
      adjustmentID: UUID(),
      version: version,
      proposedAt: now,
      decidedAt: now,
      kind: .adjust,
      status: version == nil ? .proposed : .applied,
      gap: judgement.gap.value,
      signal: change.signal,
      step: change.step,
      sampleCount: judgement.gap.sampleCount,
      before: change.before,
      after: change.after,
      evidence: String(decoding: JSONWriter.compact(evidence), as: UTF8.self),
      reason: AdjustmentReason.sentence(judgement),
      decidedBy: nil
    )
  }
}
