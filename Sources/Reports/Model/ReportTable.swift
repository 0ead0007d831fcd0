package import Analytics
public import EventModel

/// Rows of numbers under headings.
public struct ReportTable: Equatable, Sendable {
  public struct Column: Hashable, Sendable {
    /// The member's name in the JSON of a row.
    public let name: String
    public let label: String
    public let isNumber: Bool

    package static func text(_ name: String, _ label: String? = nil) -> Column {
      Column(name: name, label: label ?? Words.label(name), isNumber: false)
    }

    package static func number(_ name: String, _ label: String? = nil) -> Column {
      Column(name: name, label: label ?? Words.label(name), isNumber: true)
    }
  }

  public struct Cell: Equatable, Sendable {
    /// For programs.
    public let value: JSONValue
    /// For people.
    public let text: String

    package init(value: JSONValue, text: String) {
      self.value = value
      self.text = text
    }

    package static func text(_ text: String?, missing: String = "(none)") -> Cell {
      Cell(value: .text(text), text: text ?? missing)
    }

    package static func day(_ day: UTCDay) -> Cell { Cell(value: .string(day.description), text: DayText.inTable(day)) }

    package static func count(_ count: Int64) -> Cell { Cell(value: .count(count), text: ValueText.count(count)) }

    package static func number(_ value: Double?, unit: String) -> Cell {
      Cell(value: .real(value), text: ValueText.text(value, unit: unit))
    }

    /// Two bounds.
    package static func interval(_ low: Double?, _ high: Double?, unit: String) -> Cell {
      guard let low, let high else { return Cell(value: .null, text: ValueText.none) }
      return Cell(value: .array([.real(low), .real(high)]), text: ValueText.bounds(low, high, unit: unit))
    }
  }

  public let name: String
  public let title: String
  public let columns: [Column]
  /// Each with a cell for each column.
  public let rows: [[Cell]]
  /// What stands there instead of no rows.
  public let emptyText: String

  package init(_ name: String, title: String, _ columns: [Column], rows: [[Cell]], emptyText: String) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row has one cell for each column")
    self.name = name
    self.title = title
    self.columns = columns
    self.rows = rows
    self.emptyText = emptyText
  }
}
