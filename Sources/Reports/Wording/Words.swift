package import Analytics
import EventModel

/// Names of the contract in words.
package enum Words {
  /// `Success rate` of `success_rate`.
  package static func label(_ name: String) -> String {
    switch name {
    case "rep_id": return "Rep"
    case "return_on_investment": return "Return on cost"
    default:
      let words = plain(name)
      return words.prefix(1).uppercased() + words.dropFirst()
    }
  }

  /// `success rate` of `success_rate`.
  package static func plain(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

  package static func change(_ change: Change, unit: String) -> String {
    let interval = change.interval.map { interval in
      " (95 % interval \(ValueText.bounds(interval.low, interval.high, unit: differenceUnit(unit))))"
    }
    let size = change.difference.map { ValueText.size(of: $0, unit: unit) } ?? ""
    switch change.statement {
    case .insufficientData: return "too few cases to tell a change"
    case .unchanged: return "no credible change" + (interval ?? "")
    case .rose: return "rose by \(size)" + (interval ?? "")
    case .fell: return "fell by \(size)" + (interval ?? "")
    }
  }

  /// The sign, for whoever doesn't see colours.
  package static func arrow(_ change: Change) -> String {
    switch change.statement {
    case .insufficientData: ""
    case .unchanged: "→"
    case .rose: "↑"
    case .fell: "↓"
    }
  }

  package static func weeks(_ period: AnalyticsPeriod) -> String {
    period.dayCount.isMultiple(of: 7) && period.dayCount > 7 ? "\(period.dayCount / 7) weeks" : days(period)
  }

  package static func days(_ period: AnalyticsPeriod) -> String {
    period.dayCount == 1 ? "1 day" : "\(period.dayCount) days"
  }

  package static func count(_ count: Int64, _ singular: String, _ plural: String? = nil) -> String {
    "\(ValueText.count(count)) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  /// What a difference of two figures is counted in.
  private static func differenceUnit(_ unit: String) -> String {
    unit == MetricUnit.proportion.rawValue ? MetricUnit.proportionDifference.rawValue : unit
  }
}
