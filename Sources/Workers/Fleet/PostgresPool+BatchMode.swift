import PostgresClient

extension PostgresPool {
  /// A transaction whose effects stay, or are taken back where it is a rehearsal.
  func transaction<Value: Sendable>(
    _ mode: BatchMode,
    _ body: (PostgresTransaction) async throws -> Value
  ) async throws -> Value {
    switch mode {
    case .apply: return try await transaction(body)
    case .rehearse:
      do {
        return try await transaction { transaction in throw Rehearsed(value: try await body(transaction)) }
      } catch let rehearsed as Rehearsed<Value> {
        return rehearsed.value
      }
    }
  }
}

/// Ends a rehearsal: what is thrown out of a transaction rolls it back.
private struct Rehearsed<Value: Sendable>: Error {
  let value: Value
}
