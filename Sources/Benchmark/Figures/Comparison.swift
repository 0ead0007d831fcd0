/// Two reports side by side, figure by figure.
public struct Comparison: Hashable, Sendable {
  /// One figure in both reports.
  public struct Row: Hashable, Sendable {
    public let caseName: String
    public let figure: String
    public let unit: String
    public let old: Double
    public let new: Double
    /// Whether it is a figure of the case, and not only a cost.
    public let isFigure: Bool
    public let isHigherBetter: Bool

    /// The new one as a multiple of the old one; 1 where both are 0.
    public var ratio: Double { old == new ? 1 : new / old }

    /// Whether the new one is worse by more than a share of the old one.
    public func isWorse(tolerance: Double) -> Bool {
      isHigherBetter ? new < old * (1 - tolerance) : new > old * (1 + tolerance)
    }
  }

  /// In the order of the new report.
  public let rows: [Row]
  /// Figures of one report alone, as `case figure`.
  public let unmatched: [String]

  public init(old: BenchmarkReport, new: BenchmarkReport) {
    var rows: [Row] = []
    var unmatched: [String] = []
    let before = Self.index(old)
    let after = Self.index(new)
    for entry in after.order {
      guard let figure = after.figures[entry], let earlier = before.figures[entry] else {
        unmatched.append("\(entry.caseName) \(entry.figure)")
        continue
      }
      rows.append(
        Row(
          caseName: entry.caseName,
          figure: entry.figure,
          unit: figure.figure.unit,
          old: earlier.figure.median,
          new: figure.figure.median,
          isFigure: figure.isFigure,
          isHigherBetter: figure.figure.isHigherBetter
        )
      )
    }
    unmatched += before.order.filter { after.figures[$0] == nil }.map { "\($0.caseName) \($0.figure)" }
    self.rows = rows
    self.unmatched = unmatched
  }

  /// The figures, costs left aside, that got worse by more than a share of the old ones.
  public func worse(tolerance: Double) -> [Row] {
    rows.filter { $0.isFigure && $0.isWorse(tolerance: tolerance) }
  }

  private struct Name: Hashable {
    let caseName: String
    let figure: String
  }

  private static func index(
    _ report: BenchmarkReport
  ) -> (order: [Name], figures: [Name: (figure: Figure, isFigure: Bool)]) {
    var order: [Name] = []
    var figures: [Name: (figure: Figure, isFigure: Bool)] = [:]
    for entry in report.cases {
      for (figure, isFigure) in entry.figures.map({ ($0, true) }) + entry.costs.map({ ($0, false) }) {
        let name = Name(caseName: entry.name, figure: figure.name)
        if figures.updateValue((figure, isFigure), forKey: name) == nil { order.append(name) }
      }
    }
    return (order, figures)
  }
}
