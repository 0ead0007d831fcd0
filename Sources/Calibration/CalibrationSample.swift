public import EventModel

/// What one resolved outcome says about its agent's confidence (SEMANTICS section 4).
public struct CalibrationSample: Hashable, Sendable {
  /// The stated probability, in [0, 1].
  public let confidence: Double
  /// Whether it came true.
  public let outcome: Bool
  /// How much evidence it is: finite, not negative. Zero is an action that shares none of its conversion's credit;
  /// it is counted, and moves no rate.
  public let weight: Double

  public init(confidence: Double, outcome: Bool, weight: Double = 1) {
    precondition(confidence >= 0 && confidence <= 1, "a confidence lies in [0, 1]")
    precondition(weight >= 0 && weight.isFinite, "a weight is finite and not negative")
    self.confidence = confidence
    self.outcome = outcome
    self.weight = weight
  }

  /// The bin that holds it.
  public var bin: ConfidenceBin { ConfidenceBin(of: confidence) }

  /// 1 where it came true, else 0.
  var outcomeValue: Double { outcome ? 1 : 0 }

  /// The squared error of the stated confidence, unweighted.
  var squaredError: Double {
    let error = confidence - outcomeValue
    return error * error
  }
}

extension CalibrationUpdate {
  /// The sample that the update states; `nil` when it retracts one.
  public var sample: CalibrationSample? {
    switch state {
    case .retracted:
      return nil
    case .present:
      guard let outcome, let weight else { preconditionFailure("a present sample has an outcome and a weight") }
      return CalibrationSample(confidence: predictedConfidence, outcome: outcome, weight: weight)
    }
  }
}
