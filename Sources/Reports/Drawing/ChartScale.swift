import Glibc

/// Numbers along an axis: from one round number to another, in few round steps.
struct ChartScale {
  let lower: Double
  let upper: Double
  let ticks: [Double]

  private static let stepCountMax = 5.0

  /// - Parameters:
  ///   - values: what has to fit, finite.
  ///   - bounds: what the axis never leaves, such as 0...1 of a proportion.
  init(_ values: [Double], includesZero: Bool, within bounds: ClosedRange<Double>? = nil, isWhole: Bool = false) {
    var (least, most) = (values.min() ?? 0, values.max() ?? 1)
    if includesZero { (least, most) = (min(least, 0), max(most, 0)) }
    if most - least < 1e-12 { most = least + (isWhole ? 1 : max(abs(least) / 10, 0.01)) }
    let step = max(Self.roundStep((most - least) / (Self.stepCountMax - 1)), isWhole ? 1 : 0)
    let margin = 1e-9
    var first = (least / step + margin).rounded(.down)
    var last = (most / step - margin).rounded(.up)
    if let bounds {
      first = max(first, (bounds.lowerBound / step - margin).rounded(.up))
      last = min(last, (bounds.upperBound / step + margin).rounded(.down))
    }
    ticks = stride(from: first, through: max(last, first + 1), by: 1).map { $0 * step }
    lower = min(ticks.first ?? 0, least)
    upper = max(ticks.last ?? 1, most)
  }

  /// Where a value lies, 0 to 1.
  func share(_ value: Double) -> Double { min(max((value - lower) / (upper - lower), 0), 1) }

  /// 1, 2 or 5 times a power of ten, at least as large.
  private static func roundStep(_ step: Double) -> Double {
    let power = pow(10, floor(log10(step)))
    let factor = step / power
    return power * (factor <= 1 + 1e-9 ? 1 : factor <= 2 + 1e-9 ? 2 : factor <= 5 + 1e-9 ? 5 : 10)
  }
}
