import Glibc

/// Where a block of lines is shown again and again: in place on a terminal, one after the other elsewhere.
struct Screen {
  private static let home = "\u{1B}[H"
  private static let eraseToLineEnd = "\u{1B}[K"
  private static let eraseBelow = "\u{1B}[J"

  private let isTerminal: Bool

  init(isTerminal: Bool) {
    self.isTerminal = isTerminal
  }

  /// Shows the lines in place of those before.
  /// - Returns: whether standard output still takes them.
  func show(_ lines: [String]) -> Bool {
    if isTerminal {
      let fitting = Self.fit(lines, in: Self.size)
      print(Self.home + fitting.map { $0 + Self.eraseToLineEnd }.joined(separator: "\n") + Self.eraseBelow)
    } else {
      print(lines.joined(separator: "\n") + "\n")
    }
    return Self.flush()
  }

  /// Hands on what was printed: to a pipe it would wait for a full buffer.
  static func flush() -> Bool {
    fflush(nil) == 0
  }

  /// The lines that the window has room for; the last one says how many it hasn't.
  static func fit(_ lines: [String], in size: (rows: Int, columns: Int)?) -> [String] {
    guard let size, size.rows > 1, size.columns > 0 else { return lines }
    // The cursor stands in a row of its own below.
    let room = size.rows - 1
    let cut = lines.map { String($0.prefix(size.columns)) }
    if cut.count <= room { return cut }
    let note = "... \(cut.count - room + 1) more lines: a larger window shows them"
    return cut.prefix(room - 1) + [String(note.prefix(size.columns))]
  }

  private static var size: (rows: Int, columns: Int)? {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0 else { return nil }
    return (Int(window.ws_row), Int(window.ws_col))
  }
}
