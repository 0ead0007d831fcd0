import FoundationEssentials

/// How far a long command is, on standard error: a bar that redraws itself on a terminal, a line from time to time
/// elsewhere.
public struct ProgressReport: Sendable {
  private static let barWidth = 28

  private let label: String
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private var nextReport = ContinuousClock.now

  /// - Parameters:
  ///   - label: what was done with what is counted, such as `imported`.
  ///   - isTerminal: whether a line may redraw itself.
  public init(label: String, isTerminal: Bool = StandardError.isTerminal) {
    self.label = label
    self.isTerminal = isTerminal
  }

  /// - Parameter fraction: of the whole, in [0, 1]; `nil` where the whole isn't known.
  public mutating func update(count: Int, fraction: Double?) {
    let now = ContinuousClock.now
    guard now >= nextReport else { return }
    nextReport = now + (isTerminal ? .milliseconds(100) : .seconds(5))
    show(count: count, fraction: fraction)
  }

  /// The last report, whatever the time.
  public func finish(count: Int) {
    show(count: count, fraction: 1)
    if isTerminal { StandardError.writeLine("") }
  }

  private func show(count: Int, fraction: Double?) {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let rate = elapsed > 0 ? Int(Double(count) / elapsed) : 0
    var text = "\(label): \(count) at \(rate)/s"
    if let fraction, fraction > 0, fraction < 1 {
      let left = Int(elapsed / fraction * (1 - fraction)) + 1
      text += ", \(Int(fraction * 100)) %, \(left) s left"
    }
    if isTerminal {
      let filled = Int(Double(Self.barWidth) * min(max(fraction ?? 0, 0), 1))
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
      StandardError.write("\r\u{1B}[K[\(bar)] \(text)")
    } else {
      StandardError.writeLine(text)
    }
  }
}
