import Synchronization

/// The statements that a test has sent.
final class TriedStatements: Sendable {
  private let tried = Mutex<Set<String>>([])

  var names: Set<String> { tried.withLock { $0 } }

  func note(_ type: Any.Type) {
    tried.withLock { _ = $0.insert("\(type)") }
  }
}
