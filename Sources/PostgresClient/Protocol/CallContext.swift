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
    case .deadlineExceeded: throw abandonment(.timeout, "no answer from the server before the deadline of the call")
    case .cancelled: throw abandonment(.cancelled, "the calling task was cancelled while the server worked")
    }
  }

  private func abandonment(_ code: PostgresError.Code, _ message: String) -> PostgresError {
    var error = PostgresError(code, message)
    error.leavesAnswerOutstanding = true
    return error
  }
}
