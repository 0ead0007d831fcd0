import CLinux
import Glibc

/// One connection through a relay, on a thread of its own. It never waits for one peer while the other has something to
/// say: two that send to each other at once would wait for it forever.
struct DelayedConnection {
  private let client: Int32
  private let server: Int32
  private var toServer: DelayedDirection
  private var toClient: DelayedDirection

  /// - Parameter delay: one way.
  init(client: Int32, server: Int32, delay: Duration) {
    self.client = client
    self.server = server
    toServer = DelayedDirection(source: client, destination: server, delay: delay)
    toClient = DelayedDirection(source: server, destination: client, delay: delay)
  }

  /// Passes bytes on until one side closes, and closes both.
  mutating func run() {
    defer {
      close(client)
      close(server)
    }
    while let ready = wait() {
      if ready.client, !toServer.receive() { return }
      if ready.server, !toClient.receive() { return }
      guard toServer.send(), toClient.send() else { return }
    }
  }

  /// Waits until bytes come, or some have to go on.
  /// - Returns: who may have sent something; `nil` where waiting failed.
  private func wait() -> (client: Bool, server: Bool)? {
    var descriptors = [
      pollfd(fd: client, events: Int16(POLLIN | (toClient.isHeldUp ? POLLOUT : 0)), revents: 0),
      pollfd(fd: server, events: Int16(POLLIN | (toServer.isHeldUp ? POLLOUT : 0)), revents: 0),
    ]
    let departure = [toServer.nextDeparture, toClient.nextDeparture].compactMap(\.self).min()
    let result: Int32
    if let departure {
      let nanoseconds = Int(max((departure - .now) / .nanoseconds(1), 0))
      result = reckoner_poll(&descriptors, 2, nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
    } else {
      result = poll(&descriptors, 2, -1)
    }
    guard result >= 0 || errno == EINTR else { return nil }
    let events = descriptors.map { result > 0 && $0.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 }
    return (events[0], events[1])
  }
}

/// What is on its way from one socket to another.
private struct DelayedDirection {
  private static let chunkByteCountMax = 1 << 16
  /// A receiver that leaves more than this to the link has gone astray: the connection is closed.
  private static let byteCountMax = 1 << 28

  let source: Int32
  let destination: Int32
  let delay: Duration
  private var queue = DelayQueue()
  /// What has arrived, and its receiver hasn't taken yet.
  private var arrived: ArraySlice<UInt8> = []

  init(source: Int32, destination: Int32, delay: Duration) {
    self.source = source
    self.destination = destination
    self.delay = delay
  }

  /// Whether the receiver has to take something first.
  var isHeldUp: Bool { !arrived.isEmpty }

  /// When there is something to do again, unless that is for the receiver to say.
  var nextDeparture: ContinuousClock.Instant? { isHeldUp ? nil : queue.nextDeparture }

  /// Takes what has come; false at the end of the connection.
  mutating func receive() -> Bool {
    while true {
      var failure: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunkByteCountMax) { buffer, count in
        let received = recv(source, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        failure = received < 0 ? errno : 0
        count = max(received, 0)
      }
      if failure == EINTR { continue }
      if failure != 0 { return failure == EAGAIN }
      if bytes.isEmpty || queue.byteCount > Self.byteCountMax { return false }
      queue.append(bytes, leavingAt: .now + delay)
      if bytes.count < Self.chunkByteCountMax { return true }
    }
  }

  /// Hands over what has arrived, as far as the receiver takes it; false at the end of the connection.
  mutating func send() -> Bool {
    while true {
      if arrived.isEmpty {
        guard let bytes = queue.next(at: .now) else { return true }
        arrived = bytes[...]
      }
      let sent = arrived.withUnsafeBytes { buffer in
        Glibc.send(destination, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      if sent < 0 && errno == EINTR { continue }
      if sent < 0 { return errno == EAGAIN }
      arrived = arrived.dropFirst(sent)
    }
  }
}
