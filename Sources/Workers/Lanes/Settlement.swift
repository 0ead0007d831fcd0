import Delivery
import Logging
import ServiceLifecycle
import Streams

/// Brings a lane's batch to its end: outages are waited out, and what fails is halved until the culprit stands alone and
/// is put aside.
struct Settlement<Handler: BatchHandler>: Sendable {
  let trial: Trial<Handler>

  /// - Parameters:
  ///   - settlement: the batch; after an error it says what is left, and is settled on.
  ///   - acknowledge: told of each part after its commit.
  /// - Throws: `CancellationError` when the process stops before a store is back; the rest stays pending.
  func settle(
    _ settlement: inout BatchSettlement<DeliveredEntry>,
    acknowledge: ([DeliveredEntry]) -> Void
  ) async throws {
    let context = trial.context
    var faultPause = FaultPause(logger: context.logger)
    while let part = settlement.next {
      do {
        acknowledge(try await context.gate.together { try await trial.handle(part) })
        settlement.succeed()
        faultPause.reset()
      } catch {
        switch try await trial.handler.faultKind(of: error) {
        case .cancellation: throw error
        case .infrastructure:
          if Task.isShuttingDownGracefully { throw CancellationError() }
          try await faultPause.wait(after: error, "store away", metadata: ["consumer": "\(trial.consumer)"])
        case .size where part.count == 1:
          try await trial.rest(PendingEntry(part[0]), cause: error)
          settlement.succeed()
        case .size, .work:
          context.logger.warning(
            "batch failed",
            metadata: ["consumer": "\(trial.consumer)", "count": "\(part.count)", "error": "\(error)"]
          )
          if part.count == 1 { try await trial.charge(part[0], cause: error) }
          settlement.fail()
        }
      }
    }
  }
}
