public import EventModel

/// An outcome's row, as far as the fold can change it.
public struct StoredOutcome: Hashable, Sendable {
  /// What was last said of the outcome's sample. Its values need no columns: p and the calibration version are the
  /// action's, y follows from the status, and the weight is the evidence weight.
  public enum SampleState: String, CaseIterable, Sendable {
    /// Never had one.
    case none
    case present
    /// Had one, and has none now.
    case retracted
  }

  public let id: OutcomeID
  /// From 1 upwards.
  public let revision: Int64
  public let status: OutcomeStatus
  public let score: Double?
  public let signalSource: SignalSource?
  public let signalEventID: EventID?
  public let resolvedAt: Timestamp?
  public let evidenceWeight: Double
  public let windowExpiresAt: Timestamp
  public let sampleState: SampleState
  public let expirySeen: Timestamp?

  public init(
    id: OutcomeID,
    revision: Int64,
    status: OutcomeStatus,
    score: Double?,
    signalSource: SignalSource?,
    signalEventID: EventID?,
    resolvedAt: Timestamp?,
    evidenceWeight: Double,
    windowExpiresAt: Timestamp,
    sampleState: SampleState,
    expirySeen: Timestamp?
  ) {
    self.id = id
    self.revision = revision
    self.status = status
    self.score = score
    self.signalSource = signalSource
    self.signalEventID = signalEventID
    self.resolvedAt = resolvedAt
    self.evidenceWeight = evidenceWeight
    self.windowExpiresAt = windowExpiresAt
    self.sampleState = sampleState
    self.expirySeen = expirySeen
  }
}
