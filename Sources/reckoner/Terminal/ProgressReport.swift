import FoundationEssentials
import Telemetry

/// How far a long command is: a bar that redraws itself on a terminal, a line from time to time elsewhere.
struct ProgressReport {
  private static let barWidth = 28

  private let label: String
  private let isTerminal = Output.isErrorTerminal
  private let start = ContinuousClock.now
  private var nextReport = ContinuousClock.now

  init(label: String) {
    self.label = label
  }

  /// - Parameter fraction: of the whole, in [0, 1]; `nil` where the whole isn't known.
  mutating func update(count: Int, fraction: Double?) {
    let now = ContinuousClock.now
    guard now >= nextReport else { return }
    nextReport = now + (isTerminal ? .milliseconds(100) : .seconds(5))
    show(count: count, fraction: fraction)
  }

  /// The last report, whatever the time.
  func finish(count: Int) {
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
