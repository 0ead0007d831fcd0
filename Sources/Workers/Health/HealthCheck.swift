import Admin

/// One look at something that a process depends on.
protocol HealthCheck: Sendable {
  /// What `/readyz` calls it.
  static var name: String { get }

  /// Looks, within a few seconds.
  /// - Throws: `CancellationError` alone; every other trouble is an answer.
  mutating func look() async throws -> Dependency.State
}
