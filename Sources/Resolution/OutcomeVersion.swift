import EventModel

/// An outcome as it is to be written.
public struct OutcomeVersion: Hashable, Sendable {
  public let outcome: Outcome
  public let revision: Int64
  public let sampleState: StoredOutcome.SampleState
  /// Whether the revision is new. Where it isn't, only bookkeeping changed (`expirySeen`, the time of an equal label).
  public let isRevised: Bool

  /// The row after the write.
  public var stored: StoredOutcome {
    StoredOutcome(
      id: outcome.id,
      revision: revision,
      status: outcome.status,
      score: outcome.score,
      signalSource: outcome.signalSource,
      signalEventID: outcome.signalEventID,
      resolvedAt: outcome.resolvedAt,
      evidenceWeight: outcome.evidenceWeight,
      windowExpiresAt: outcome.windowExpiresAt,
      sampleState: sampleState,
      expirySeen: outcome.expirySeen
    )
  }

  /// The update to announce; `nil` where the revision is old, or no sample was ever announced and there is none now.
  var calibrationUpdate: CalibrationUpdate? {
    guard isRevised else { return nil }
    let state: CalibrationUpdate.State
    switch sampleState {
    case .none: return nil
    case .present: state = .present
    case .retracted: state = .retracted
    }
    return CalibrationUpdate(
      outcomeID: outcome.id,
      revision: revision,
      state: state,
      actionType: outcome.action.actionType,
      predictedConfidence: outcome.action.predictedConfidence,
      outcome: outcome.sample?.outcome,
      weight: outcome.sample?.weight,
      outcomeType: outcome.outcomeType,
      status: outcome.status,
      actedAt: outcome.actedAt,
      resolvedAt: outcome.resolvedAt,
      windowExpiresAt: outcome.windowExpiresAt,
      calibrationVersion: outcome.action.calibrationVersion
    )
  }
}
