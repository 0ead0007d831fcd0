import EventModel
public import SettingModel

extension CalibrationSetting {
  static let sampleCounts: ClosedRange<Int64> = 1...1_000_000

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: valueType,
      expectation: expectation,
      defaultValue: value(in: .default),
      help: help,
      altersResults: false
    )
  }

  private var valueType: SettingDescriptor.ValueType {
    switch self {
    case .mode: .string
    case .cycleSamples, .minSamplesPerBin, .gapThreshold: .number
    case .scalingBounds, .thresholdBounds: .object
    case .map: .boolean
    }
  }

  /// What a value has to be, with its bounds.
  public var expectation: String {
    switch self {
    case .mode: "one of " + CalibrationMode.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    case .cycleSamples, .minSamplesPerBin:
      "a whole number from \(Self.sampleCounts.lowerBound) to \(Self.sampleCounts.upperBound)"
    case .gapThreshold: "a number above 0, at most 1"
    case .scalingBounds:
      "an object {\"lower\": a, \"upper\": b} with \(AdjustmentPolicy.widestScalingBounds.lowerBound) <= a <= 1 <= b <= "
        + "\(AdjustmentPolicy.widestScalingBounds.upperBound)"
    case .thresholdBounds:
      "an object {\"lower\": a, \"upper\": b} with \(AdjustmentPolicy.widestThresholdBounds.lowerBound) <= a <= "
        + "\(Correction.initial.escalationThreshold) <= b <= \(AdjustmentPolicy.widestThresholdBounds.upperBound)"
    case .map: "true or false"
    }
  }

  private var help: String {
    switch self {
    case .mode: "Whether a detected gap changes the agent's correction, is proposed to a person, or only reported."
    case .cycleSamples: "How many new samples a judgement of an action type needs."
    case .minSamplesPerBin: "How many samples a confidence bin needs to count in a judgement."
    case .gapThreshold: "How far stated confidence and reality may lie apart without anything being done."
    case .scalingBounds: "How far the factor on the agent's confidence may go."
    case .thresholdBounds: "How far the confidence below which the agent escalates may go."
    case .map: "Whether agents are given a map from raw to calibrated confidence, where one validates better."
    }
  }
}
