public import EventModel

/// A map from the confidence that an agent states to a calibrated one. It never falls: of two confidences the larger one
/// stays at least as large.
public enum RecalibrationMap: Hashable, Sendable {
  /// Nothing validates better than what is stated.
  case identity
  case logistic(LogisticCurve)
  /// Linear between the knots and constant outside; at least one, at most ``knotCountMax``, ascending in both values.
  case isotonic([Knot])

  public static let knotCountMax = 100

  /// The calibrated value, in [0, 1], of a confidence in [0, 1].
  public func value(at confidence: Double) -> Double {
    precondition(confidence >= 0 && confidence <= 1, "a confidence lies in [0, 1]")
    switch self {
    case .identity: return confidence
    case .logistic(let curve): return curve.value(at: confidence)
    case .isotonic(let knots): return PiecewiseLinear(knots)?.value(at: confidence) ?? confidence
    }
  }

  /// The name of its kind, as in its JSON.
  public var kind: String {
    switch self {
    case .identity: "identity"
    case .logistic: "logistic"
    case .isotonic: "isotonic"
    }
  }

  /// All that a reader needs to apply it: `kind`, and
  /// - of a logistic one `slope`, `intercept` and `margin`: with p moved into [margin, 1 - margin] the value is
  ///   1 / (1 + exp(-(intercept + slope ln(p / (1 - p)))));
  /// - of an isotonic one `knots`, an array of [confidence, value].
  public var json: JSONValue { .object(jsonMembers) }

  var jsonMembers: [JSONMember] {
    let kind = JSONMember("kind", .string(kind))
    switch self {
    case .identity:
      return [kind]
    case .logistic(let curve):
      return [
        kind,
        JSONMember("slope", .number(JSONNumber(curve.slope))),
        JSONMember("intercept", .number(JSONNumber(curve.intercept))),
        JSONMember("margin", .number(JSONNumber(LogisticCurve.margin))),
      ]
    case .isotonic(let knots):
      let pairs = knots.map { knot in
        JSONValue.array([.number(JSONNumber(knot.confidence)), .number(JSONNumber(knot.rate))])
      }
      return [kind, JSONMember("knots", .array(pairs))]
    }
  }
}

extension RecalibrationMap {
  /// The isotonic map of samples, as it is validated; `nil` without evidence.
  public static func isotonic(fitting samples: some Sequence<CalibrationSample>) -> RecalibrationMap? {
    isotonic(fitting: ConfidenceGroup.groups(of: samples))
  }

  /// The logistic map of groups of samples; `nil` without evidence.
  static func logistic(fitting groups: [ConfidenceGroup]) -> RecalibrationMap? {
    LogisticCurve(groups).map(RecalibrationMap.logistic)
  }

  /// The isotonic map of ascending groups of samples; `nil` without evidence.
  static func isotonic(fitting groups: [ConfidenceGroup]) -> RecalibrationMap? {
    var fit = IsotonicFit()
    for group in groups { fit.add(group) }
    // Each block has two knots at most.
    let knots = fit.coarseBlocks(countMax: knotCountMax / 2).knots
    return knots.isEmpty ? nil : .isotonic(knots)
  }
}
