import Glibc
import Synchronization

/// The network between a client and a server of this machine, as a TCP relay that can fail.
public final class NetworkLink: Sendable {
  /// What happens to the connections that exist and to those that are tried.
  public enum Condition: Sendable {
    /// Bytes pass.
    case up
    /// Connections are reset, and new ones too.
    case cut
    /// Nothing passes and nobody is told, as behind a switch that lost its power.
    case silent
  }

  private struct State {
    var condition = Condition.up
    var isClosed = false
    var acceptedCount = 0
  }

  /// On 127.0.0.1.
  public let port: UInt16
  private let state = Mutex(State())
  private let wake: Int32

  /// Listens on a free port and leads to another of the loopback interface.
  public init(to target: UInt16) throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw TestProcessFailure(description: "socketpair: errno \(errno)")
    }
    wake = ends[0]
    let found = try FreePort.find()
    port = found
    let listener = socket(AF_INET, kind, 0)
    var reuse: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = FreePort.loopback(port: found)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0, listen(listener, 128) == 0 else {
      close(listener)
      close(ends[1])
      throw TestProcessFailure(description: "listen: errno \(errno)")
    }
    let relay = RelayThread(listener: listener, wake: ends[1], target: target, link: self)
    try relay.start()
  }

  deinit {
    close(wake)
  }

  /// Ends the relay and every connection over it. Harmless when repeated.
  public func stop() {
    state.withLock { $0.isClosed = true }
    nudge()
  }

  public var condition: Condition {
    get { state.withLock { $0.condition } }
  }

  /// Changes what happens from now on.
  public func set(_ condition: Condition) {
    state.withLock { $0.condition = condition }
    nudge()
  }

  /// Connections that were tried so far.
  public var acceptedCount: Int { state.withLock { $0.acceptedCount } }

  fileprivate var isClosed: Bool { state.withLock { $0.isClosed } }
  fileprivate func noteAccepted() { state.withLock { $0.acceptedCount += 1 } }

  private func nudge() {
    var byte: UInt8 = 1
    _ = send(wake, &byte, 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  }
}

/// The thread of a link: one poll(2) over all sockets. Buffers are the kernel's; a peer that doesn't read holds up its own
/// direction only for as long as a blocking write takes, which the tests' small traffic never fills.
private final class RelayThread: Sendable {
  private let listener: Int32
  private let wake: Int32
  private let target: UInt16
  private let link: NetworkLink

  init(listener: Int32, wake: Int32, target: UInt16, link: NetworkLink) {
    self.listener = listener
    self.wake = wake
    self.target = target
    self.link = link
  }

  func start() throws {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread,
      nil,
      { context in
        guard let context else { return nil }
        Unmanaged<RelayThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
      },
      context.toOpaque()
    )
    guard code == 0 else {
      context.release()
      throw TestProcessFailure(description: "pthread_create: \(code)")
    }
    pthread_detach(thread)
  }

  private func run() {
    var peers: [Int32: Int32] = [:]
    while !link.isClosed {
      let condition = link.condition
      if case .cut = condition {
        for descriptor in peers.keys { Self.reset(descriptor) }
        peers = [:]
      }
      var isSilent = false
      if case .silent = condition { isSilent = true }
      let watched = [listener, wake] + (isSilent ? [] : Array(peers.keys))
      var descriptors = watched.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&descriptors, nfds_t(descriptors.count), -1) > 0 else { continue }
      for entry in descriptors where entry.revents != 0 {
        switch entry.fd {
        case wake: drainWake()
        case listener: accept(condition, &peers)
        case let descriptor: if let peer = peers[descriptor] { pass(from: descriptor, to: peer, &peers) }
        }
      }
    }
    for descriptor in peers.keys { close(descriptor) }
    close(listener)
    close(wake)
  }

  private func drainWake() {
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = recv(wake, &bytes, bytes.count, Int32(MSG_DONTWAIT))
  }

  private func accept(_ condition: NetworkLink.Condition, _ peers: inout [Int32: Int32]) {
    let client = Glibc.accept(listener, nil, nil)
    guard client >= 0 else { return }
    link.noteAccepted()
    if case .cut = condition { return Self.reset(client) }
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = FreePort.loopback(port: target)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(server)
      return Self.reset(client)
    }
    peers[client] = server
    peers[server] = client
  }

  private func pass(from source: Int32, to destination: Int32, _ peers: inout [Int32: Int32]) {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(source, &bytes, bytes.count, 0)
    var sentCount = 0
    while sentCount < count {
      let sent = bytes.withUnsafeBytes { buffer in
        send(destination, buffer.baseAddress.map { $0 + sentCount }, count - sentCount, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 { break }
      sentCount += sent
    }
    if count > 0 && sentCount == count { return }
    peers[source] = nil
    peers[destination] = nil
    close(source)
    close(destination)
  }

  /// Closes with RST instead of FIN.
  private static func reset(_ descriptor: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close(descriptor)
  }
}
