import Calibration
import EventModel
import Insight
import PostgresClient
import ServiceLifecycle
import Store

/// Keeps the recalibration maps in force: fits anew where a cycle of samples matured, and withdraws what isn't wanted.
struct RecalibrationKeeper {
  let postgres: PostgresPool

  /// Looks at some action types that have states, as of a time.
  func keep(_ keys: [CalibrationKey], asOf now: Timestamp) async throws {
    if keys.isEmpty { return }
    let policies = try AdjustmentPolicies(try await postgres.send(LoadSettings(Set(keys.map(\.tenantID)))))
    let wanted = keys.map { (key: $0, isWanted: policies[$0.tenantID].isMapWanted) }
    for standing in try await postgres.send(GatherMapStandings(wanted, asOf: now)) {
      if Task.isShuttingDownGracefully { return }
      guard let maturedCount = standing.maturedSampleCount else {
        // Whoever wants one again gets one at the next look.
        try await write(nil, of: standing.key, sampleCount: 0, now: now)
        continue
      }
      // Samples may go as well: a label or a correction takes them back.
      let changeCount = abs(maturedCount - standing.fittedSampleCount)
      guard changeCount >= policies[standing.key.tenantID].cycleSampleCount else { continue }
      let fit = RecalibrationFit(of: standing.key.tenantID, in: postgres)
      let report = try await fit.run(standing.key.actionType, asOf: now).first
      try await write(report?.recalibration, of: standing.key, sampleCount: maturedCount, now: now)
    }
  }

  /// Puts what a fit gave in force; a map that does no better than the raw confidence is none.
  private func write(_ fit: Recalibration?, of key: CalibrationKey, sampleCount: Int64, now: Timestamp) async throws {
    try await postgres.transaction { transaction in
      guard let row = try await transaction.send(LockState(key)).first else { return }
      var version: Int64?
      if let fit, fit.map != .identity {
        // The same map again stays the version that it is.
        version = try await transaction.send(InsertMap(fit, of: key, now: now)).first ?? row.mapVersion
      }
      _ = try await transaction.sendAndCommit(WriteMapVersion(version, of: key, fittedAt: sampleCount, now: now))
    }
  }
}
