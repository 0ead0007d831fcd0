import Access
import Logging
public import ServiceLifecycle

/// Looks for new keys at a steady pace, so that a rotation is known before the first token of it comes.
public struct KeyRefresh: Service {
  private let services: APIServices

  public init(services: APIServices) {
    self.services = services
  }

  public func run() async throws {
    let pause = Duration.seconds(KeyRing.refreshSeconds)
    for await _ in AsyncTimerTicks(every: pause).cancelOnGracefulShutdown() {
      _ = await services.ring.refresh(now: services.now())
      if let failure = services.ring.failure {
        services.logger.warning("keys of tokens not refreshed", metadata: ["reason": "\(failure.message)"])
      }
    }
  }
}

/// An element after each pause, until its task is cancelled.
private struct AsyncTimerTicks: AsyncSequence, Sendable {
  let pause: Duration

  init(every pause: Duration) {
    self.pause = pause
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    let pause: Duration

    mutating func next() async -> Void? {
      do {
        try await Task.sleep(for: pause)
        return ()
      } catch {
        return nil
      }
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pause: pause) }
}
