import Analytics
import EventModel

extension ReportSection {
  var json: JSONValue {
    .object([
      "name": .string(name.rawValue),
      "title": .string(title),
      "note": .string(note),
      "lasting": .bool(isLasting),
      "parts": .array(parts.map(\.json)),
    ])
  }
}

extension ReportPart {
  /// A drawing shows the numbers of its table and is not here.
  fileprivate var json: JSONValue {
    .object([
      "title": .text(title),
      "sentences": .array(sentences.map { .string($0) }),
      "figures": .array(figures.map(\.json)),
      "tables": .array(exhibits.map(\.table.json)),
    ])
  }
}

extension ReportFigure {
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name),
      "label": .string(label),
      "definition": .string(definition),
      "unit": .string(unit),
      "value": .real(value),
      "sample_size": .count(sampleSize),
      "interval": interval.map { .array([.real($0.low), .real($0.high)]) } ?? .null,
      "interval_method": .text(interval?.method.rawValue),
      "missing": .text(missing),
      "previous_value": .real(previousValue),
      "previous_sample_size": .count(previousSampleSize),
      "change": .text(change?.statement.rawValue),
      "change_value": .real(change?.difference),
      "change_interval": change?.interval.map { .array([.real($0.low), .real($0.high)]) } ?? .null,
      "period": period.reportJSON,
    ])
  }
}

extension ReportTable {
  /// The rows as objects, by the names of the columns.
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name),
      "title": .string(title),
      "columns": .array(columns.map { .object(["name": .string($0.name), "label": .string($0.label)]) }),
      "rows": .array(rows.map { row in .object(zip(columns, row).map { JSONMember($0.name, $1.value) }) }),
      "missing": .text(rows.isEmpty ? emptyText : nil),
    ])
  }
}

extension AnalyticsPeriod {
  var reportJSON: JSONValue {
    .object([
      "from": .string(from.description), "to": .string(to.description), "days": .count(dayCount),
    ])
  }
}
