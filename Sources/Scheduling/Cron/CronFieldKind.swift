/// The five fields of a cron expression, in their order.
enum CronFieldKind: Int, CaseIterable {
  case minute
  case hour
  case dayOfMonth
  case month
  case dayOfWeek

  /// The numbers that may be written.
  var bounds: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .dayOfMonth: 1...31
    case .month: 1...12
    case .dayOfWeek: 0...7
    }
  }

  /// What `*` stands for, and where `5/10` ends: 7 is Sunday a second time.
  var valueMax: Int { self == .dayOfWeek ? 6 : bounds.upperBound }

  /// Names of values, from the lowest.
  var names: [String] {
    switch self {
    case .minute, .hour, .dayOfMonth: []
    case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    }
  }

  var label: String {
    switch self {
    case .minute: "minute"
    case .hour: "hour"
    case .dayOfMonth: "day of month"
    case .month: "month"
    case .dayOfWeek: "day of week"
    }
  }

  /// What a value is, for messages.
  var expectation: String {
    let numbers = "numbers from \(bounds.lowerBound) to \(bounds.upperBound)"
    guard let first = names.first, let last = names.last else { return numbers }
    return "\(numbers) or names from \(first) to \(last)"
  }
}
