import IOThread

/// What bounds one call: its thread, its deadline and its cancellation.
struct CallContext {
  let thread: IOThread
  let deadline: ContinuousClock.Instant
  let cancellation: IOCancellation

  /// Blocks until the descriptor is ready.
  func wait(descriptor: Int32, for interest: IOThread.Readiness) throws(PostgresError) -> IOThread.Readiness {
    switch thread.waitUntilReady(
      descriptor: descriptor,
      for: interest,
      deadline: deadline,
      cancellation: cancellation
    )
    {
    case .ready(let readiness): return readiness
    case .deadlineExceeded: throw PostgresError(.timeout, "no answer from the server before the deadline of the call")
    case .cancelled: throw PostgresError(.cancelled, "the calling task was cancelled while the server worked")
    }
  }
}
