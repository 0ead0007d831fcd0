import Synchronization

/// Something that a process needs in order to work, and what was last seen of it.
public final class Dependency: Sendable {
  /// What a look at a dependency found.
  public enum State: Hashable, Sendable {
    case ready
    /// A sentence that says why; without payloads and secrets.
    case notReady(String)
  }

  let name: String
  private let validity: Duration
  private let now: @Sendable () -> ContinuousClock.Instant
  private let last = Mutex<(state: State, time: ContinuousClock.Instant)?>(nil)

  init(name: String, validity: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant) {
    self.name = name
    self.validity = validity
    self.now = now
  }

  /// Notes what a look found.
  public func report(_ state: State) {
    let time = now()
    last.withLock { $0 = (state, time) }
  }

  /// What is known by now; what was seen too long ago is no longer known, and that is not ready.
  public var state: State {
    let time = now()
    guard let last = last.withLock({ $0 }) else { return .notReady("it was not checked yet") }
    let age = time - last.time
    if age > validity { return .notReady("it was last checked \(age.components.seconds) seconds ago") }
    return last.state
  }
}
