// Blocking C calls must never run on Swift's cooperative pool: a handful of them would stop every task of the process.
// Linux has no DispatchSerialQueue executor, so a connection actor brings its own executor: one thread for life.

import CLinux
import Glibc

/// A serial executor over one dedicated thread, for actors that own a handle of a blocking C library.
///
/// An actor returns it as its `unownedExecutor`; every synchronous body of the actor then runs on the same thread, so the
/// handle is confined to that thread. Bodies wait with ``waitUntilReady(descriptor:for:deadline:cancellation:)``, which
/// ends early when another thread calls ``wake()`` for a cancellation.
///
/// The thread ends when the last reference to the executor is gone and its queue is empty.
public final class IOThread: SerialExecutor {
  private let inbox: Inbox

  /// Starts the thread.
  /// - Parameter name: shown by debuggers and `top -H`; cut to 15 bytes, the kernel's limit.
  public init(name: String) {
    inbox = Inbox()
    let inbox = inbox
    Self.start(name: name) { inbox.run() }
  }

  deinit {
    inbox.close()
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    // The queue keeps the executor alive until the job has run: the runtime holds it unowned.
    inbox.append(Inbox.Entry(job: UnownedJob(job), executor: self))
  }

  public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  public func checkIsolated() {
    precondition(isCurrent, "this code must run on its IOThread")
  }

  /// Whether the caller runs on this thread.
  public var isCurrent: Bool { inbox.isCurrentThread }

  /// Interrupts a wait in progress, which then looks at its cancellation. Callable from any thread.
  public func wake() {
    inbox.signal()
  }

  /// The descriptor that becomes readable on ``wake()`` and when a job arrives.
  var wakeDescriptor: Int32 { inbox.descriptor }

  /// Clears what ``wake()`` has signalled.
  func clearWake() {
    inbox.clearSignal()
  }

  private static func start(name: String, body: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(ThreadBody(name: name, run: body)).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread,
      nil,
      { context in
        guard let context else { preconditionFailure("pthread_create passed no context") }
        let body = Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
        reckoner_name_current_thread(body.name)
        body.run()
        return nil
      },
      context
    )
    precondition(code == 0, "pthread_create failed with code \(code): the process is out of threads")
    pthread_detach(thread)
  }
}

private final class ThreadBody: Sendable {
  let name: String
  let run: @Sendable () -> Void

  init(name: String, run: @escaping @Sendable () -> Void) {
    self.name = name
    self.run = run
  }
}
