import Documents

/// Rows of text under headings, each column as wide as its widest cell.
struct Table {
  enum Alignment {
    case left
    case right
  }

  struct Column {
    let title: String
    let alignment: Alignment

    static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
    static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
  }

  private static let gap = "  "

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row with a cell for each column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has one cell for each column")
    rows.append(cells)
  }

  /// The headings and the rows, without spaces at the end.
  func lines() -> [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { index in all.map { $0[index].count }.max() ?? 0 }
    return all.map { cells in
      let padded = zip(zip(cells, columns), widths).map { cell, width in
        Self.pad(cell.0, to: width, alignment: cell.1.alignment)
      }
      return padded.joined(separator: Self.gap).droppingTrailingSpaces
    }
  }

  private static func pad(_ text: String, to width: Int, alignment: Alignment) -> String {
    let padding = String(repeating: " ", count: width - text.count)
    return switch alignment {
    case .left: text + padding
    case .right: padding + text
    }
  }
}

extension String {
  fileprivate var droppingTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension [String] {
  /// Each line two spaces further to the right; empty lines stay empty.
  var indented: [String] { map { $0.isEmpty ? $0 : "  \($0)" } }
}
