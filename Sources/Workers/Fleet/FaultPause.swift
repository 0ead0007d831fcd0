import Delivery
import Logging

/// What a loop of the fleet does about a fault that may pass: says so, and waits a little longer each time.
struct FaultPause {
  /// Work goes on within five seconds after a store's return; connecting again takes its part of them.
  private static let delayMax = Duration.seconds(2)

  private let logger: Logger
  private var backoff = Backoff(firstDelay: .milliseconds(100), delayMax: delayMax)

  init(logger: Logger) {
    self.logger = logger
  }

  /// Logs and waits; a graceful shutdown ends the wait.
  mutating func wait(
    after error: any Error,
    _ message: Logger.Message,
    metadata: Logger.Metadata = [:]
  ) async throws {
    var generator = SystemRandomNumberGenerator()
    let pause = backoff.next(using: &generator)
    let cause: Logger.Metadata = ["error": "\(error)", "pause": "\(pause)"]
    logger.warning(message, metadata: metadata.merging(cause, uniquingKeysWith: { $1 }))
    try await Pause.wait(pause)
  }

  /// After a success the next fault waits shortly again.
  mutating func reset() {
    backoff.reset()
  }
}
