public import EventModel

/// Numbers as a person reads them in a table: fixed digits, thousands apart, ages in the unit that fits.
public enum NumberText {
  /// What stands where there is no number.
  public static let none = "-"

  /// Digits in groups of three: 1,234,567.
  public static func count(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  public static func count(_ value: Int) -> String { count(Int64(value)) }

  /// A share or a score with that many decimals, 1 to 6; `none` for no value.
  public static func fixed(_ value: Double?, decimals: Int = 2) -> String {
    guard let value, value.isFinite, value.magnitude < 1e12 else { return none }
    let unit = (0..<decimals).reduce(1) { unit, _ in unit * 10 }
    let scaled = Int64((value.magnitude * Double(unit)).rounded())
    let fraction = String(scaled % Int64(unit))
    // Rounding may leave nothing of a small negative number: no "-0.00".
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + String(scaled / Int64(unit)) + "." + String(repeating: "0", count: decimals - fraction.count)
      + fraction
  }

  /// The same with its sign, also where that is a plus.
  public static func signed(_ value: Double?, decimals: Int = 2) -> String {
    let text = fixed(value, decimals: decimals)
    return value.map { $0 >= 0 } ?? false ? "+" + text : text
  }

  /// Micros of a whole as a percentage: 33.3333 %.
  public static func percent(micros: Int32) -> String {
    fixed(Double(micros) / 10_000, decimals: 4) + " %"
  }

  /// A span of time in two units at most: 0.4 s, 12 s, 3 min 20 s, 2 h 05 min, 9 d 03 h. Negative spans are shown as 0.
  public static func span(_ interval: TimeInterval) -> String {
    let microseconds = max(interval.microseconds, 0)
    let seconds = microseconds / 1_000_000
    switch seconds {
    case ..<10: return fixed(Double(microseconds) / 1e6, decimals: 1) + " s"
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(twoDigits(seconds % 60)) s"
    case ..<86_400: return "\(seconds / 3600) h \(twoDigits(seconds / 60 % 60)) min"
    default: return "\(seconds / 86_400) d \(twoDigits(seconds / 3600 % 24)) h"
    }
  }

  private static func twoDigits(_ value: Int64) -> String {
    value < 10 ? "0\(value)" : String(value)
  }
}
