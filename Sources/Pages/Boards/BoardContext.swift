import Boards
import EventModel
import Reports

/// A board as its template reads it.
enum BoardContext {
  static func board(_ board: Board, _ frame: BoardPage.Frame) -> [String: Any] {
    var context: [String: Any] = [
      "title": board.kind.title,
      "question": board.kind.question,
      "headline": board.headline,
      "figures": board.figures.enumerated().map { figure($0.element, id: "figure-\($0.offset + 1)") },
      "lists": board.tasks.map { list($0, frame) },
      "sections": board.sections.map(section),
      "times": "Made \(board.clock.text(board.madeAt)), \(board.clock.name).",
    ]
    if let dayCount = frame.dayCount {
      context["period"] =
        board.period.map { "\(DayText.span($0)), whole days of UTC" } ?? "The last \(dayCount) days"
      context["spans"] = board.kind.dayCounts.sorted().map { count in
        span(count, of: board.kind, isCurrent: count == dayCount)
      }
    }
    return context
  }

  private static func span(_ count: Int, of kind: BoardKind, isCurrent: Bool) -> [String: Any] {
    var context: [String: Any] = ["label": "\(count) days", "link": "/\(kind.rawValue)?days=\(count)"]
    if isCurrent { context["current"] = "true" }
    return context
  }

  private static func figure(_ figure: ReportFigure, id: String) -> [String: Any] {
    var context: [String: Any] = [
      "id": id, "label": figure.label, "value": figure.text, "definition": figure.definition,
      "cases": figure.sampleSizeText, "span": DayText.span(figure.period), "before": figure.previousText,
      "class": figure.value == nil ? "missing" : "known",
    ]
    if let interval = figure.intervalText { context["interval"] = interval }
    if let missing = figure.missing {
      context["reason"] = missing
    } else if let change = figure.changeText {
      context["change"] = "\(figure.arrow) \(change)"
    }
    return context
  }

  private static func list(_ list: BoardTaskList, _ frame: BoardPage.Frame) -> [String: Any] {
    var context: [String: Any] = [
      "name": list.name, "title": list.title, "note": list.note, "tasks": list.tasks.map { task($0, frame) },
    ]
    if list.tasks.isEmpty {
      context["empty"] = list.emptyText
    } else {
      context["count"] = list.isCut ? "\(list.tasks.count)+" : "\(list.tasks.count)"
    }
    return context
  }

  private static func task(_ task: BoardTask, _ frame: BoardPage.Frame) -> [String: Any] {
    var context: [String: Any] = ["id": task.id, "heading": task.title, "facts": task.facts, "action": task.action]
    if let quote = task.quote { context["quote"] = quote }
    if let hint = task.hint { context["hint"] = hint }
    if let story = task.story { context["story"] = story }
    if !frame.isReadOnly {
      context["answers"] = task.answers.map { answer in
        [
          "label": answer.label, "key": String(answer.key), "action": task.action,
          "fields": answer.fields.map { ["name": $0.name, "value": $0.value] },
        ] as [String: Any]
      }
    }
    return context
  }

  private static func section(_ section: BoardSection) -> [String: Any] {
    var context: [String: Any] = [
      "name": section.name, "title": section.title, "note": section.note,
      "parts": section.parts.enumerated().map { part($0.element, of: section, id: "\(section.name)-\($0.offset + 1)") },
    ]
    if let more = section.more { context["more"] = more }
    return context
  }

  private static func part(_ part: ReportPart, of section: BoardSection, id: String) -> [String: Any] {
    var context: [String: Any] = [
      "sentences": part.sentences,
      "cards": part.figures.enumerated().map { figure($0.element, id: "\(id)-\($0.offset + 1)") },
      "exhibits": part.exhibits.map { exhibit($0, of: section) },
    ]
    if let title = part.title { context["heading"] = title }
    return context
  }

  private static func exhibit(_ exhibit: ReportExhibit, of section: BoardSection) -> [String: Any] {
    let table = exhibit.table
    // Of several action types each has a table of the same name.
    var context: [String: Any] = [
      "name": "\(section.name)-\(table.name)", "caption": table.title, "subject": "\(section.title): \(table.title)",
    ]
    if table.rows.isEmpty {
      context["empty"] = table.emptyText
      return context
    }
    if let chart = exhibit.chart { context["chart"] = chart.rawValue }
    // A wide table has the whole width.
    if table.columns.count > 5 { context["wide"] = " wide" }
    let styles = table.columns.map { $0.isNumber ? "number" : "text" }
    context["table"] = [
      "columns": zip(table.columns, styles).map { ["column": $0.name, "label": $0.label, "class": $1] },
      "rows": table.rows.map { row in ["cells": zip(row, styles).map { cell($0, style: $1) }] },
    ]
    return context
  }

  /// The number behind the text stands beside it, for whoever draws.
  private static func cell(_ cell: ReportTable.Cell, style: String) -> [String: Any] {
    var context: [String: Any] = ["text": cell.text, "class": style]
    switch cell.value {
    case .number, .array: context["data"] = String(decoding: JSONWriter.compact(cell.value), as: UTF8.self)
    case .null, .bool, .string, .object: break
    }
    return context
  }
}
