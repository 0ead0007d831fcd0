import Insight
import Streams

extension CorrectionRelay {
  /// Relays for the life of a process.
  static func loop(context: FleetContext) -> WorkLoop {
    let publisher = CorrectionPublisher(redis: context.connection("corrections"))
    let relay = CorrectionRelay(postgres: context.postgres, publisher: publisher)
    return WorkLoop(context: context, name: "corrections", idleInterval: .milliseconds(500)) {
      try await context.gate.together { try await relay.relayBatch() }
    }
  }
}
