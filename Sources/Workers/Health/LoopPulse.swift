import Admin

extension Pulse {
  /// The pulse of the loop that the current task runs. Every wait of the fleet beats it, and so does every batch, so that a
  /// loop stands still only where something hangs.
  @TaskLocal static var current: Pulse?

  /// The loop of the current task moves.
  static func beat() {
    current?.beat()
  }
}

extension FleetContext {
  /// Runs a loop of the process under a name that `/livez` says when it stands still.
  /// - Parameter limit: how long it may stand still.
  func watching(
    _ name: String,
    limit: Duration = Pulse.limitDefault,
    _ loop: () async throws -> Void
  ) async throws {
    let pulse = health.pulse(of: name, limit: limit)
    defer { pulse.end() }
    try await Pulse.$current.withValue(pulse) { try await loop() }
  }
}
