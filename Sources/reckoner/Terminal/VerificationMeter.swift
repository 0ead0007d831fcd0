import Documents
import Synchronization
import Telemetry
import Workers

/// Shows on a terminal how far a conservation check is, where it takes longer than a moment.
final class VerificationMeter: Sendable {
  private static let quietTime = Duration.seconds(1)
  private static let interval = Duration.milliseconds(100)
  private static let eraseLine = "\r\u{1B}[K"

  private struct State {
    var nextReport = ContinuousClock.now + quietTime
    var isShown = false
  }

  private let state = Mutex(State())

  /// Redraws the line, now and then.
  func update(_ progress: VerificationProgress) {
    let now = ContinuousClock.now
    let isDue = state.withLock { state in
      if now < state.nextReport { return false }
      state.nextReport = now + Self.interval
      state.isShown = true
      return true
    }
    if isDue { StandardError.write(Self.eraseLine + Self.text(of: progress)) }
  }

  /// Takes the line away.
  func finish() {
    if state.withLock(\.isShown) { StandardError.write(Self.eraseLine) }
  }

  private static func text(of progress: VerificationProgress) -> String {
    let number = (VerificationProgress.Part.allCases.firstIndex(of: progress.part) ?? 0) + 1
    let text =
      "\(number)/\(VerificationProgress.Part.allCases.count) \(progress.part.rawValue): "
      + NumberText.count(progress.count)
    if progress.total <= 0 { return text }
    // Others add meanwhile.
    let percent = min(100, progress.count * 100 / progress.total)
    return text + " of \(NumberText.count(max(progress.count, progress.total))), \(percent) %"
  }
}
