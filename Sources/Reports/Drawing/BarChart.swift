import Analytics

/// Numbers side by side, each with its interval.
struct BarChart {
  struct Bar {
    let label: String
    let value: Double?
    let low: Double?
    let high: Double?
    let sampleSize: Int64?
  }

  private static let labelWidth = 118.0
  private static let valueWidth = 84.0
  private static let rowHeight = 24.0
  private static let top = 6.0
  private static let axisHeight = 24.0
  private static let barCountMax = 15

  let name: String
  let title: String
  let unit: String
  let bars: [Bar]

  init(_ name: String, title: String, unit: String, bars: [Bar]) {
    self.name = name
    self.title = title
    self.unit = unit
    self.bars = Array(bars.prefix(Self.barCountMax))
  }

  var drawing: SVGElement {
    let isProportion = unit == MetricUnit.proportion.rawValue
    let scale = ChartScale(
      bars.flatMap { [$0.value, $0.low, $0.high] }.compactMap { $0 },
      includesZero: true,
      within: isProportion ? 0...1 : nil,
      isWhole: unit == MetricUnit.count.rawValue
    )
    let bottom = Self.top + Self.rowHeight * Double(bars.count)
    let left = Self.labelWidth
    let width = Canvas.width - left - Self.valueWidth
    func x(_ value: Double) -> Double { left + scale.share(value) * width }
    var children: [SVGElement] = []
    for tick in scale.ticks {
      children.append(Canvas.line(x(tick), Self.top, x(tick), bottom, "grid"))
      children.append(Canvas.label(ValueText.tick(tick, unit: unit), x(tick), bottom + 15, anchor: "middle", "tick"))
    }
    for (index, bar) in bars.enumerated() { children += row(bar, top: Self.top + Self.rowHeight * Double(index), x: x) }
    children.append(Canvas.line(x(0), Self.top, x(0), bottom, "axis"))
    return Canvas.drawing(
      name,
      title: title,
      description: bars.map(description).joined(separator: "; ") + ".",
      height: bottom + Self.axisHeight,
      children
    )
  }

  private func row(_ bar: Bar, top: Double, x: (Double) -> Double) -> [SVGElement] {
    let middle = top + Self.rowHeight / 2
    let label = Canvas.fitted(bar.label, width: Self.labelWidth - 8)
    var row = [Canvas.label(label, Self.labelWidth - 8, middle + 4, anchor: "end")]
    let valueX = Canvas.width - Self.valueWidth + 10
    guard let value = bar.value else {
      return row + [Canvas.label("no number", valueX, middle + 4, anchor: "start", "tick")]
    }
    let (start, end) = (min(x(0), x(value)), max(x(0), x(value)))
    row.append(Canvas.rectangle(start, top + 5, end - start, Self.rowHeight - 10, "bar"))
    if let low = bar.low, let high = bar.high {
      row.append(Canvas.line(x(low), middle, x(high), middle, "whisker"))
      row += [low, high].map { Canvas.line(x($0), middle - 4, x($0), middle + 4, "whisker") }
    }
    row.append(Canvas.label(ValueText.text(value, unit: unit), valueX, middle + 4))
    return row
  }

  private func description(_ bar: Bar) -> String {
    guard let value = bar.value else { return "\(bar.label): no number" }
    var text = "\(bar.label): \(ValueText.text(value, unit: unit))"
    if let low = bar.low, let high = bar.high { text += ", 95 % interval \(ValueText.bounds(low, high, unit: unit))" }
    if let sampleSize = bar.sampleSize { text += ", \(Words.count(sampleSize, "case"))" }
    return text
  }
}
