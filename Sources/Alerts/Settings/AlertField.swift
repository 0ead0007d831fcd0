import EventModel
import SettingModel

/// A part of a rule that a tenant can set.
enum AlertField: String, CaseIterable {
  case isEnabled = "enabled"
  case severity
  case enter
  case leave
  case totalEnter = "total_enter"
  case totalLeave = "total_leave"
  case significance
  case sampleCountMin = "sample_count_min"
  case recentDays = "recent_days"
  case baselineDays = "baseline_days"
  case holdMinutes = "for_minutes"
  case keepMinutes = "keep_firing_for_minutes"
  case reminderHours = "reminder_hours"
  case missingHours = "missing_hours"

  private static let dayCountMax: Int64 = 90
  private static let minuteCountMax: Int64 = 43_200
  private static let hourCountMax: Int64 = 8_760
  private static let countMax = 1e9

  /// The value in a rule; `nil` where rules of this kind have no such part.
  func value(in rule: AlertRule) -> JSONValue? {
    switch self {
    case .isEnabled: .bool(rule.isEnabled)
    case .severity: .string(rule.severity.rawValue)
    case .enter: rule.thresholds.map { .real($0.enter) }
    case .leave: rule.thresholds.map { .real($0.leave) }
    case .totalEnter: rule.totals.map { .real($0.enter) }
    case .totalLeave: rule.totals.map { .real($0.leave) }
    case .significance: rule.significance.map { .real($0) }
    case .sampleCountMin: rule.sampleCountMin.map { .count($0) }
    case .recentDays: rule.recentDays.map { .count($0) }
    case .baselineDays: rule.baselineDays.map { .count($0) }
    case .holdMinutes: .real(rule.holdFor.minutes)
    case .keepMinutes: .real(rule.keepFiringFor.minutes)
    case .reminderHours: .real(rule.reminderInterval?.hours ?? 0)
    case .missingHours: .real(rule.missingMax.hours)
    }
  }

  /// Puts the values of a rule's fields into it; the rule stays as it is where one is refused.
  static func apply(_ members: [JSONMember], to rule: inout AlertRule) throws(SettingError) {
    var changed = rule
    var limits = Limits(of: rule)
    for member in members {
      guard let field = AlertField(rawValue: member.name), field.value(in: rule) != nil else {
        let known = allCases.filter { $0.value(in: rule) != nil }.map(\.rawValue).joined(separator: ", ")
        throw AlertSetting.rules.refusal(
          "one of the fields \(known)",
          at: "\(rule.name.rawValue).\(AlertSetting.quoted(member.name))"
        )
      }
      try field.put(member.value, into: &changed, &limits)
    }
    try limits.put(into: &changed)
    rule = changed
  }

  /// Thresholds while they are read: which of the two comes first doesn't matter.
  private struct Limits {
    var enter: Double?
    var leave: Double?
    var totalEnter: Double?
    var totalLeave: Double?

    init(of rule: AlertRule) {
      (enter, leave) = (rule.thresholds?.enter, rule.thresholds?.leave)
      (totalEnter, totalLeave) = (rule.totals?.enter, rule.totals?.leave)
    }

    func put(into rule: inout AlertRule) throws(SettingError) {
      rule.thresholds = try Self.thresholds(enter, leave, at: AlertField.leave.path(in: rule))
      rule.totals = try Self.thresholds(totalEnter, totalLeave, at: AlertField.totalLeave.path(in: rule))
    }

    private static func thresholds(
      _ enter: Double?,
      _ leave: Double?,
      at path: String
    ) throws(SettingError) -> AlertThresholds? {
      guard let enter, let leave else { return nil }
      guard leave <= enter else {
        throw AlertSetting.rules.refusal(
          "a number that is not above the one to enter, \(JSONNumber(enter).text)",
          at: path
        )
      }
      return AlertThresholds(enter: enter, leave: leave)
    }
  }

  private func path(in rule: AlertRule) -> String { "\(rule.name.rawValue).\(rawValue)" }

  private func put(_ value: JSONValue, into rule: inout AlertRule, _ limits: inout Limits) throws(SettingError) {
    let path = path(in: rule)
    switch self {
    case .isEnabled:
      guard case .bool(let flag) = value else { throw AlertSetting.rules.refusal("true or false", at: path) }
      rule.isEnabled = flag
    case .severity:
      guard case .string(let text) = value, let severity = AlertSeverity(rawValue: text) else {
        let known = AlertSeverity.allCases.map(\.rawValue).joined(separator: ", ")
        throw AlertSetting.rules.refusal("one of \(known)", at: path)
      }
      rule.severity = severity
    case .enter: limits.enter = try Self.threshold(value, of: rule.name, path)
    case .leave: limits.leave = try Self.threshold(value, of: rule.name, path)
    case .totalEnter: limits.totalEnter = try Self.threshold(value, of: rule.name, path)
    case .totalLeave: limits.totalLeave = try Self.threshold(value, of: rule.name, path)
    case .significance: rule.significance = try Self.real(value, above: 0, max: 0.5, path)
    case .sampleCountMin: rule.sampleCountMin = try Self.whole(value, in: 1...Int64(Self.countMax), path)
    case .recentDays: rule.recentDays = Int(try Self.whole(value, in: 1...Self.dayCountMax, path))
    case .baselineDays: rule.baselineDays = Int(try Self.whole(value, in: 1...Self.dayCountMax, path))
    case .holdMinutes: rule.holdFor = .minutes(try Self.whole(value, in: 0...Self.minuteCountMax, path))
    case .keepMinutes: rule.keepFiringFor = .minutes(try Self.whole(value, in: 0...Self.minuteCountMax, path))
    case .reminderHours:
      let hours = try Self.whole(value, in: 0...Self.hourCountMax, path)
      rule.reminderInterval = hours == 0 ? nil : .hours(hours)
    case .missingHours: rule.missingMax = .hours(try Self.whole(value, in: 1...Self.hourCountMax, path))
    }
  }

  private static func threshold(
    _ value: JSONValue,
    of rule: AlertRuleName,
    _ path: String
  ) throws(SettingError) -> Double {
    switch rule {
    case .successRateFalls, .escalationRateJumps, .calibrationDrifts: try real(value, above: 0, max: 1, path)
    case .deadLettersRise, .streamStalls, .feedbackFatigue: try real(value, above: 0, max: countMax, path)
    }
  }

  private static func real(
    _ value: JSONValue,
    above lower: Double,
    max: Double,
    _ path: String
  ) throws(SettingError) -> Double {
    guard case .number(let number) = value, number.double > lower, number.double <= max else {
      let bound = JSONNumber(max).text
      throw AlertSetting.rules.refusal("a number above \(Int(lower)), at most \(bound)", at: path)
    }
    return number.double
  }

  private static func whole(
    _ value: JSONValue,
    in range: ClosedRange<Int64>,
    _ path: String
  ) throws(SettingError) -> Int64 {
    guard case .number(let number) = value, let whole = number.int64, range.contains(whole) else {
      throw AlertSetting.rules.refusal(
        "a whole number from \(range.lowerBound) to \(range.upperBound)",
        at: path
      )
    }
    return whole
  }
}

extension TimeInterval {
  static func minutes(_ minutes: Int64) -> Self { .seconds(minutes * 60) }

  var minutes: Double { Double(microseconds) / 60e6 }
  var hours: Double { Double(microseconds) / 3600e6 }
}
