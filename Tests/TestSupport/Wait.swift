/// Waits for facts instead of for time.
public enum Wait {
  /// A fact that never came true.
  public struct NeverTrue: Error, CustomStringConvertible {
    public let description: String
  }

  /// Looks until a fact holds, for `limit` at most.
  public static func until(
    _ fact: String,
    within limit: Duration = .seconds(60),
    isolation: isolated (any Actor)? = #isolation,
    _ holds: () async throws -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !holds() {
      if ContinuousClock.now >= deadline { throw NeverTrue(description: "never: \(fact)") }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
