public import Alerts
public import Analytics
public import Calibration
public import Feedback
public import Notices
public import Reports
public import Resolution
public import SettingModel

/// Everything that a tenant can set, by the part of the core that reads it.
public enum TenantSetting: SettingKey {
  case resolution(ResolutionSetting)
  case calibration(CalibrationSetting)
  case feedback(FeedbackSetting)
  case calendar(CalendarSetting)
  case analytics(AnalyticsSetting)
  case report(ReportSetting)
  case alerts(AlertSetting)
  case channels(ChannelSetting)
  case retention(RetentionSetting)

  /// In the order of a listing.
  public static var allCases: [TenantSetting] {
    ResolutionSetting.allCases.map(TenantSetting.resolution)
      + CalibrationSetting.allCases.map(TenantSetting.calibration)
      + FeedbackSetting.allCases.map(TenantSetting.feedback)
      + CalendarSetting.allCases.map(TenantSetting.calendar)
      + AnalyticsSetting.allCases.map(TenantSetting.analytics)
      + ReportSetting.allCases.map(TenantSetting.report)
      + AlertSetting.allCases.map(TenantSetting.alerts)
      + ChannelSetting.allCases.map(TenantSetting.channels)
      + RetentionSetting.allCases.map(TenantSetting.retention)
  }

  public var key: String {
    switch self {
    case .resolution(let setting): setting.key
    case .calibration(let setting): setting.key
    case .feedback(let setting): setting.key
    case .calendar(let setting): setting.key
    case .analytics(let setting): setting.key
    case .report(let setting): setting.key
    case .alerts(let setting): setting.key
    case .channels(let setting): setting.key
    case .retention(let setting): setting.key
    }
  }

  public var expectation: String {
    switch self {
    case .resolution(let setting): setting.expectation
    case .calibration(let setting): setting.expectation
    case .feedback(let setting): setting.expectation
    case .calendar(let setting): setting.expectation
    case .analytics(let setting): setting.expectation
    case .report(let setting): setting.expectation
    case .alerts(let setting): setting.expectation
    case .channels(let setting): setting.expectation
    case .retention(let setting): setting.expectation
    }
  }

  public var descriptor: SettingDescriptor {
    switch self {
    case .resolution(let setting): setting.descriptor
    case .calibration(let setting): setting.descriptor
    case .feedback(let setting): setting.descriptor
    case .calendar(let setting): setting.descriptor
    case .analytics(let setting): setting.descriptor
    case .report(let setting): setting.descriptor
    case .alerts(let setting): setting.descriptor
    case .channels(let setting): setting.descriptor
    case .retention(let setting): setting.descriptor
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
    case .report: _ = try ReportPolicy(settings: [key: text])
    case .alerts: _ = try AlertPolicy(settings: [key: text])
    case .channels: _ = try Channels(settings: [key: text])
    case .retention: _ = try RetentionPolicy(settings: [key: text])
    }
  }

  /// A value's JSON text as it may be shown: what is a secret is left out.
  func shown(_ text: String) -> String {
    switch self {
    case .resolution, .calibration, .feedback, .calendar, .analytics, .report, .alerts, .retention: text
    case .channels(let setting): setting.masked(text)
    }
  }
}
