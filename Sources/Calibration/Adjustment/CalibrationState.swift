public import EventModel

/// What is known and decided of one action type of a tenant (SEMANTICS section 5).
///
/// A person's decisions and the judgements are transitions; each says what has to be recorded. Every transition that
/// changes the correction raises `version` by one.
public struct CalibrationState: Hashable, Sendable {
  public internal(set) var correction: Correction
  /// 0 before the first adjustment.
  public internal(set) var version: Int64
  /// The tenant's mode, as the latest judgement knew it.
  public internal(set) var mode: CalibrationMode
  /// A person's word that nothing is to change.
  public internal(set) var isFrozen: Bool
  /// The latest step changed nothing, because both values are at their bounds.
  public internal(set) var isAtBound: Bool
  public internal(set) var verdict: CalibrationVerdict
  /// s', the signal of the latest judgement that had one; `nil` is none.
  public internal(set) var previousSignal: Double?
  /// Only actions after it count; `nil` before the first adjustment.
  public internal(set) var lastAdjustedAt: Timestamp?
  /// How many of the samples that count now the latest judgement had counted.
  public internal(set) var judgedSampleCount: Int64

  public init(
    correction: Correction = .initial,
    version: Int64 = 0,
    mode: CalibrationMode = .auto,
    isFrozen: Bool = false,
    isAtBound: Bool = false,
    verdict: CalibrationVerdict = .insufficientData,
    previousSignal: Double? = nil,
    lastAdjustedAt: Timestamp? = nil,
    judgedSampleCount: Int64 = 0
  ) {
    self.correction = correction
    self.version = version
    self.mode = mode
    self.isFrozen = isFrozen
    self.isAtBound = isAtBound
    self.verdict = verdict
    self.previousSignal = previousSignal
    self.lastAdjustedAt = lastAdjustedAt
    self.judgedSampleCount = judgedSampleCount
  }

  /// Puts another correction in force: a new version, from whose moment on samples count anew.
  mutating func adjust(to correction: Correction, at now: Timestamp, signal: Double?) {
    self.correction = correction
    version += 1
    lastAdjustedAt = now
    previousSignal = signal
    judgedSampleCount = 0
    isAtBound = false
  }
}
