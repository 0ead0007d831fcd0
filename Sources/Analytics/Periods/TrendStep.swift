/// How finely a trend is told: by day in a short period, by week in a longer one, whose days would mostly be noise.
enum TrendStep: Hashable, Sendable {
  case day
  case week

  /// Periods of up to so many days are told by day.
  static let dayStepCountMax = 14

  init(_ period: AnalyticsPeriod) {
    self = period.dayCount <= Self.dayStepCountMax ? .day : .week
  }

  /// What a row of the trend is called.
  var label: String {
    switch self {
    case .day: "day"
    case .week: "week"
    }
  }

  /// The first day of the step in which a day lies: itself, or its Monday.
  func start(of day: UTCDay) -> UTCDay {
    switch self {
    case .day: day
    case .week: day.monday
    }
  }

  /// The steps of a period, without a gap; the outer weeks may reach beyond it.
  func starts(in period: AnalyticsPeriod) -> [UTCDay] {
    let length = self == .day ? 1 : 7
    return stride(from: start(of: period.from).number, through: period.to.number, by: length).map {
      UTCDay(number: $0)
    }
  }

  /// How many days of a step lie in the period.
  func dayCount(from start: UTCDay, in period: AnalyticsPeriod) -> Int {
    let last = self == .day ? start : start + 6
    return min(last, period.to).number - max(start, period.from).number + 1
  }
}
