import Glibc
import Synchronization

/// A Unix socket that leads to another one, as if it lay further away: every byte takes its time in each direction.
final class DelayRelay: Sendable {
  private let listener: Int32
  private let path: String
  private let target: String
  /// One way.
  private let delay: Duration
  private let isStopped = Atomic<Bool>(false)

  /// Listens.
  /// - Parameters:
  ///   - path: of the new socket.
  ///   - target: of the socket that it leads to.
  ///   - roundTrip: how much longer a round trip takes.
  /// - Throws: ``BenchmarkError``.
  init(path: String, to target: String, roundTrip: Duration) throws {
    self.path = path
    self.target = target
    delay = roundTrip / 2
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0, UnixAddress.bind(listener, to: path), listen(listener, 128) == 0 else {
      throw BenchmarkError("no socket can be made at \(path): \(String(cString: strerror(errno)))")
    }
    try start { $0.acceptAll() }
  }

  /// Ends it for new connections; those that exist end with their peers. Harmless when repeated.
  func stop() {
    if isStopped.exchange(true, ordering: .acquiringAndReleasing) { return }
    shutdown(listener, Int32(SHUT_RDWR))
    unlink(path)
  }

  /// Runs `body` on a thread of its own: what it does blocks.
  private func start(_ body: @escaping @Sendable (DelayRelay) -> Void) throws {
    final class Work: Sendable {
      let relay: DelayRelay
      let body: @Sendable (DelayRelay) -> Void

      init(relay: DelayRelay, body: @escaping @Sendable (DelayRelay) -> Void) {
        self.relay = relay
        self.body = body
      }
    }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Work(relay: self, body: body))
    let code = pthread_create(
      &thread,
      nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        work.body(work.relay)
        return nil
      },
      context.toOpaque()
    )
    guard code == 0 else {
      context.release()
      throw BenchmarkError("no thread can be started: \(String(cString: strerror(code)))")
    }
    pthread_detach(thread)
  }

  private func acceptAll() {
    while !isStopped.load(ordering: .acquiring) {
      let client = accept(listener, nil, nil)
      if client < 0 { continue }
      let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard server >= 0, UnixAddress.connect(server, to: target) else {
        close(client)
        close(server)
        continue
      }
      do {
        try start { relay in
          var connection = DelayedConnection(client: client, server: server, delay: relay.delay)
          connection.run()
        }
      } catch {
        // Whoever called sees a closed connection, as of a server that has no thread left.
        close(client)
        close(server)
      }
    }
    close(listener)
  }
}
