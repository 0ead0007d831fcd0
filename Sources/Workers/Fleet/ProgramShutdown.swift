import Logging
import ServiceLifecycle
import UnixSignals

/// How the work of a program ends when the program is told to.
///
/// At the first SIGTERM or SIGINT it stops taking, finishes what it has begun, and the program ends as if nothing had
/// happened. A second signal, or the end of the drain limit, cancels it: what isn't committed is rolled back, entries stay
/// pending, and the program ends with code 75. What doesn't even stop then is ended by force.
struct ProgramShutdown: Sendable {
  /// From the cancellation to the end by force.
  static let cancellationSeconds: UInt32 = 2

  let drainLimit: Duration
  let logger: Logger

  private enum Ending: Sendable {
    case finished
    /// Why it must not go on.
    case interrupted(String)
    case ignored
  }

  /// Runs `work`, in which `Task.isShuttingDownGracefully` follows the signals.
  /// - Throws: what `work` throws, or a ``Program/Failure`` where it was cancelled.
  func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    let services = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: Work(body: work), successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "work")
        ],
        logger: logger
      )
    )
    let (began, beginning) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let reason: String? = try await withThrowingTaskGroup(of: Ending.self) { tasks in
      tasks.addTask {
        try await services.run()
        return .finished
      }
      tasks.addTask { await follow(signals, services, beginning) }
      tasks.addTask { await limit(began) }
      defer { tasks.cancelAll() }
      while let ending = try await tasks.next() {
        switch ending {
        case .finished: return nil
        case .interrupted(let reason):
          ForcedEnd.set(afterSeconds: Self.cancellationSeconds)
          tasks.cancelAll()
          await Self.awaitEnd(of: &tasks)
          return reason
        case .ignored: continue
        }
      }
      return nil
    }
    if let reason { throw Program.Failure(.tryAgain, reason) }
  }

  /// The first signal begins the shutdown, the second one ends it.
  private func follow(
    _ signals: UnixSignalsSequence,
    _ services: ServiceGroup,
    _ beginning: AsyncStream<Void>.Continuation
  ) async -> Ending {
    var hasBegun = false
    for await signal in signals {
      if hasBegun {
        return .interrupted("a second signal ended the shutdown; what was begun is done again by somebody else")
      }
      hasBegun = true
      logger.info("shutdown begins", metadata: ["signal": "\(signal)"])
      await services.triggerGracefulShutdown()
      beginning.yield()
    }
    return .ignored
  }

  private func limit(_ began: AsyncStream<Void>) async -> Ending {
    for await _ in began {
      do {
        try await Task.sleep(for: drainLimit)
      } catch {
        // The work has ended.
        return .ignored
      }
      return .interrupted(
        "the shutdown took longer than RECKONER_DRAIN_LIMIT_SECONDS; what was begun is done again by somebody else"
      )
    }
    return .ignored
  }

  /// Whatever cancelled work throws, the reason of its cancellation is what counts.
  private static func awaitEnd(of tasks: inout ThrowingTaskGroup<Ending, any Error>) async {
    while let result = await tasks.nextResult() {
      switch result {
      case .success, .failure: continue
      }
    }
  }
}

private struct Work: Service {
  let body: @Sendable () async throws -> Void

  func run() async throws {
    try await body()
  }
}
