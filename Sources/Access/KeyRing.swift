public import EventModel
import Synchronization

/// The keys in force. They are read again now and then, and when a token names a key that isn't among them; where that
/// fails, those that were read last stay in force.
public final class KeyRing: Sendable {
  /// How often keys are read again, in seconds: a key that was taken out of the set is refused after so long at most.
  public static let refreshSeconds = 300.0
  /// The shortest time between two readings that tokens ask for: made-up key names must not flood the source.
  public static let missSecondsMin = 30.0

  private struct State {
    var keys: KeySet
    var attemptedAt: Timestamp
    var failure: AccessError?
    var isLoading = false
  }

  private let load: @Sendable () async throws(AccessError) -> KeySet
  private let state: Mutex<State>

  /// Reads the keys for the first time.
  /// - Throws: where that fails: a server without keys could let nobody in.
  public init(
    now: Timestamp,
    load: @escaping @Sendable () async throws(AccessError) -> KeySet
  ) async throws(AccessError) {
    self.load = load
    state = Mutex(State(keys: try await load(), attemptedAt: now))
  }

  public var keys: KeySet { state.withLock { $0.keys } }

  /// Why the keys in force are old ones; `nil` where the last reading succeeded.
  public var failure: AccessError? { state.withLock { $0.failure } }

  /// Reads the keys again, unless somebody is at it, or did so less than some seconds ago.
  /// - Returns: whether they were read.
  public func refresh(now: Timestamp, secondsMin: Double = KeyRing.missSecondsMin) async -> Bool {
    let begins = state.withLock { state in
      let age = Double(now.microseconds - state.attemptedAt.microseconds) / 1e6
      guard !state.isLoading, age >= secondsMin else { return false }
      state.isLoading = true
      state.attemptedAt = now
      return true
    }
    guard begins else { return false }
    let result: Result<KeySet, AccessError>
    do throws(AccessError) {
      result = .success(try await load())
    } catch {
      result = .failure(error)
    }
    return state.withLock { state in
      state.isLoading = false
      switch result {
      case .success(let keys):
        state.keys = keys
        state.failure = nil
        return true
      case .failure(let error):
        state.failure = error
        return false
      }
    }
  }
}
