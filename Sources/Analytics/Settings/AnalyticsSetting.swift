public import SettingModel

/// A tenant setting that analytics read. None of them alters a result.
public enum AnalyticsSetting: String, SettingKey {
  case minutesSaved = "analytics_minutes_saved_per_action"
  case hourlyCost = "analytics_hourly_cost"
  case humanBaseline = "analytics_human_baseline"
  case teams

  public var key: String { rawValue }
}
