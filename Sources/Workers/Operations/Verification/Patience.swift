/// How long a verification waits in all for what should be over in a moment: a class, because all parts share it.
final class Patience {
  private static let pause = Duration.milliseconds(100)

  private var left: Duration

  init(_ total: Duration) {
    left = total
  }

  /// Waits for a moment.
  /// - Returns: `false`, at once, where no patience is left.
  func wait() async throws -> Bool {
    if left <= .zero { return false }
    left -= Self.pause
    try await Pause.wait(Self.pause)
    return true
  }
}
