public import EventModel

/// How long a tenant keeps what was recorded.
public struct RetentionPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing: everything is kept.
  public static let `default` = RetentionPolicy()

  /// Up to where a tenant's conversations have been removed, beside its settings: no setting, and no one's to set. What is
  /// older is not recorded any more, whatever the setting is by then.
  public static let markKey = "retention_removed_before"

  /// Whole calendar months before the present one; `nil` is for ever.
  public var monthCount: Int?

  public init(monthCount: Int? = nil) {
    self.monthCount = monthCount
  }

  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; other keys are passed over.
  ///
  /// Throws the first problem, in the order of `RetentionSetting.allCases`.
  public init(settings: [String: String]) throws(SettingError) {
    self.init()
    for setting in RetentionSetting.allCases {
      guard let text = settings[setting.key] else { continue }
      try setting.apply(try setting.parse(text), to: &self)
    }
  }

  /// The time, the begin of a month in UTC, from which on events are kept; `nil` where all are.
  public func keptFrom(asOf now: Timestamp) -> Timestamp? {
    monthCount.map { now.adding(months: -$0) }
  }

  /// The JSON text under which ``markKey`` keeps a time.
  public static func markText(_ time: Timestamp) -> String { "\(time.microseconds)" }

  /// The time that a JSON text under ``markKey`` keeps; `nil` for another text.
  public static func mark(_ text: String) -> Timestamp? { Int64(text).map(Timestamp.init(microseconds:)) }
}
