import Glibc

extension IOThread {
  /// What a descriptor is to become ready for.
  public struct Readiness: OptionSet, Sendable {
    public let rawValue: Int16

    public init(rawValue: Int16) {
      self.rawValue = rawValue
    }

    public static let readable = Readiness(rawValue: Int16(POLLIN))
    public static let writable = Readiness(rawValue: Int16(POLLOUT))
  }

  /// Why a wait ended.
  public enum WaitResult: Equatable, Sendable {
    /// Ready for at least one of what was asked; an error or a hang-up counts, because the next call on it tells which.
    case ready(Readiness)
    case deadlineExceeded
    case cancelled
  }

  /// Blocks this thread until the descriptor is ready, the deadline has passed, or the cancellation is set.
  ///
  /// Over `poll(2)`. Must be called on this thread, by the synchronous body of an actor that it executes.
  /// - Parameters:
  ///   - descriptor: an open descriptor; -1 waits for the deadline or the cancellation alone.
  ///   - deadline: `nil` waits for ever.
  public func waitUntilReady(
    descriptor: Int32,
    for interest: Readiness,
    deadline: ContinuousClock.Instant?,
    cancellation: IOCancellation
  ) -> WaitResult {
    checkIsolated()
    while true {
      if cancellation.isCancelled { return .cancelled }
      var descriptors = [
        pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: interest.rawValue, revents: 0),
      ]
      let count = poll(&descriptors, 2, Self.timeoutMilliseconds(until: deadline))
      if count == 0, let deadline, ContinuousClock.now >= deadline { return .deadlineExceeded }
      if descriptors[0].revents != 0 { clearWake() }
      if cancellation.isCancelled { return .cancelled }
      let events = descriptors[1].revents
      if count > 0 && events != 0 {
        let failed = events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
        return .ready(failed ? interest : Readiness(rawValue: events).intersection(interest))
      }
    }
  }

  /// The time left in whole milliseconds, rounded up so that the wait doesn't spin; -1 without a deadline.
  private static func timeoutMilliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = deadline - ContinuousClock.now
    if left <= .zero { return 0 }
    let (seconds, attoseconds) = left.components
    let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
    if milliseconds.overflow || milliseconds.partialValue >= Int64(Int32.max) - 1 { return Int32.max }
    return Int32(milliseconds.partialValue + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
