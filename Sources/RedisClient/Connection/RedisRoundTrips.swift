import Synchronization

/// Counts how often connections that share it sent something and waited for the answer: what the distance to the server is
/// multiplied with. Connecting isn't counted.
public final class RedisRoundTrips: Sendable {
  private let value = Atomic<Int>(0)

  public init() {}

  /// Since it was made.
  public var count: Int { value.load(ordering: .relaxed) }

  func add() { value.add(1, ordering: .relaxed) }
}
