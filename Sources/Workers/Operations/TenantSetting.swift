public import Analytics
public import Calibration
public import Feedback
public import Resolution
public import SettingModel

/// Everything that a tenant can set, by the part of the core that reads it.
public enum TenantSetting: SettingKey {
  case resolution(ResolutionSetting)
  case calibration(CalibrationSetting)
  case feedback(FeedbackSetting)
  case calendar(CalendarSetting)
  case analytics(AnalyticsSetting)

  /// In the order of a listing.
  public static var allCases: [TenantSetting] {
    ResolutionSetting.allCases.map(TenantSetting.resolution)
      + CalibrationSetting.allCases.map(TenantSetting.calibration)
      + FeedbackSetting.allCases.map(TenantSetting.feedback)
      + CalendarSetting.allCases.map(TenantSetting.calendar)
      + AnalyticsSetting.allCases.map(TenantSetting.analytics)
  }

  public var key: String {
    switch self {
    case .resolution(let setting): setting.key
    case .calibration(let setting): setting.key
    case .feedback(let setting): setting.key
    case .calendar(let setting): setting.key
    case .analytics(let setting): setting.key
    }
  }

  public var expectation: String {
    switch self {
    case .resolution(let setting): setting.expectation
    case .calibration(let setting): setting.expectation
    case .feedback(let setting): setting.expectation
    case .calendar(let setting): setting.expectation
    case .analytics(let setting): setting.expectation
    }
  }

  public var descriptor: SettingDescriptor {
    switch self {
    case .resolution(let setting): setting.descriptor
    case .calibration(let setting): setting.descriptor
    case .feedback(let setting): setting.descriptor
    case .calendar(let setting): setting.descriptor
    case .analytics(let setting): setting.descriptor
    }
  }

  /// Checks a value's JSON text, as far as that can be told without the stores.
  public func check(_ text: String) throws(SettingError) {
    switch self {
    case .resolution: _ = try ResolutionPolicy(settings: [key: text])
    case .calibration: _ = try AdjustmentPolicy(settings: [key: text])
    case .feedback(let setting): try setting.check(text)
    case .calendar: _ = try CalendarPolicy(settings: [key: text])
    case .analytics: _ = try AnalyticsPolicy(settings: [key: text])
    }
  }
}
