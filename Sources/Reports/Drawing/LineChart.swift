import Analytics

/// One number over time, with its intervals as a band. Where there is none the line is broken.
struct LineChart {
  struct Point {
    let label: String
    let value: Double?
    let low: Double?
    let high: Double?
  }

  private static let left = 52.0
  private static let right = 10.0
  private static let top = 10.0
  private static let plotHeight = 120.0
  private static let axisHeight = 24.0
  private static let labelCountMax = 6

  let name: String
  let title: String
  let unit: String
  let points: [Point]

  init(_ name: String, title: String, unit: String, points: [Point]) {
    precondition(!points.isEmpty, "a chart has points")
    self.name = name
    self.title = title
    self.unit = unit
    self.points = points
  }

  var drawing: SVGElement {
    let isProportion = unit == MetricUnit.proportion.rawValue
    let scale = ChartScale(
      points.flatMap { [$0.value, $0.low, $0.high] }.compactMap { $0 },
      includesZero: isProportion,
      within: isProportion ? 0...1 : nil
    )
    let bottom = Self.top + Self.plotHeight
    let step = (Canvas.width - Self.left - Self.right) / Double(max(points.count - 1, 1))
    func x(_ index: Int) -> Double {
      points.count == 1 ? (Self.left + Canvas.width) / 2 : Self.left + step * Double(index)
    }
    func y(_ value: Double) -> Double { bottom - scale.share(value) * Self.plotHeight }
    var children: [SVGElement] = []
    for tick in scale.ticks {
      children.append(Canvas.line(Self.left, y(tick), Canvas.width - Self.right, y(tick), "grid"))
      let text = ValueText.tick(tick, unit: unit)
      children.append(Canvas.label(text, Self.left - 6, y(tick) + 4, anchor: "end", "tick"))
    }
    let labelStep = (points.count + Self.labelCountMax - 1) / Self.labelCountMax
    for index in points.indices where (points.count - 1 - index).isMultiple(of: labelStep) {
      let anchor = index == points.count - 1 && points.count > 1 ? "end" : "middle"
      let labelX = anchor == "end" ? Canvas.width : x(index)
      children.append(Canvas.label(points[index].label, labelX, bottom + 16, anchor: anchor, "tick"))
    }
    children.append(Canvas.line(Self.left, bottom, Canvas.width - Self.right, bottom, "axis"))
    for run in runs { children += lines(run, x: x, y: y) }
    return Canvas.drawing(
      name,
      title: title,
      description: points.map(description).joined(separator: "; ") + ".",
      height: bottom + Self.axisHeight,
      children
    )
  }

  /// Stretches without a gap.
  private var runs: [Range<Int>] {
    points.indices.split { points[$0].value == nil }.map { $0.startIndex..<$0.endIndex }
  }

  private func lines(_ run: Range<Int>, x: (Int) -> Double, y: (Double) -> Double) -> [SVGElement] {
    func pair(_ index: Int, _ value: Double) -> String { "\(Canvas.number(x(index))),\(Canvas.number(y(value)))" }
    var lines: [SVGElement] = []
    let upper = run.compactMap { index in points[index].high.map { pair(index, $0) } }
    let lower = run.reversed().compactMap { index in points[index].low.map { pair(index, $0) } }
    if run.count > 1, upper.count == run.count, lower.count == run.count {
      lines.append(SVGElement("polygon", ["points": (upper + lower).joined(separator: " "), "class": "band"]))
    }
    let middle = run.compactMap { index in points[index].value.map { pair(index, $0) } }
    if run.count > 1 {
      lines.append(SVGElement("polyline", ["points": middle.joined(separator: " "), "class": "line"]))
    }
    for index in run {
      guard let value = points[index].value else { continue }
      if run.count == 1, let low = points[index].low, let high = points[index].high {
        lines.append(Canvas.line(x(index), y(low), x(index), y(high), "whisker"))
      }
      lines.append(
        SVGElement(
          "circle",
          ["cx": Canvas.number(x(index)), "cy": Canvas.number(y(value)), "r": "3", "class": "dot"]
        )
      )
    }
    return lines
  }

  private func description(_ point: Point) -> String {
    guard let value = point.value else { return "\(point.label): no number" }
    guard let low = point.low, let high = point.high else {
      return "\(point.label): \(ValueText.text(value, unit: unit))"
    }
    return "\(point.label): \(ValueText.text(value, unit: unit)) (\(ValueText.bounds(low, high, unit: unit)))"
  }
}
