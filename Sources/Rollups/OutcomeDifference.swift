public import EventModel
public import Resolution

/// How a write of one outcome changes the figures that count it.
public struct OutcomeDifference: Hashable, Sendable {
  public let outcomeID: OutcomeID
  /// When its action was.
  public let actedAt: Timestamp
  /// `nil` where the outcome is new.
  public let formerStatus: OutcomeStatus?
  public let status: OutcomeStatus
  /// The differences of the figures beside the counts by status.
  public let labelledCount: Int16
  public let sampleCount: Int16
  public let sampleWeightMicros: Int64
  public let sampleConfidenceMicros: Int64
  public let sampleOutcomeMicros: Int64

  /// - Parameter former: the row before the write; `nil` where there was none.
  public init(_ version: OutcomeVersion, replacing former: StoredOutcome?) {
    let confidence = version.outcome.action.predictedConfidence
    let current = OutcomeFigures(version.stored, predictedConfidence: confidence)
    let difference = current - (former.map { OutcomeFigures($0, predictedConfidence: confidence) } ?? .zero)
    outcomeID = version.outcome.id
    actedAt = version.outcome.action.timestamp
    formerStatus = former?.status
    status = version.outcome.status
    labelledCount = Int16(difference.labelledCount)
    sampleCount = Int16(difference.sampleCount)
    sampleWeightMicros = difference.sampleWeightMicros
    sampleConfidenceMicros = difference.sampleConfidenceMicros
    sampleOutcomeMicros = difference.sampleOutcomeMicros
  }

  /// Whether more than the counts by status changes.
  public var isBeyondStatus: Bool {
    labelledCount != 0 || sampleCount != 0 || sampleWeightMicros != 0 || sampleConfidenceMicros != 0
      || sampleOutcomeMicros != 0
  }

  /// Whether no figure changes: only a time, a score or a signal did.
  var isZero: Bool { formerStatus == status && !isBeyondStatus }

  /// The difference, figure by figure.
  public var figures: OutcomeFigures {
    var figures = OutcomeFigures()
    if let formerStatus { figures.count(formerStatus, -1) }
    figures.count(status, 1)
    figures.labelledCount = Int64(labelledCount)
    figures.sampleCount = Int64(sampleCount)
    figures.sampleWeightMicros = sampleWeightMicros
    figures.sampleConfidenceMicros = sampleConfidenceMicros
    figures.sampleOutcomeMicros = sampleOutcomeMicros
    return figures
  }
}
