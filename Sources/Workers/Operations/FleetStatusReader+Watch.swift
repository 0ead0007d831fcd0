import UnixSignals

extension FleetStatusReader {
  /// The longest wait for a store between two looks; then it is shown as away.
  private static let watchPatience = Duration.seconds(3)

  /// Looks again and again, until SIGINT, SIGTERM, or `show` says that nobody looks any more.
  ///
  /// A look that takes long is followed by a pause as long as itself, so that watching never keeps a store busy for more
  /// than half of the time. A store that is away is not kept busy by asking for it.
  public func watch(every interval: Duration, show: @escaping @Sendable (FleetStatus) throws -> Bool) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in signals { return }
      }
      group.addTask { try await look(every: interval, show: show) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func look(every interval: Duration, show: (FleetStatus) throws -> Bool) async throws {
    while true {
      let start = ContinuousClock.now
      let status = await read(patience: Self.watchPatience)
      // What was cut short by a signal is not worth showing.
      guard !Task.isCancelled, try show(status) else { return }
      let elapsed = ContinuousClock.now - start
      do {
        try await Task.sleep(for: status.isComplete ? max(interval - elapsed, elapsed) : interval)
      } catch is CancellationError {
        return
      }
    }
  }
}
