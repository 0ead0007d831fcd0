import Calibration
import EventModel
import FoundationEssentials

extension SampleFolder {
  /// A sample that is new, and then another one in its place. Its ids are made up each time, so that two probes never wait
  /// for each other.
  func probe() async throws {
    let now = context.clock.now
    let tenant = TenantID(UUID())
    let outcome = OutcomeID(UUID())
    let entries = (1...2).map { revision in
      let update = CalibrationUpdate(
        outcomeID: outcome,
        revision: Int64(revision),
        state: .present,
        actionType: ActionType("send_email"),
        predictedConfidence: 0.5,
        outcome: revision == 1,
        weight: 1,
        outcomeType: .emailEngagement,
        status: revision == 1 ? .positive : .negative,
        actedAt: now,
        resolvedAt: now,
        windowExpiresAt: now,
        calibrationVersion: nil
      )
      return SampleLedger.Entry(tenantID: tenant, update: update)
    }
    try await context.postgres.transaction(.rehearse) { transaction in
      for entry in entries { _ = try await SampleFold.fold([entry], in: transaction, now: now, .rehearse) }
    }
  }
}
