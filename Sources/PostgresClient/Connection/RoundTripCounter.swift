import Synchronization

/// Counts the round trips of connections that belong together.
final class RoundTripCounter: Sendable {
  private let value = Atomic<Int>(0)

  var count: Int { value.load(ordering: .relaxed) }

  func add() { value.add(1, ordering: .relaxed) }
}
