import Analytics
import Calibration

/// What was stated against what came true: the line of perfect calibration, a mark for each bin with its interval, and
/// under them how often which confidence was stated.
struct ReliabilityDiagram {
  private static let left = 52.0
  private static let top = 10.0
  private static let side = 286.0
  private static let gap = 34.0
  private static let histogramHeight = 60.0
  private static let axisHeight = 40.0
  private static let radii = 3.5...9.0
  private static let ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]

  let name: String
  let subject: String
  let points: [CalibrationPoint]

  init(_ name: String, subject: String, points: [CalibrationPoint]) {
    self.name = name
    self.subject = subject
    self.points = points
  }

  private var bottom: Double { Self.top + Self.side }
  private var histogramTop: Double { bottom + Self.gap }
  private var histogramBottom: Double { histogramTop + Self.histogramHeight }

  private func x(_ confidence: Double) -> Double { Self.left + confidence * Self.side }
  private func y(_ rate: Double) -> Double { bottom - rate * Self.side }

  var drawing: SVGElement {
    Canvas.drawing(
      name,
      title: "Reliability of \(subject)",
      description: description,
      height: histogramBottom + Self.axisHeight,
      axes + points.flatMap(mark) + histogram + legend
    )
  }

  private var axes: [SVGElement] {
    var axes: [SVGElement] = []
    for tick in Self.ticks {
      let text = ValueText.tick(tick, unit: MetricUnit.proportion.rawValue)
      axes.append(Canvas.line(x(tick), Self.top, x(tick), bottom, "grid"))
      axes.append(Canvas.line(Self.left, y(tick), x(1), y(tick), "grid"))
      axes.append(Canvas.label(text, Self.left - 6, y(tick) + 4, anchor: "end", "tick"))
      axes.append(Canvas.label(text, x(tick), bottom + 16, anchor: "middle", "tick"))
    }
    axes.append(Canvas.line(x(0), y(0), x(1), y(1), "diagonal"))
    axes.append(Canvas.line(Self.left, bottom, x(1), bottom, "axis"))
    axes.append(Canvas.line(Self.left, Self.top, Self.left, bottom, "axis"))
    axes.append(
      SVGElement(
        "text",
        [
          "x": "12", "y": Canvas.number(Self.top + Self.side / 2), "text-anchor": "middle", "class": "label",
          "transform": "rotate(-90 12 \(Canvas.number(Self.top + Self.side / 2)))",
        ],
        text: "comes true"
      )
    )
    return axes
  }

  /// A disc whose area grows with the number of cases; a diamond where the bin contradicts what it stated.
  private func mark(_ point: CalibrationPoint) -> [SVGElement] {
    guard let mean = point.meanConfidence, let rate = point.actualRate else { return [] }
    let (middle, height) = (x(mean), y(rate))
    var mark: [SVGElement] = []
    if let interval = point.interval {
      let (low, high) = (y(interval.lower), y(interval.upper))
      mark.append(Canvas.line(middle, low, middle, high, "whisker"))
      mark += [low, high].map { Canvas.line(middle - 4, $0, middle + 4, $0, "whisker") }
    }
    let radius = self.radius(point)
    if point.isMiscalibrated == true {
      let reach = radius * 1.25
      let corners = [
        (middle, height - reach), (middle + reach, height), (middle, height + reach), (middle - reach, height),
      ]
      let text = corners.map { "\(Canvas.number($0.0)),\(Canvas.number($0.1))" }.joined(separator: " ")
      mark.append(SVGElement("polygon", ["points": text, "class": "wrong"]))
    } else {
      mark.append(
        SVGElement(
          "circle",
          [
            "cx": Canvas.number(middle), "cy": Canvas.number(height), "r": Canvas.number(radius), "class": "dot",
          ]
        )
      )
    }
    return mark
  }

  private func radius(_ point: CalibrationPoint) -> Double {
    let most = points.map(\.sampleCount).max() ?? 1
    let share = Double(point.sampleCount) / Double(max(most, 1))
    return Self.radii.lowerBound + share.squareRoot() * (Self.radii.upperBound - Self.radii.lowerBound)
  }

  private var histogram: [SVGElement] {
    let most = Double(max(points.map(\.sampleCount).max() ?? 1, 1))
    let bars = points.map { point in
      let height = Double(point.sampleCount) / most * Self.histogramHeight
      return Canvas.rectangle(
        x(point.lower) + 1,
        histogramBottom - height,
        max(x(point.upper) - x(point.lower) - 2, 1),
        height,
        "bar"
      )
    }
    return bars + [
      Canvas.line(Self.left, histogramBottom, x(1), histogramBottom, "axis"),
      Canvas.label(ValueText.count(Int64(most)), Self.left - 6, histogramTop + 8, anchor: "end", "tick"),
      Canvas.label("0", Self.left - 6, histogramBottom, anchor: "end", "tick"),
      Canvas.label("stated confidence, and cases in each bin", Self.left, histogramBottom + 18),
    ]
  }

  private var legend: [SVGElement] {
    let left = x(1) + 12
    return [
      SVGElement("circle", ["cx": Canvas.number(left + 5), "cy": "24", "r": "5", "class": "dot"]),
      Canvas.label("holds", left + 16, 28, "tick"),
      SVGElement(
        "polygon",
        [
          "points": "\(Canvas.number(left + 5)),40 \(Canvas.number(left + 11)),46 \(Canvas.number(left + 5)),52 "
            + "\(Canvas.number(left - 1)),46",
          "class": "wrong",
        ]
      ),
      Canvas.label("contradicts", left + 16, 50, "tick"),
      Canvas.line(left - 1, 68, left + 11, 68, "diagonal"),
      Canvas.label("perfect", left + 16, 72, "tick"),
    ]
  }

  private var description: String {
    let bins = points.compactMap { point -> String? in
      guard let mean = point.meanConfidence, let rate = point.actualRate else { return nil }
      let unit = MetricUnit.proportion.rawValue
      return "states \(ValueText.text(mean, unit: unit)), comes true \(ValueText.text(rate, unit: unit)) of "
        + Words.count(point.sampleCount, "case")
    }
    return bins.joined(separator: "; ") + "."
  }
}
