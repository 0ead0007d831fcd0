import Synchronization

// The queue of a pool: first come, first served, with a deadline and cancellation.
extension ConnectionPool {
  /// What the caller gets, at once or when its turn comes.
  func nextGrant(_ deadline: ContinuousClock.Instant) async throws(PostgresError) -> Grant {
    if let grant = state.withLock({ Self.immediateGrant(&$0) }) { return grant }
    return await withTaskGroup(of: Void.self) { group in
      let waiter = state.withLock { state in
        state.nextWaiter += 1
        return state.nextWaiter
      }
      group.addTask {
        do {
          try await ContinuousClock().sleep(until: deadline)
        } catch {
          // The wait is over, one way or the other.
          return
        }
        self.giveUp(waiter, Self.timeoutError)
      }
      defer { group.cancelAll() }
      return await self.turn(of: waiter, deadline)
    }
  }

  /// Waits in the queue.
  private func turn(of waiter: Machine.WaiterID, _ deadline: ContinuousClock.Instant) async -> Grant {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let grant = state.withLock { state -> Grant? in
          // Whoever cancels, or the timer, may have looked for this waiter before it was here.
          if Task.isCancelled { return .refused(Self.cancelledError) }
          if ContinuousClock.now >= deadline { return .refused(Self.timeoutError) }
          // Something may have become free since the first look.
          if let grant = Self.immediateGrant(&state) { return grant }
          state.machine.enqueue(waiter)
          state.continuations[waiter] = continuation
          return nil
        }
        if let grant { continuation.resume(returning: grant) }
      }
    } onCancel: {
      giveUp(waiter, Self.cancelledError)
    }
  }

  private func giveUp(_ waiter: Machine.WaiterID, _ error: PostgresError) {
    let continuation = state.withLock { state in
      state.machine.abandon(waiter) ? state.continuations.removeValue(forKey: waiter) : nil
    }
    continuation?.resume(returning: .refused(error))
  }

  /// `nil`: wait.
  private static func immediateGrant(_ state: inout State) -> Grant? {
    switch state.machine.acquire() {
    case .lend(let connection): .connection(connection)
    case .open: .place
    case .wait: nil
    case .refuse: .refused(PostgresError(.poolExhausted, "too many callers wait for a connection"))
    case .closed: .refused(closedError)
    }
  }

  private static let timeoutError = PostgresError(.poolExhausted, "no connection became free in time")
  private static let cancelledError = PostgresError(
    .cancelled,
    "the calling task was cancelled while it waited for a connection"
  )
}
