/// How often a transaction is run again after a serialization failure, a deadlock or a lock timeout, and how long between.
public struct PostgresRetryPolicy: Hashable, Sendable {
  /// Runs in all, the first included; at least 1.
  public let attemptCountMax: Int
  /// The bound of the first pause; it doubles with every further one.
  public let pauseBase: Duration
  /// The bound that no pause exceeds.
  public let pauseMax: Duration

  /// A policy; pauses are drawn evenly between zero and their bound, so that rivals don't meet again.
  public init(attemptCountMax: Int = 5, pauseBase: Duration = .milliseconds(20), pauseMax: Duration = .seconds(1)) {
    precondition(attemptCountMax >= 1, "a transaction runs at least once")
    self.attemptCountMax = attemptCountMax
    self.pauseBase = pauseBase
    self.pauseMax = pauseMax
  }

  /// Five runs, pauses of at most 20, 40, 80 and 160 milliseconds.
  public static let `default` = PostgresRetryPolicy()
  /// One run.
  public static let never = PostgresRetryPolicy(attemptCountMax: 1)

  /// The pause after the run with this number, counted from 1.
  func pause(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    // 2^20 times any sensible base is beyond any sensible bound.
    let bound = min(pauseMax, pauseBase * (1 << min(attempt - 1, 20)))
    return bound * Double.random(in: 0...1, using: &generator)
  }
}
