public import EventModel
public import SettingModel

extension CalibrationSetting {
  /// The value that this setting has in a policy.
  public func value(in policy: AdjustmentPolicy) -> JSONValue {
    switch self {
    case .mode: .string(policy.mode.rawValue)
    case .cycleSamples: .number(JSONNumber(policy.cycleSampleCount))
    case .minSamplesPerBin: .number(JSONNumber(policy.binSampleCountMin))
    case .gapThreshold: .number(JSONNumber(policy.gapThreshold))
    case .scalingBounds: Self.object(policy.scalingBounds)
    case .thresholdBounds: Self.object(policy.thresholdBounds)
    case .map: .bool(policy.isMapWanted)
    }
  }

  /// Checks a value and puts it into the policy, which stays as it is where the value is refused.
  public func apply(_ value: JSONValue, to policy: inout AdjustmentPolicy) throws(SettingError) {
    switch (self, value) {
    case (.mode, .string(let name)):
      policy.mode = try require(CalibrationMode(rawValue: name))
    case (.cycleSamples, .number(let number)):
      policy.cycleSampleCount = try count(number)
    case (.minSamplesPerBin, .number(let number)):
      policy.binSampleCountMin = try count(number)
    case (.gapThreshold, .number(let number)):
      policy.gapThreshold = try require(number.isInUnitInterval && number.double > 0 ? number.double : nil)
    case (.scalingBounds, .object(let members)):
      policy.scalingBounds = try bounds(
        members,
        within: AdjustmentPolicy.widestScalingBounds,
        around: Correction.initial.confidenceScaling
      )
    case (.thresholdBounds, .object(let members)):
      policy.thresholdBounds = try bounds(
        members,
        within: AdjustmentPolicy.widestThresholdBounds,
        around: Correction.initial.escalationThreshold
      )
    case (.map, .bool(let isWanted)):
      policy.isMapWanted = isWanted
    case (.mode, _), (.cycleSamples, _), (.minSamplesPerBin, _), (.gapThreshold, _), (.scalingBounds, _),
      (.thresholdBounds, _), (.map, _):
      throw refusal
    }
  }

  private func count(_ number: JSONNumber) throws(SettingError) -> Int64 {
    guard let count = number.int64, Self.sampleCounts.contains(count) else { throw refusal }
    return count
  }

  /// Bounds that hold what every action type begins with: else the first judgement would move it without a reason.
  private func bounds(
    _ members: [JSONMember],
    within widest: ClosedRange<Double>,
    around start: Double
  ) throws(SettingError) -> ClosedRange<Double> {
    let object = JSONValue.object(members)
    // A third member would be a misspelling that goes unnoticed.
    guard members.count == 2, case .number(let lower)? = object["lower"], case .number(let upper)? = object["upper"],
      widest.contains(lower.double), widest.contains(upper.double), lower.double <= start, start <= upper.double
    else { throw refusal }
    return lower.double...upper.double
  }

  private static func object(_ range: ClosedRange<Double>) -> JSONValue {
    .object([
      JSONMember("lower", .number(JSONNumber(range.lowerBound))),
      JSONMember("upper", .number(JSONNumber(range.upperBound))),
    ])
  }
}

extension AdjustmentPolicy {
  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; keys that judgements don't read are passed over.
  ///
  /// Throws the first problem, in the order of `CalibrationSetting.allCases`.
  public init(settings: [String: String]) throws(SettingError) {
    self.init()
    for setting in CalibrationSetting.allCases {
      guard let text = settings[setting.key] else { continue }
      try setting.apply(try setting.parse(text), to: &self)
    }
  }
}
