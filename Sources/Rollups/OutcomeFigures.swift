import EventModel
import Resolution

/// What one outcome, or many, or the difference between two states of them, add to the figures of a day.
///
/// A commutative group: the order of a sum doesn't matter, and a change and the one that takes it back are nothing.
public struct OutcomeFigures: Hashable, Sendable {
  public internal(set) var pendingCount: Int64 = 0
  public internal(set) var positiveCount: Int64 = 0
  public internal(set) var negativeCount: Int64 = 0
  public internal(set) var ambiguousCount: Int64 = 0
  public internal(set) var expiredCount: Int64 = 0
  /// Those of them that a person's label decided.
  public internal(set) var labelledCount: Int64 = 0
  /// Calibration samples that are present (SEMANTICS section 4).
  public internal(set) var sampleCount: Int64 = 0
  /// The sum of their weights w, in millionths; each outcome's part is rounded by itself.
  public internal(set) var sampleWeightMicros: Int64 = 0
  /// The sum of w p.
  public internal(set) var sampleConfidenceMicros: Int64 = 0
  /// The sum of w y.
  public internal(set) var sampleOutcomeMicros: Int64 = 0

  public static let zero = OutcomeFigures()

  public init() {}

  /// The parameters are the properties of the same names, in their order.
  public init(
    pendingCount: Int64,
    positiveCount: Int64,
    negativeCount: Int64,
    ambiguousCount: Int64,
    expiredCount: Int64,
    labelledCount: Int64,
    sampleCount: Int64,
    sampleWeightMicros: Int64,
    sampleConfidenceMicros: Int64,
    sampleOutcomeMicros: Int64
  ) {
    self.pendingCount = pendingCount
    self.positiveCount = positiveCount
    self.negativeCount = negativeCount
    self.ambiguousCount = ambiguousCount
    self.expiredCount = expiredCount
    self.labelledCount = labelledCount
    self.sampleCount = sampleCount
    self.sampleWeightMicros = sampleWeightMicros
    self.sampleConfidenceMicros = sampleConfidenceMicros
    self.sampleOutcomeMicros = sampleOutcomeMicros
  }

  /// Of one outcome.
  init(_ outcome: StoredOutcome, predictedConfidence: Double) {
    count(outcome.status, 1)
    labelledCount = outcome.signalSource == .humanLabel ? 1 : 0
    guard outcome.sampleState == .present else { return }
    sampleCount = 1
    sampleWeightMicros = Micros.rounded(outcome.evidenceWeight)
    sampleConfidenceMicros = Micros.rounded(outcome.evidenceWeight * predictedConfidence)
    sampleOutcomeMicros = outcome.status == .positive ? sampleWeightMicros : 0
  }

  mutating func count(_ status: OutcomeStatus, _ difference: Int64) {
    switch status {
    case .pending: pendingCount += difference
    case .positive: positiveCount += difference
    case .negative: negativeCount += difference
    case .ambiguous: ambiguousCount += difference
    case .expired: expiredCount += difference
    }
  }

  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum += right
    return sum
  }

  public static func += (left: inout Self, right: Self) {
    left.combine(right, +)
  }

  public static func - (left: Self, right: Self) -> Self {
    var difference = left
    difference.combine(right, -)
    return difference
  }

  private mutating func combine(_ other: Self, _ operation: (Int64, Int64) -> Int64) {
    pendingCount = operation(pendingCount, other.pendingCount)
    positiveCount = operation(positiveCount, other.positiveCount)
    negativeCount = operation(negativeCount, other.negativeCount)
    ambiguousCount = operation(ambiguousCount, other.ambiguousCount)
    expiredCount = operation(expiredCount, other.expiredCount)
    labelledCount = operation(labelledCount, other.labelledCount)
    sampleCount = operation(sampleCount, other.sampleCount)
    sampleWeightMicros = operation(sampleWeightMicros, other.sampleWeightMicros)
    sampleConfidenceMicros = operation(sampleConfidenceMicros, other.sampleConfidenceMicros)
    sampleOutcomeMicros = operation(sampleOutcomeMicros, other.sampleOutcomeMicros)
  }
}
