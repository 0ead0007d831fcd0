package import Analytics
package import EventModel

/// Tables and drawings of a metric's breakdowns.
package enum MetricTables {
  /// The most rows of a table on a page.
  package static let rowCountMax = 25

  /// A breakdown by a dimension, with bars where any row has a number.
  package static func breakdown(
    _ metric: Metric,
    _ name: String,
    label: String,
    title: String,
    note: ((MetricRow) -> String?)? = nil
  ) -> ReportExhibit {
    let all = metric.breakdowns.first { $0.name == name }?.rows ?? []
    let rows = Array(all.prefix(rowCountMax))
    var columns: [ReportTable.Column] = [
      .text(label), .number("value", Words.label(metric.name.rawValue)), .number("interval", "95 % interval"),
      .number("sample_size", "Cases"),
    ]
    if note != nil { columns.append(.text("note")) }
    let cells = rows.map { row in
      [
        .text(row.label(label), missing: row.isOthers ? "(others)" : "(none)"),
        ReportTable.Cell.number(row.figure.value, unit: metric.unit),
        .interval(row.figure.interval?.low, row.figure.interval?.high, unit: metric.unit),
        .count(row.figure.sampleSize),
      ] + (note.map { [ReportTable.Cell(value: .text($0(row)), text: $0(row) ?? "")] } ?? [])
    }
    let table = ReportTable(
      "\(metric.name.rawValue)_\(name)",
      title: title,
      columns,
      rows: cells,
      emptyText: metric.figure.missing ?? "There is nothing to count."
    )
    let bars = rows.map { row in
      BarChart.Bar(
        label: row.label(label) ?? (row.isOthers ? "(others)" : "(none)"),
        value: row.figure.value,
        low: row.figure.interval?.low,
        high: row.figure.interval?.high,
        sampleSize: row.figure.sampleSize
      )
    }
    guard bars.contains(where: { $0.value != nil }) else { return ReportExhibit(table) }
    let drawing = BarChart(table.name, title: title, unit: metric.unit, bars: bars).drawing
    return ReportExhibit(table, drawing: drawing, chart: .bars)
  }

  /// A metric by day or week, as a line.
  package static func trend(_ metric: Metric, title: String) -> ReportExhibit? {
    guard
      let (name, label) = [("by_week", "week"), ("by_day", "day")].first(where: { name, _ in
        metric.breakdowns.contains { $0.name == name }
      })
    else { return nil }
    let all = metric.breakdowns.first { $0.name == name }?.rows ?? []
    // What lies before the first case is no zero: nothing was looked at.
    let rows = Array(all.drop { $0.figure.value == nil })
    let table = ReportTable(
      "\(metric.name.rawValue)_\(name)",
      title: title,
      [
        .text(label, "\(Words.label(label)) from"), .number("value", Words.label(metric.name.rawValue)),
        .number("interval", "95 % interval"), .number("sample_size", "Cases"),
      ],
      rows: rows.map { row in
        [
          day(row, label), .number(row.figure.value, unit: metric.unit),
          .interval(row.figure.interval?.low, row.figure.interval?.high, unit: metric.unit),
          .count(row.figure.sampleSize),
        ]
      },
      emptyText: "There is nothing to count."
    )
    let points = rows.map { row in
      LineChart.Point(
        label: row.label(label).flatMap { UTCDay(text: $0) }.map(DayText.short) ?? "",
        value: row.figure.value,
        low: row.figure.interval?.low,
        high: row.figure.interval?.high
      )
    }
    guard points.count(where: { $0.value != nil }) > 1 else { return ReportExhibit(table) }
    let drawing = LineChart(table.name, title: title, unit: metric.unit, points: points).drawing
    return ReportExhibit(table, drawing: drawing, chart: .line)
  }
}

extension MetricTables {
  private static func day(_ row: MetricRow, _ label: String) -> ReportTable.Cell {
    let text = row.label(label)
    return text.flatMap { UTCDay(text: $0) }.map(ReportTable.Cell.day) ?? .text(text)
  }
}

extension MetricRow {
  package func label(_ name: String) -> String? {
    guard case .string(let text)? = labels.first(where: { $0.name == name })?.value else { return nil }
    return text
  }

  package func detail(_ name: String) -> JSONValue? { details.first { $0.name == name }?.value }

  package func text(_ name: String) -> String? {
    guard case .string(let text)? = detail(name) else { return nil }
    return text
  }

  /// The smallest of too many values, as one.
  package var isOthers: Bool { labels.contains { $0.name == "others" } }
}
