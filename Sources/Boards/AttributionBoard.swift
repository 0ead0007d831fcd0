public import Attribution
public import EventModel
public import Reports

/// Who earned what was won, under several models side by side: where they agree, the answer doesn't hang on the model.
public enum AttributionBoard {
  /// The models that are shown.
  public static let models: [AttributionModel] = [.linear, .firstTouch, .lastTouch, .timeDecay, .positionBased]

  /// What one model says.
  public struct Column: Sendable {
    public let model: AttributionModel
    public let summary: AttributionSummary

    public init(model: AttributionModel, summary: AttributionSummary) {
      self.model = model
      self.summary = summary
    }
  }

  /// - Parameters:
  ///   - columns: of the same days and groups.
  ///   - stored: the tenant's own model, by which every other page counts.
  ///   - dayCount: the days that it is about.
  public static func board(
    _ columns: [Column],
    stored: AttributionModel,
    dayCount: Int,
    clock: LocalClock,
    madeAt: Timestamp
  ) -> Board {
    Board(
      .attribution,
      headline: headline(columns, stored, dayCount),
      sections: [
        BoardSection(
          "models",
          title: "Share of what was won, by action type",
          note:
            "The last \(dayCount) days, by the day of the signals. Each conversion is shared among the actions before it; a "
            + "model says how. The tenant's own is \(Words.plain(stored.rawValue)).",
          [ReportPart(exhibits: [ReportExhibit(table(columns), chart: isEmpty(columns) ? nil : .groups)])]
        )
      ],
      clock: clock,
      madeAt: madeAt
    )
  }

  private static func isEmpty(_ columns: [Column]) -> Bool {
    columns.allSatisfy { $0.summary.won.conversionCount == 0 }
  }

  private static func table(_ columns: [Column]) -> ReportTable {
    let lines = columns.first?.summary.lines ?? []
    return ReportTable(
      "credit_by_model",
      title: "By model",
      [.text("action_type"), .number("actions")]
        + columns.map { .number($0.model.rawValue, Words.label($0.model.rawValue)) },
      rows: isEmpty(columns)
        ? []
        : lines.map { line in
          [.text(line.group), .count(line.actionCount)]
            + columns.map { column in
              .number(column.summary.lines.first { $0.group == line.group }?.wonShare, unit: "proportion")
            }
        },
      emptyText: "Nothing was won in these days."
    )
  }

  private static func headline(_ columns: [Column], _ stored: AttributionModel, _ dayCount: Int) -> String {
    let shown = columns.first { $0.model == stored } ?? columns.first
    guard let shown, let best = shown.summary.lines.max(by: { ($0.wonShare ?? 0) < ($1.wonShare ?? 0) }),
      let share = best.wonShare
    else { return "Nothing was won in the last \(dayCount) days." }
    let shares = columns.compactMap { column in column.summary.lines.first { $0.group == best.group }?.wonShare }
    let name = best.group ?? "actions without a name"
    let won = ValueText.text(shown.summary.won.conversionCount, unit: "conversions")
    let (low, high) = (shares.min() ?? share, shares.max() ?? share)
    return
      "Under \(Words.plain(shown.model.rawValue)), \(name) earned \(ValueText.text(share, unit: "proportion")) of the \(won) "
      + "conversions won in the last \(dayCount) days\(range(low, high))."
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    let (low, high) = (ValueText.text(low, unit: "proportion"), ValueText.text(high, unit: "proportion"))
    return low == high ? "; every model says so" : "; by model it is between \(low) and \(high)"
  }
}
