import Calibration

/// A calibration curve as a table: what was said, what happens, and how sure that is.
enum CurveText {
  /// Characters between the ends of the drawing, 0 and 1.
  private static let width = 41

  static func lines(of curve: CalibrationCurve) -> [String] {
    var table = Table([
      .left("bin"), .left(""), .right("samples"), .left("95 % interval"), .right("gap"),
      .left("0" + String(repeating: " ", count: width - 2) + "1"),
    ])
    for point in curve.points {
      table.add([
        "\(NumberText.fixed(point.lower, decimals: 1))-\(NumberText.fixed(point.upper, decimals: 1))",
        sentence(point), "n = \(NumberText.count(point.sampleCount))",
        point.interval.map { "\(NumberText.fixed($0.lower)) to \(NumberText.fixed($0.upper))" } ?? "",
        point.gap.map { NumberText.signed($0) } ?? "", drawing(of: point),
      ])
    }
    let isEmpty = curve.points.allSatisfy { $0.sampleCount == 0 }
    return table.lines() + (isEmpty ? [] : ["S said, H happens (X both), --- where the true rate lies with 95 %"])
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
