/// Keeps a replay to its rate.
struct ReplayPace {
  private let ratePerSecond: Double?
  private var next = ContinuousClock.now

  init(ratePerSecond: Double?) {
    self.ratePerSecond = ratePerSecond
  }

  /// Letters that may be handled together: those of one second at most, so that a slow rate isn't a long silence and a
  /// sudden rush.
  func batchCountMax(_ countMax: Int) -> Int {
    ratePerSecond.map { max(1, min(countMax, Int($0))) } ?? countMax
  }

  /// Waits until the next letters may be handled, and takes their time. A shutdown ends the wait.
  mutating func wait(for count: Int) async throws {
    guard let ratePerSecond else { return }
    let now = ContinuousClock.now
    if next > now { try await Pause.wait(next - now) }
    next = max(next, now) + .seconds(Double(count) / ratePerSecond)
  }
}
