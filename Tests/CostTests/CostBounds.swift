import Foundation

/// What each figure was when somebody last looked, and how much it may be: the file `bounds.json` beside this one.
struct CostBounds: Codable, Equatable {
  struct Bound: Codable, Equatable {
    let measured: Int
    let maximum: Int
  }

  /// A figure that is so much better than when it was measured has its bound lowered.
  static let gainPercentMax = 15
  /// What makes a new file of what is measured now.
  static let renewal = "RECKONER_COSTS=write swift test --filter '^CostTests'"

  /// The servers that counted, of which some figures depend a little.
  let servers: String
  private let figures: [String: Bound]

  /// The bounds that these figures keep.
  init(_ figures: [CostFigure], servers: String) {
    self.servers = servers
    self.figures = Dictionary(
      figures.map { figure in
        let maximum = figure.value + figure.value * figure.kind.tolerancePercent / 100
        return (figure.name, Bound(measured: figure.value, maximum: maximum))
      },
      uniquingKeysWith: { first, _ in preconditionFailure("two figures have one name: \(first)") }
    )
  }

  /// What is wrong with these figures, a sentence for each, in the order of their names.
  func complaints(about measured: [CostFigure]) -> [String] {
    let values = Dictionary(measured.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    return Set(figures.keys).union(values.keys).sorted().compactMap { name in
      complaint(name, values[name] ?? 0, figures[name] ?? Bound(measured: 0, maximum: 0))
    }
  }

  private func complaint(_ name: String, _ value: Int, _ bound: Bound) -> String? {
    if value > bound.maximum {
      return """
        \(name) is \(value), above its bound of \(bound.maximum) (it was \(bound.measured)): an event costs more than it \
        did. Find what does it; raise the bound only where the change that needs it says what it buys. \
        New bounds of what is measured now: \(Self.renewal)
        """
    }
    if value * 100 < bound.measured * (100 - Self.gainPercentMax) {
      return """
        \(name) is \(value), far below the \(bound.measured) that it was: a gain, which a later change could lose \
        unseen. Keep it by lowering the bound: \(Self.renewal)
        """
    }
    return nil
  }
}

extension CostBounds {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "bounds.json")

  static func stored() throws -> CostBounds {
    try JSONDecoder().decode(CostBounds.self, from: try Data(contentsOf: file))
  }

  /// Writes the file anew, a line for each figure, so that a change shows what it changed.
  func store() throws {
    let lines = figures.sorted { $0.key < $1.key }.map { name, bound in
      "    \"\(name)\": { \"measured\": \(bound.measured), \"maximum\": \(bound.maximum) }"
    }
    let text = "{\n  \"servers\": \"\(servers)\",\n  \"figures\": {\n\(lines.joined(separator: ",\n"))\n  }\n}\n"
    try Data(text.utf8).write(to: Self.file)
  }
}
