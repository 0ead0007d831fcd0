import Analytics
import Coaching
import EventModel
import Testing

/// Days, rows and requests that tests share.
enum Known {
  /// 2026-03-31, the last day of the period.
  static let today = UTCDay(number: 20_543)
  /// 2026-03-31T12:00:00Z.
  static let now = today.start + .hours(12)

  static func request(days: Int = 30, policy: AnalyticsPolicy = .default) throws -> AnalyticsRequest {
    AnalyticsRequest(period: try #require(AnalyticsPeriod(lastDays: days, now: now)), now: now, policy: policy)
  }

  /// Outcomes of one day: so many positive ones, and so many of the others.
  static func outcomes(
    _ positive: Int64 = 0,
    negative: Int64 = 0,
    expired: Int64 = 0,
    pending: Int64 = 0,
    ambiguous: Int64 = 0,
    daysAgo: Int = 10,
    rep: String? = "ann",
    type: String = "send_email",
    channel: String? = "email",
    of outcomeType: OutcomeType = .emailEngagement,
    isPrimary: Bool = true,
    samples: SampleSums = SampleSums()
  ) -> OutcomeRollup {
    OutcomeRollup(
      day: today - daysAgo,
      repID: rep.map { RepID($0) },
      actionType: ActionType(type),
      channel: channel.map { ChannelName($0) },
      outcomeType: outcomeType,
      isPrimary: isPrimary,
      statuses: StatusCounts(
        pending: pending,
        positive: positive,
        negative: negative,
        ambiguous: ambiguous,
        expired: expired
      ),
      samples: samples
    )
  }

  /// Samples of weight 1 that all state the same confidence.
  static func samples(_ successCount: Int64, of count: Int64, stated percent: Int64) -> SampleSums {
    SampleSums(
      count: count,
      weightMicros: count * 1_000_000,
      confidenceMicros: count * percent * 10_000,
      outcomeMicros: successCount * 1_000_000
    )
  }

  static func actions(
    _ count: Int64,
    costs: Int64 = 0,
    costMicros: Int64 = 0,
    daysAgo: Int = 10,
    rep: String? = "ann",
    type: String = "send_email"
  ) -> ActionRollup {
    ActionRollup(
      day: today - daysAgo,
      repID: rep.map { RepID($0) },
      actionType: ActionType(type),
      channel: ChannelName("email"),
      actionCount: count,
      costCount: costs,
      costMicros: costMicros
    )
  }

  static func rep(_ input: AnalyticsInput, _ rep: String = "ann") throws -> AnalyticsDocument {
    .rep(RepID(rep), try request(), from: input)
  }
}

extension Metric {
  /// A breakdown's rows.
  func rows(_ name: String) throws -> [MetricRow] {
    try #require(breakdowns.first { $0.name == name }, "no breakdown \(name)").rows
  }
}

extension MetricRow {
  /// A label or a detail.
  subscript(name: String) -> JSONValue? { (labels + details).first { $0.name == name }?.value }

  func text(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }

  func number(_ name: String) -> Double? {
    guard case .number(let number)? = self[name] else { return nil }
    return number.double
  }
}

enum RepIDs {
  static let ann = RepID("ann")
  static let bob = RepID("bob")
}
