import CLinux
import Glibc
import Synchronization

/// A Unix socket that leads to another one, as if it lay further away: every byte takes its time in each direction.
final class DelayRelay: Sendable {
  /// Chunks are passed on at most so large.
  static let chunkByteCountMax = 1 << 18

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
        try start { relay in DelayedConnection(client: client, server: server, delay: relay.delay).run() }
      } catch {
        // Whoever called sees a closed connection, as of a server that has no thread left.
        close(client)
        close(server)
      }
    }
    close(listener)
  }
}

/// One connection through a relay, on a thread of its own.
private struct DelayedConnection {
  let client: Int32
  let server: Int32
  let delay: Duration

  func run() {
    defer {
      close(client)
      close(server)
    }
    var toServer = DelayQueue()
    var toClient = DelayQueue()
    while true {
      guard wait(until: [toServer.nextDeparture, toClient.nextDeparture].compactMap(\.self).min()) else { return }
      guard receive(from: client, into: &toServer), receive(from: server, into: &toClient) else { return }
      let now = ContinuousClock.now
      while let bytes = toServer.next(at: now) { guard send(bytes, to: server) else { return } }
      while let bytes = toClient.next(at: now) { guard send(bytes, to: client) else { return } }
    }
  }

  /// Waits until a chunk leaves or bytes come; false where that failed.
  private func wait(until departure: ContinuousClock.Instant?) -> Bool {
    var descriptors = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard let departure else { return poll(&descriptors, 2, -1) > 0 || errno == EINTR }
    let nanoseconds = max((departure - .now) / .nanoseconds(1), 0)
    return reckoner_poll(&descriptors, 2, Int(nanoseconds / 1e9), Int(nanoseconds) % 1_000_000_000) >= 0
      || errno == EINTR
  }

  /// Takes what has come; false at the end of the connection.
  private func receive(from source: Int32, into queue: inout DelayQueue) -> Bool {
    while true {
      var failure: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: DelayRelay.chunkByteCountMax) { buffer, count in
        let received = recv(source, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        failure = received < 0 ? errno : 0
        count = max(received, 0)
      }
      if failure == EINTR { continue }
      if failure != 0 { return failure == EAGAIN }
      if bytes.isEmpty { return false }
      queue.append(bytes, leavingAt: .now + delay)
      if bytes.count < DelayRelay.chunkByteCountMax { return true }
    }
  }

  private func send(_ bytes: [UInt8], to destination: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let sent = Glibc.send(
          destination,
          buffer.baseAddress?.advanced(by: offset),
          buffer.count - offset,
          Int32(MSG_NOSIGNAL)
        )
        if sent < 0 && errno == EINTR { continue }
        guard sent > 0 else { return false }
        offset += sent
      }
      return true
    }
  }
}
