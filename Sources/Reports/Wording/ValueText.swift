import Analytics
import Coaching

/// Numbers with their units, as a page shows them.
package enum ValueText {
  /// What stands where there is no number.
  package static let none = "–"

  package static func text(_ value: Double?, unit: String) -> String {
    guard let value else { return none }
    switch MetricUnit(rawValue: unit) {
    case .proportion: return "\(percent(tenths: FigureText.tenths(value))) %"
    case .proportionDifference: return "\(signedPercent(tenths: FigureText.tenths(value))) points"
    case .rating: return signed(value, decimals: 2)
    case .probability, .ratio: return fixed(value, decimals: 2)
    case .conversions: return fixed(value, decimals: 1, keepsZeros: false)
    case .hours: return "\(fixed(value, decimals: 1)) h"
    case .count, .escalations: return fixed(value, decimals: 0)
    case .currency: return money(value)
    case nil: return "\(money(value)) \(unit)"
    }
  }

  /// `26.1 to 36.4 %`. Bounds of proportions are rounded outwards: what is written is never narrower than what is known.
  package static func bounds(_ low: Double, _ high: Double, unit: String) -> String {
    switch MetricUnit(rawValue: unit) {
    case .proportion:
      let (low, high) = outwards(low, high)
      return "\(percent(tenths: low)) to \(percent(tenths: high)) %"
    case .proportionDifference:
      let (low, high) = outwards(low, high)
      return "\(signedPercent(tenths: low)) to \(signedPercent(tenths: high)) points"
    case .currency: return "\(money(low)) to \(money(high))"
    case .rating, .probability, .conversions, .escalations, .hours, .ratio, .count:
      return "\(text(low, unit: unit)) to \(text(high, unit: unit))"
    case nil: return "\(money(low)) to \(money(high)) \(unit)"
    }
  }

  /// A difference of two figures without its sign: `2.1 points` of two proportions.
  package static func size(of difference: Double, unit: String) -> String {
    switch MetricUnit(rawValue: unit) {
    case .proportion, .proportionDifference: "\(percent(tenths: FigureText.tenths(abs(difference)))) points"
    case .rating: fixed(abs(difference), decimals: 2)
    case .probability, .conversions, .escalations, .hours, .ratio, .count, .currency, nil:
      text(abs(difference), unit: unit)
    }
  }

  package static func count(_ count: Int64) -> String {
    count < 0 ? "-\(FigureText.count(-count))" : FigureText.count(count)
  }

  /// With so many decimals, and a comma between thousands.
  /// - Parameter keepsZeros: whether a whole number has decimals.
  package static func fixed(_ value: Double, decimals: Int, keepsZeros: Bool = true) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    let unit = (0..<decimals).reduce(Int64(1)) { unit, _ in unit * 10 }
    let scaled = Int64((value.magnitude * Double(unit)).rounded())
    let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: unit)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0, keepsZeros || fraction > 0 else { return sign + count(whole) }
    let digits = String(fraction)
    return sign + count(whole) + "." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  package static func signed(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    return value > 0 && !text.allSatisfy({ "0.".contains($0) }) ? "+\(text)" : text
  }

  private static func money(_ value: Double) -> String {
    // Large amounts are read without cents, and the cost of an e-mail is a fraction of one.
    fixed(value, decimals: value.magnitude >= 1000 ? 0 : value.magnitude >= 1 || value == 0 ? 2 : 4)
  }

  /// Always with a decimal, so that numbers stand under each other.
  private static func percent(tenths: Int) -> String { fixed(Double(tenths) / 10, decimals: 1) }

  private static func signedPercent(tenths: Int) -> String { signed(Double(tenths) / 10, decimals: 1) }

  /// A number of an axis: no more decimals than it needs.
  package static func tick(_ value: Double, unit: String) -> String {
    switch MetricUnit(rawValue: unit) {
    case .proportion: "\(FigureText.decimal(tenths: FigureText.tenths(value))) %"
    case .proportionDifference: FigureText.signed(tenths: FigureText.tenths(value))
    case .rating, .probability, .conversions, .escalations, .hours, .ratio, .count, .currency, nil:
      fixed(value, decimals: value.magnitude >= 10 ? 0 : 2, keepsZeros: false)
    }
  }

  private static func outwards(_ low: Double, _ high: Double) -> (low: Int, high: Int) {
    // A bound that lies on a tenth but for rounding lies on it.
    (Int((low * 1000 + 1e-9).rounded(.down)), Int((high * 1000 - 1e-9).rounded(.up)))
  }
}
