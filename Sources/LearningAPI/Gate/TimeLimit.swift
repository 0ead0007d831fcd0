/// Gives work so much time and no more.
enum TimeLimit {
  /// - Throws: what `work` throws; ``Problem`` of code `tooSlow` when its time is over.
  static func run<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { tasks in
      tasks.addTask { try await work() }
      tasks.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { tasks.cancelAll() }
      guard let first = try await tasks.next(), let value = first else {
        throw Problem(.tooSlow, "The answer took longer than this server waits.", retryAfterSeconds: 1)
      }
      return value
    }
  }
}
