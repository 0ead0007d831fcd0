import Attribution
import EventModel
public import SettingModel

extension ResolutionSetting {
  /// The largest window, a year of hours.
  static let windowHoursMax = 8760.0
  static let halfLifeDaysMax = 3650.0

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: valueType,
      expectation: expectation,
      defaultValue: value(in: .default),
      help: help,
      altersResults: true
    )
  }

  private var valueType: SettingDescriptor.ValueType {
    switch self {
    case .attributionModel, .attributionMilestoneStage: .string
    case .attributionHalfLifeDays, .windowHours: .number
    case .attributionPositionShares, .attributionCustomWeights, .attributionTypeEffects: .object
    case .expiredCounts: .boolean
    case .dealStages: .array
    }
  }

  /// What a value has to be, with its bounds.
  public var expectation: String {
    switch self {
    case .attributionModel:
      "one of " + AttributionModel.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    case .attributionHalfLifeDays: "a number of days above 0, at most \(Int(Self.halfLifeDaysMax))"
    case .attributionPositionShares:
      "an object {\"first\": a, \"last\": b} of numbers from 0 to 1 whose sum is at most 1"
    case .attributionMilestoneStage: "the name of a stage"
    case .attributionCustomWeights:
      "an object {\"from_start\": [...], \"middle\": w, \"from_end\": [...]} of numbers from 0 to "
        + "\(Int(CustomWeights.weightMax)), at most \(CustomWeights.positionCountMax) from either end"
    case .attributionTypeEffects:
      "an object {\"action type\": effect, ...} of numbers from 0 to 1, at most \(TypeEffects.countMax)"
    case .windowHours: "a number of hours above 0, at most \(Int(Self.windowHoursMax))"
    case .expiredCounts: "true or false"
    case .dealStages:
      "an array of \(StageOrder.countBounds.lowerBound) to \(StageOrder.countBounds.upperBound) different names, "
        + "none empty, none of them \"closed_lost\" or \"stalled\""
    }
  }

  private var help: String {
    switch self {
    case .attributionModel: "How a conversion's credit is shared among the actions that led to it."
    case .attributionHalfLifeDays: "Under time_decay, an action this many days older weighs half."
    case .attributionPositionShares:
      "Under position_based, what the first and the last action take; the others share the rest."
    case .attributionMilestoneStage:
      "Under w_shaped, the action before the deal reached this stage, or a later one, is rewarded; "
        + "none is where the name isn't one of deal_stages."
    case .attributionCustomWeights:
      "Under custom, what the positions weigh, counted from the first action and from the last; the others weigh middle."
    case .attributionTypeEffects:
      "Under markov, the removal effects of the action types, in proportion to which they share; fitted to the tenant's "
        + "own paths by `reckoner attribution fit`, and when markov is chosen while none are set."
    case .windowHours(let type): "How long after an action a signal can still decide its \(type.rawValue)."
    case .expiredCounts(let type):
      "Whether a \(type.rawValue) that nothing decided counts as a failure in calibration, or not at all."
    case .dealStages: "The stages of a deal in order; the last is the win."
    }
  }
}
