public import Calibration
public import EventModel
import FoundationEssentials
public import PostgresClient
public import Store

/// What people decide about the corrections of agents: state, history and the event that tells the agent commit together.
public struct CalibrationDecisions: Sendable {
  private let postgres: PostgresPool
  private let now: Timestamp

  public init(postgres: PostgresPool, now: Timestamp) {
    self.postgres = postgres
    self.now = now
  }

  /// Why a decision can't be carried out; nothing was changed.
  public enum Obstacle: Error, Hashable, Sendable, CustomStringConvertible {
    /// No sample of this action type was ever judged.
    case unknownActionType
    case noOpenProposal
    /// There is no version before the first, or none of that number.
    case noSuchVersion
    /// These values are in force already.
    case alreadyInForce

    public var description: String {
      switch self {
      case .unknownActionType:
        "this tenant has no such action type with samples; reckoner calibration show lists those there are"
      case .noOpenProposal: "no change of this action type waits for a person"
      case .noSuchVersion: "there is no such version to go back to; reckoner calibration history lists those there are"
      case .alreadyInForce: "these values are in force already"
      }
    }
  }

  /// Puts the open proposal in force.
  /// - Throws: an ``Obstacle``.
  public func approve(_ key: CalibrationKey, by person: String) async throws -> StateRow {
    try await decide(key) { row, transaction in
      guard let proposal = try await transaction.send(FindProposal(key)).first else { throw Obstacle.noOpenProposal }
      var state = row.state
      state.approve(proposal.after, at: now)
      let applied = proposal.applied(as: state.version, by: person, at: now)
      _ = try await transaction.send(
        ApplyProposal(proposal, as: state.version, by: person, now: now),
        AppendOutbox([OutboxMessage(announcing: applied, version: state.version)])
      )
      return state
    }
  }

  /// Closes the open proposal without applying it.
  /// - Parameter note: why, a sentence.
  /// - Throws: an ``Obstacle``.
  public func reject(_ key: CalibrationKey, note: String, by person: String) async throws -> StateRow {
    try await decide(key) { row, transaction in
      let closed = try await transaction.send(RejectProposals([key], note: note, by: person, now: now))
      if closed.isEmpty { throw Obstacle.noOpenProposal }
      return row.state
    }
  }

  /// Puts the values of an earlier version in force again, as a new version. An open proposal is closed: it was a step
  /// from other values.
  /// - Parameters:
  ///   - version: whose values; 0 is the beginning, `nil` the values before the current version.
  ///   - note: why, a sentence.
  /// - Throws: an ``Obstacle``.
  public func rollBack(
    _ key: CalibrationKey,
    to version: Int64? = nil,
    note: String? = nil,
    by person: String
  ) async throws -> StateRow {
    try await decide(key) { row, transaction in
      let versions = try await transaction.send(ListVersions(of: key))
      let target = try Self.correction(of: version, in: versions)
      guard target != row.state.correction else { throw Obstacle.alreadyInForce }
      var state = row.state
      state.rollBack(to: target, at: now)
      let origin = version.map { "the values of version \($0)" } ?? "the values before version \(row.state.version)"
      let adjustment = AdjustmentRow(
        rollingBack: row,
        to: target,
        as: state.version,
        reason: "\(person) put \(origin) in force again." + (note.map { " " + $0 } ?? ""),
        by: person,
        at: now
      )
      _ = try await transaction.send(
        RejectProposals([key], note: "Superseded by a rollback.", by: nil, now: now),
        InsertAdjustments([adjustment]),
        AppendOutbox([OutboxMessage(announcing: adjustment, version: state.version)])
      )
      return state
    }
  }

  /// Keeps judgements from changing the correction, or lets them again.
  /// - Throws: an ``Obstacle``.
  public func setFrozen(_ isFrozen: Bool, _ key: CalibrationKey) async throws -> StateRow {
    try await decide(key) { row, _ in
      var state = row.state
      if isFrozen { state.freeze() } else { state.release() }
      return state
    }
  }

  /// Carries out a change of one state, which is locked meanwhile.
  private func decide(
    _ key: CalibrationKey,
    _ change: (StateRow, PostgresTransaction) async throws -> CalibrationState
  ) async throws -> StateRow {
    try await postgres.transaction { transaction in
      guard let row = try await transaction.send(LockState(key)).first else { throw Obstacle.unknownActionType }
      let state = try await change(row, transaction)
      let isAnnounced = state.version != row.state.version
      _ = try await transaction.send(
        WriteStates([.init(key: key, state: state, isAnnounced: isAnnounced)], now: now)
      )
      return StateRow(
        key: key,
        state: state,
        revision: row.revision,
        publishedRevision: row.publishedRevision,
        updatedAt: now,
        mapVersion: row.mapVersion
      )
    }
  }

  private static func correction(of version: Int64?, in versions: [ListVersions.Row]) throws -> Correction {
    guard let version else {
      guard let last = versions.last else { throw Obstacle.noSuchVersion }
      return last.before
    }
    if version == 0 { return .initial }
    guard let row = versions.first(where: { $0.version == version }) else { throw Obstacle.noSuchVersion }
    return row.after
  }
}

extension AdjustmentRow {
  /// A proposal once it is applied.
  fileprivate func applied(as version: Int64, by person: String, at now: Timestamp) -> AdjustmentRow {
    AdjustmentRow(
      key: key,
      adjustmentID: adjustmentID,
      version: version,
      proposedAt: proposedAt,
      decidedAt: now,
      kind: kind,
      status: .applied,
      gap: gap,
      signal: signal,
      step: step,
      sampleCount: sampleCount,
      before: before,
      after: after,
      evidence: evidence,
      reason: reason,
      decidedBy: person
    )
  }

  fileprivate init(
    rollingBack row: StateRow,
    to target: Correction,
    as version: Int64,
    reason: String,
    by person: String,
    at now: Timestamp
  ) {
    self.init(
      key: row.key,
      adjustmentID: UUID(),
      version: version,
      proposedAt: now,
      decidedAt: now,
      kind: .rollback,
      status: .applied,
      gap: nil,
      signal: nil,
      step: nil,
      sampleCount: nil,
      before: row.state.correction,
      after: target,
      evidence: nil,
      reason: reason,
      decidedBy: person
    )
  }
}
