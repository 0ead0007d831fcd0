import CLinux
import Glibc
import Synchronization

/// The queue of jobs of one thread, and the eventfd that wakes it.
final class Inbox: Sendable {
  struct Entry {
    let job: UnownedJob
    let executor: IOThread
  }

  private struct State {
    var entries: [Entry] = []
    var isClosed = false
    var thread: pthread_t?
  }

  /// Readable while there is something to look at.
  let descriptor: Int32
  private let state = Mutex(State())

  init() {
    descriptor = reckoner_eventfd()
    precondition(descriptor >= 0, "eventfd failed with errno \(errno): the process is out of file descriptors")
  }

  deinit {
    Glibc.close(descriptor)
  }

  var isCurrentThread: Bool {
    state.withLock { state in
      guard let thread = state.thread else { return false }
      return pthread_equal(thread, pthread_self()) != 0
    }
  }

  func append(_ entry: Entry) {
    state.withLock { $0.entries.append(entry) }
    signal()
  }

  func close() {
    state.withLock { $0.isClosed = true }
    signal()
  }

  func signal() {
    var one: UInt64 = 1
    // EAGAIN means that the counter is at its maximum: the thread is signalled already.
    while write(descriptor, &one, MemoryLayout<UInt64>.size) < 0 && errno == EINTR {}
  }

  func clearSignal() {
    var count: UInt64 = 0
    while read(descriptor, &count, MemoryLayout<UInt64>.size) < 0 && errno == EINTR {}
  }

  /// The life of the thread: runs jobs in order of arrival until the inbox is closed and empty.
  func run() {
    state.withLock { $0.thread = pthread_self() }
    while true {
      clearSignal()
      let (entries, isClosed) = state.withLock { state in
        defer { state.entries.removeAll() }
        return (state.entries, state.isClosed)
      }
      for entry in entries {
        entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
      }
      if entries.isEmpty {
        if isClosed { return }
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&wait, 1, -1)
      }
    }
  }
}
