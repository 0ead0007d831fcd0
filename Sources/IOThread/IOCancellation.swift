import Synchronization

/// The flag of one call: set from any thread, looked at by the wait that the call is in.
public final class IOCancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let thread: IOThread

  public init(thread: IOThread) {
    self.thread = thread
  }

  public var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// Ends the wait that looks at this flag, now or when it begins.
  public func cancel() {
    flag.store(true, ordering: .releasing)
    thread.wake()
  }
}

extension IOThread {
  /// Runs `body`, handing it a cancellation that follows the surrounding task's.
  ///
  /// `body` is usually one call of a method of an actor on this thread.
  public func withCancellation<Value, Failure: Error>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (IOCancellation) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let cancellation = IOCancellation(thread: self)
    let result: Result<Value, Failure> = await withTaskCancellationHandler {
      do throws(Failure) {
        return .success(try await body(cancellation))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      cancellation.cancel()
    }
    return try result.get()
  }
}
