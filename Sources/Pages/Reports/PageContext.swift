import EventModel
import Reports

/// A report as the template reads it: texts by name, lists, and no member where there is nothing to show.
enum PageContext {
  static func page(_ report: Report) -> [String: Any] {
    let clock = report.order.clock
    var page: [String: Any] = [
      "style": PageTemplates.style,
      "title": report.title,
      "headline": report.headline,
      "zone": clock.name,
      "due": clock.text(report.order.dueAt),
      "made": clock.text(report.generatedAt),
      "tenant": report.order.tenant.description,
      "id": report.order.id.description,
      "summary": report.summary.map { ["name": $0.name, "text": $0.text] },
      "sections": report.sections.map(section),
      "definitions": definitions(report),
    ]
    if let correctedAt = report.correctedAt {
      page["correction"] =
        "Revision \(report.revision), corrected on \(clock.text(correctedAt)): events that came late "
        + "changed what is known of these days."
    }
    return page
  }

  private static func section(_ section: ReportSection) -> [String: Any] {
    [
      "name": section.name.rawValue, "title": section.title, "note": section.note, "parts": section.parts.map(part),
    ]
  }

  private static func part(_ part: ReportPart) -> [String: Any] {
    // A name that isn't here would be looked for in what surrounds the part: each level has names of its own.
    var context: [String: Any] = [
      "exhibits": part.exhibits.map(exhibit), "sentences": part.sentences, "figures": part.figures.map(figure),
      "hasFigures": !part.figures.isEmpty,
    ]
    if let title = part.title { context["heading"] = title }
    return context
  }

  private static func figure(_ figure: ReportFigure) -> [String: String] {
    [
      "label": figure.label, "value": figure.text, "interval": figure.intervalText ?? "–",
      "cases": figure.sampleSizeText, "previous": figure.previousText,
      "note": figure.missing ?? figure.changeText.map { "\(figure.arrow) \($0)" } ?? "",
      "class": figure.value == nil ? "missing" : "known",
    ]
  }

  private static func exhibit(_ exhibit: ReportExhibit) -> [String: Any] {
    let table = exhibit.table
    // A wide table has no room beside a drawing on paper.
    var context: [String: Any] = ["title": table.title, "wide": table.columns.count > 4 ? " wide" : ""]
    if let drawing = exhibit.drawing { context["drawing"] = drawing.markup }
    if table.rows.isEmpty {
      context["missing"] = table.emptyText
    } else {
      let styles = table.columns.map { $0.isNumber ? "number" : "text" }
      context["table"] = [
        "columns": zip(table.columns, styles).map { ["label": $0.label, "class": $1] },
        "rows": table.rows.map { row in
          ["cells": zip(row, styles).map { ["text": $0.text, "class": $1] }]
        },
      ]
    }
    return context
  }

  /// Of every figure on the page, once.
  private static func definitions(_ report: Report) -> [[String: String]] {
    var known: Set<String> = []
    let figures = report.sections.flatMap(\.parts).flatMap(\.figures)
    return figures.filter { known.insert($0.name).inserted }.map { ["label": $0.label, "text": $0.definition] }
  }
}
