public import EventModel
public import SettingModel

/// A tenant setting that the fold reads (CONTRACT section 2).
public enum ResolutionSetting: SettingKey {
  case attributionModel
  case attributionHalfLifeDays
  case attributionPositionShares
  case attributionMilestoneStage
  case attributionCustomWeights
  case attributionTypeEffects
  case windowHours(OutcomeType)
  case expiredCounts(OutcomeType)
  case dealStages

  /// In the order of a listing.
  public static var allCases: [ResolutionSetting] {
    [
      .attributionModel, .attributionHalfLifeDays, .attributionPositionShares, .attributionMilestoneStage,
      .attributionCustomWeights, .attributionTypeEffects,
    ] + OutcomeType.allCases.map { .windowHours($0) } + OutcomeType.allCases.map { .expiredCounts($0) } + [.dealStages]
  }

  /// The contract's name, such as `window_hours.meeting_outcome`.
  public var key: String {
    switch self {
    case .attributionModel: "attribution_model"
    case .attributionHalfLifeDays: "attribution_half_life_days"
    case .attributionPositionShares: "attribution_position_shares"
    case .attributionMilestoneStage: "attribution_milestone_stage"
    case .attributionCustomWeights: "attribution_custom_weights"
    case .attributionTypeEffects: "attribution_type_effects"
    case .windowHours(let type): "window_hours.\(type.rawValue)"
    case .expiredCounts(let type): "expired_counts.\(type.rawValue)"
    case .dealStages: "deal_stages"
    }
  }
}
