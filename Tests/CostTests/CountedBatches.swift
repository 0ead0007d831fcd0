import ServiceLifecycle
import Streams
import Synchronization

@testable import Workers

/// Handles batches until so many entries were handled, and then has its lane end: in the midst of the last batch, so that
/// the lane never looks for more.
struct CountedBatches<Handler: BatchHandler>: BatchHandler {
  let handler: Handler
  let end: LaneEnd

  var group: ConsumerGroup { handler.group }

  func affinity(of entry: DeliveredEntry) -> UInt64 { handler.affinity(of: entry) }

  func handle(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome] {
    let outcomes = try await handler.handle(entries)
    try await end.note(entries.count)
    return outcomes
  }

  func rehearse(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome] { try await handler.rehearse(entries) }

  func applied(among entries: [DeliveredEntry]) async throws -> [DeliveredEntry] {
    try await handler.applied(among: entries)
  }

  func probe() async throws { try await handler.probe() }
}

/// When a lane has done enough.
final class LaneEnd: Sendable {
  private struct State {
    var leftCount: Int
    var batchCount = 0
    var services: ServiceGroup?
  }

  private let state: Mutex<State>

  init(after entryCount: Int) {
    state = Mutex(State(leftCount: entryCount))
  }

  /// What is told to shut down.
  func set(_ services: ServiceGroup) {
    state.withLock { $0.services = services }
  }

  var batchCount: Int { state.withLock(\.batchCount) }

  func note(_ entryCount: Int) async throws {
    let services = state.withLock { state -> ServiceGroup? in
      state.leftCount -= entryCount
      state.batchCount += 1
      return state.leftCount <= 0 ? state.services : nil
    }
    guard let services else { return }
    await services.triggerGracefulShutdown()
    // Until the lane would see it.
    try await gracefulShutdown()
  }
}
