import EventModel
import Synchronization

/// Answers that are dear: each is computed by the first who asks, while the others wait for that one, and is kept for a
/// while. What fails isn't kept.
final class SingleFlightCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private enum Signal: Sendable {
    case answer(Value)
    case failure(any Error)
    case lead
    case cancelled
    case refused
  }

  private struct State: Sendable {
    var flight: SingleFlight<Key, Value, CheckedContinuation<Signal, Never>>
    var ticketCount: UInt64 = 0
  }

  private let state: Mutex<State>

  init(limits: SingleFlightLimits) {
    state = Mutex(State(flight: SingleFlight(limits: limits)))
  }

  var keptCount: Int { state.withLock { $0.flight.keptCount } }

  func waiterCount(for key: Key) -> Int { state.withLock { $0.flight.waiterCount(for: key) } }

  /// - Parameter compute: makes the answer as of `now`; called where there is none and nobody is making it.
  /// - Throws: what `compute` throws, of whoever called it; an ``InsightError`` where too many wait; `CancellationError`
  ///   where this task was cancelled while it waited.
  func value(for key: Key, now: Timestamp, _ compute: () async throws -> Value) async throws -> Value {
    switch await signal(for: key, now: now) {
    case .answer(let value): return value
    case .failure(let error): throw error
    case .cancelled: throw CancellationError()
    case .refused: throw InsightError(code: .overloaded, message: "too many wait for this answer already")
    case .lead: return try await lead(key, now: now, compute)
    }
  }

  private func signal(for key: Key, now: Timestamp) async -> Signal {
    let ticket = state.withLock { state in
      state.ticketCount += 1
      return state.ticketCount
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let signal: Signal? = state.withLock { state in
          switch state.flight.ask(key, now: now, ticket: ticket, continuation) {
          case .take(let value): return .answer(value)
          case .lead: return .lead
          case .leave: return .refused
          case .wait:
            // Who was cancelled before it waited isn't told by the handler.
            if Task.isCancelled, state.flight.withdraw(key, ticket: ticket) != nil { return .cancelled }
            return nil
          }
        }
        if let signal { continuation.resume(returning: signal) }
      }
    } onCancel: {
      state.withLock { $0.flight.withdraw(key, ticket: ticket) }?.resume(returning: .cancelled)
    }
  }

  private func lead(_ key: Key, now: Timestamp, _ compute: () async throws -> Value) async throws -> Value {
    do {
      let value = try await compute()
      let waiters = state.withLock { $0.flight.succeed(key, with: value, madeAt: now) }
      for waiter in waiters { waiter.resume(returning: .answer(value)) }
      return value
    } catch {
      if Task.isCancelled {
        state.withLock { $0.flight.handOver(key) }?.resume(returning: .lead)
      } else {
        for waiter in state.withLock({ $0.flight.fail(key) }) { waiter.resume(returning: .failure(error)) }
      }
      throw error
    }
  }
}
