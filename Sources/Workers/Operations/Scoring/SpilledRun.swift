/// Where a sorted chunk lies in a temporary file.
struct SpilledRun: Sendable {
  /// Of its first byte.
  let offset: Int
  /// Of its groups.
  let count: Int
}
