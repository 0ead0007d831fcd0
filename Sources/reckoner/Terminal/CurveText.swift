import Calibration
import Documents

/// A calibration curve as a table: what was said, what happens, and how sure that is.
enum CurveText {
  /// Characters between the ends of the drawing, 0 and 1.
  private static let width = 41

  /// - Parameter isJudged: with a verdict on each bin, for curves of matured samples.
  static func lines(of curve: CalibrationCurve, isJudged: Bool = false) -> [String] {
    var table = Table(
      [.left("bin"), .left(""), .right("samples"), .left("95 % interval"), .right("gap")]
        + (isJudged ? [.left("verdict")] : [])
        + [.left("0" + String(repeating: " ", count: width - 2) + "1")]
    )
    let decimals = decimals(of: curve)
    for point in curve.points {
      table.add(
        [
          "\(NumberText.fixed(point.lower, decimals: decimals))-\(NumberText.fixed(point.upper, decimals: decimals))",
          sentence(point), "n = \(NumberText.count(point.sampleCount))",
          point.interval.map { "\(NumberText.fixed($0.lower)) to \(NumberText.fixed($0.upper))" } ?? "",
          point.gap.map { NumberText.signed($0) } ?? "",
        ] + (isJudged ? [verdict(on: point)] : []) + [drawing(of: point)]
      )
    }
    let isEmpty = curve.points.allSatisfy { $0.sampleCount == 0 }
    return table.lines() + (isEmpty ? [] : ["S said, H happens (X both), --- where the true rate lies with 95 %"])
  }

  /// As many as it takes to tell the bins' bounds, up to three.
  private static func decimals(of curve: CalibrationCurve) -> Int {
    let bounds = curve.points.flatMap { [$0.lower, $0.upper] }
    return [(1, 10.0), (2, 100.0)].first { _, unit in
      bounds.allSatisfy { abs($0 * unit - ($0 * unit).rounded()) < 1e-9 }
    }?.0 ?? 3
  }

  private static func verdict(on point: CalibrationPoint) -> String {
    switch point.isMiscalibrated {
    case nil: ""
    case false?: "holds"
    case true?: (point.gap ?? 0) > 0 ? "overconfident" : "underconfident"
    }
  }

  private static func sentence(_ point: CalibrationPoint) -> String {
    guard let said = point.meanConfidence, let rate = point.actualRate else {
      return point.sampleCount == 0 ? "no samples" : "no weight"
    }
    return "says \(NumberText.fixed(said)), happens \(NumberText.fixed(rate))"
  }

  private static func drawing(of point: CalibrationPoint) -> String {
    guard let said = point.meanConfidence, let rate = point.actualRate, let interval = point.interval else { return "" }
    var line = Array(repeating: Character(" "), count: width)
    for position in place(interval.lower)...place(interval.upper) { line[position] = "-" }
    line[place(said)] = "S"
    line[place(rate)] = place(said) == place(rate) ? "X" : "H"
    return String(line)
  }

  private static func place(_ share: Double) -> Int {
    min(max(Int((share * Double(width - 1)).rounded()), 0), width - 1)
  }
}
