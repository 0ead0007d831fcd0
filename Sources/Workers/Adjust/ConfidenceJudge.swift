import Calibration
import EventModel
import PostgresClient
import Store

/// Judges action types by their matured samples, and changes or proposes their corrections (SEMANTICS section 5): state,
/// history and the event that tells the agent commit together.
struct ConfidenceJudge {
  static let batchCountMax = 100

  /// What a batch did.
  struct Report: Equatable {
    /// Judgements that were due.
    var judgedCount = 0
    var raisedCount = 0
    var loweredCount = 0
    var proposedCount = 0
    /// Action types that somebody else held; they were not looked at.
    var busy: [CalibrationKey] = []
  }

  let postgres: PostgresPool

  /// Looks at some action types, as of a time.
  func judge(_ keys: [CalibrationKey], asOf now: Timestamp) async throws -> Report {
    if keys.isEmpty { return Report() }
    return try await postgres.transaction { transaction in
      let tenants = Set(keys.map(\.tenantID))
      let (settings, _, held) = try await transaction.send(
        LoadSettings(tenants),
        CreateStates(keys, now: now),
        ClaimStates(keys)
      )
      let heldKeys = Set(held.map(\.key))
      var batch = JudgementBatch(
        policies: try AdjustmentPolicies(settings),
        busy: keys.filter { !heldKeys.contains($0) },
        now: now
      )
      if held.isEmpty { return batch.report }
      let bins = try await transaction.send(GatherEvidence(for: held.map { ($0.key, $0.state) }, asOf: now))
      batch.judge(held, evidence: AdjustmentEvidence.gathered(bins, stateCount: held.count))
      try await batch.write(in: transaction)
      return batch.report
    }
  }
}

/// The policies of some tenants.
struct AdjustmentPolicies {
  private let policies: [TenantID: AdjustmentPolicy]

  init(_ rows: [LoadSettings.Row]) throws {
    policies = try Dictionary(grouping: rows, by: \.tenantID).mapValues { rows in
      try AdjustmentPolicy(settings: Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    }
  }

  /// The default for a tenant that set nothing.
  subscript(tenant: TenantID) -> AdjustmentPolicy { policies[tenant] ?? .default }
}

extension AdjustmentEvidence {
  /// The evidence of each state that asked.
  static func gathered(_ rows: [GatherEvidence.Row], stateCount: Int) -> [AdjustmentEvidence] {
    var bins = Array(repeating: Array(repeating: EvidenceBin.empty, count: ConfidenceBin.count), count: stateCount)
    for row in rows { bins[row.index][row.binIndex] = row.bin }
    return bins.map(AdjustmentEvidence.init(bins:))
  }
}
