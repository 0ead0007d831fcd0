/// Counts along time or a scale.
struct ColumnChart {
  struct Column {
    let label: String
    let count: Int64
  }

  private static let left = 44.0
  /// For half a label below the last column.
  private static let right = 10.0
  private static let top = 14.0
  private static let plotHeight = 130.0
  private static let axisHeight = 24.0
  /// Labels that stand beside each other without touching.
  private static let labelCountMax = 7

  let name: String
  let title: String
  let columns: [Column]

  init(_ name: String, title: String, columns: [Column]) {
    precondition(!columns.isEmpty, "a chart has columns")
    self.name = name
    self.title = title
    self.columns = columns
  }

  var drawing: SVGElement {
    let scale = ChartScale(columns.map { Double($0.count) }, includesZero: true, isWhole: true)
    let bottom = Self.top + Self.plotHeight
    let step = (Canvas.width - Self.left - Self.right) / Double(columns.count)
    func y(_ value: Double) -> Double { bottom - scale.share(value) * Self.plotHeight }
    var children: [SVGElement] = []
    for tick in scale.ticks {
      children.append(Canvas.line(Self.left, y(tick), Canvas.width, y(tick), "grid"))
      children.append(Canvas.label(ValueText.count(Int64(tick)), Self.left - 6, y(tick) + 4, anchor: "end", "tick"))
    }
    let labelStep = (columns.count + Self.labelCountMax - 1) / Self.labelCountMax
    for (index, column) in columns.enumerated() {
      let x = Self.left + step * (Double(index) + 0.15)
      let height = bottom - y(Double(column.count))
      children.append(Canvas.rectangle(x, bottom - height, step * 0.7, height, "bar"))
      // Counted from the end: the last one is what the report is about.
      guard (columns.count - 1 - index).isMultiple(of: labelStep) else { continue }
      children.append(Canvas.label(column.label, x + step * 0.35, bottom + 16, anchor: "middle", "tick"))
    }
    children.append(Canvas.line(Self.left, bottom, Canvas.width, bottom, "axis"))
    return Canvas.drawing(
      name,
      title: title,
      description: columns.map { "\($0.label): \(ValueText.count($0.count))" }.joined(separator: "; ") + ".",
      height: bottom + Self.axisHeight,
      children
    )
  }
}
