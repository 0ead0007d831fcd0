/// Figures as a sentence writes them.
///
/// Everything is in tenths of a percent, so that what is written adds up: the difference that is written is the
/// difference of the rates that are written.
public enum FigureText {
  /// A rate in [0, 1] in tenths of a percent.
  public static func tenths(_ rate: Double) -> Int { Int((rate * 1000).rounded()) }

  /// `31.1`, and `31` for 31.0.
  public static func decimal(tenths: Int) -> String {
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    let sign = tenths < 0 ? "-" : ""
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }

  /// The same with a sign in front: `+9.1`.
  public static func signed(tenths: Int) -> String {
    tenths > 0 ? "+\(decimal(tenths: tenths))" : decimal(tenths: tenths)
  }

  /// Rounded outwards: what is written is never narrower than what is known.
  public static func interval(_ interval: DifferenceInterval, confidence: Double) -> String {
    // A bound that lies on a tenth but for rounding lies on it.
    let lower = Int((interval.lower * 1000 + 1e-9).rounded(.down))
    let upper = Int((interval.upper * 1000 - 1e-9).rounded(.up))
    return "\(decimal(tenths: tenths(confidence))) % interval \(signed(tenths: lower)) to \(signed(tenths: upper))"
  }

  /// With a comma between thousands: `3,120`.
  public static func count(_ count: Int64) -> String {
    let digits = String(count)
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
