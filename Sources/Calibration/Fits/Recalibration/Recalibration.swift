public import EventModel

/// The recalibration map of an agent's samples, with what it is worth on samples that it wasn't fitted to.
///
/// The logistic and the isotonic map are each validated by k-fold cross-validation without chance: sample number i is held
/// out in fold i mod k, so that the same samples in the same order give the same map, and each fold spans the whole time.
/// The better one is taken where it beats what is stated by more than the standard error of the difference (the one-SE
/// rule, Breiman et al. 1984); otherwise nothing is changed: a calibrated agent would only get noise. It is then fitted to
/// all samples.
public struct Recalibration: Hashable, Sendable {
  /// Fewer samples than this say too little.
  public static let sampleCountMinDefault = 200
  public static let foldCountDefault = 5

  public let map: RecalibrationMap
  public let sampleCount: Int64
  /// The Brier score of what was stated.
  public let brierBefore: Double
  /// Out of sample, of the map's kind; that before for the identity.
  public let brierAfter: Double

  /// Fits a map to samples in a stable order, such as that of time and id. Memory grows with the samples.
  ///
  /// `nil` with fewer samples than the minimum, or where none has weight.
  public init?(
    _ samples: [CalibrationSample],
    sampleCountMin: Int = sampleCountMinDefault,
    foldCount: Int = foldCountDefault
  ) {
    precondition(foldCount > 1, "what is fitted is not what it is validated on")
    guard samples.count >= max(sampleCountMin, foldCount), samples.contains(where: { $0.weight > 0 }) else {
      return nil
    }
    sampleCount = Int64(samples.count)
    let kinds = [RecalibrationMap.logistic(fitting:), RecalibrationMap.isotonic(fitting:)]
    let validated = kinds.map { fit in (fit: fit, validation: Validation(samples, foldCount: foldCount, fit: fit)) }
    brierBefore = validated[0].validation.brierBefore
    // Of equals the first, which is the smoother one.
    let best = validated.min { $0.validation.brierAfter < $1.validation.brierAfter }
    guard let best, best.validation.isBetter, let map = best.fit(ConfidenceGroup.groups(of: samples)) else {
      map = .identity
      brierAfter = brierBefore
      return
    }
    self.map = map
    brierAfter = best.validation.brierAfter
  }

  /// The map's JSON with `sample_count`, `brier_before` and `brier_after`.
  public var json: JSONValue {
    .object(
      map.jsonMembers + [
        JSONMember("sample_count", .number(JSONNumber(sampleCount))),
        JSONMember("brier_before", .number(JSONNumber(brierBefore))),
        JSONMember("brier_after", .number(JSONNumber(brierAfter))),
      ]
    )
  }
}

extension Recalibration {
  /// What one kind of map does to samples that it wasn't fitted to.
  private struct Validation {
    let brierBefore: Double
    let brierAfter: Double
    /// Whether the gain is more than its standard error.
    let isBetter: Bool

    init(_ samples: [CalibrationSample], foldCount: Int, fit: ([ConfidenceGroup]) -> RecalibrationMap?) {
      var (errors, gains) = (WeightedMoments(), WeightedMoments())
      for fold in 0..<foldCount {
        let others = samples.indices.lazy.filter { $0 % foldCount != fold }.map { samples[$0] }
        // Where the others have no weight there is nothing to learn.
        let map = fit(ConfidenceGroup.groups(of: others)) ?? .identity
        for index in stride(from: fold, to: samples.count, by: foldCount) {
          let sample = samples[index]
          let error = map.value(at: sample.confidence) - sample.outcomeValue
          errors.add(sample.squaredError, weight: sample.weight)
          gains.add(sample.squaredError - error * error, weight: sample.weight)
        }
      }
      let gain = gains.mean ?? 0
      brierBefore = errors.mean ?? 0
      brierAfter = brierBefore - gain
      isBetter = gain > gains.variance(around: gain).squareRoot()
    }
  }
}
